//! What a workbook says about its sheets: which is the first, its number formats, its shared strings, its epoch.

use std::collections::HashMap;

use super::{
    archive::Archive,
    date::DateForm,
    strings::Strings,
    xml::{attribute, is_set},
};
use crate::sheet::SheetError;

/// What is needed to read the first sheet.
pub(super) struct Workbook {
    pub(super) sheet_name: String,
    pub(super) sheet_part: String,
    pub(super) strings: Strings,
    /// How each cell style shows a date; none: as a number.
    pub(super) styles: Vec<Option<DateForm>>,
    pub(super) since_1904: bool,
}

struct Relation {
    kind: String,
    target: String,
}

impl Workbook {
    pub(super) fn read(archive: &mut Archive) -> Result<Self, SheetError> {
        check_types(archive)?;
        let roots = relations(archive, "_rels/.rels", "")?;
        let root = roots.into_values().find(|r| r.kind.ends_with("/officeDocument")).ok_or(SheetError::NotATable)?;
        let (folder, file) = root.target.rsplit_once('/').unwrap_or(("", &root.target));
        let parts = relations(archive, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let (mut since_1904, mut first) = (false, None);
        let book = archive.part(&root.target, true)?.ok_or(SheetError::NotATable)?;
        book.each_start(|name, start| {
            if name == "workbookPr" {
                since_1904 = is_set(start, "date1904");
            }
            let hidden = || attribute(start, "state").is_some_and(|state| state != "visible");
            if name == "sheet" && first.is_none() && !hidden() {
                // `r:id`; the sheet's own number is `sheetId`.
                let part = attribute(start, "id").and_then(|id| parts.get(id.as_ref()));
                if let Some(part) = part.filter(|part| part.kind.ends_with("/worksheet")) {
                    first = Some((attribute(start, "name").unwrap_or_default().into_owned(), part.target.clone()));
                }
            }
            Ok(())
        })?;
        let (sheet_name, sheet_part) = first.ok_or(SheetError::Empty)?;
        let part = |kind: &str| parts.values().find(|part| part.kind.ends_with(kind));
        let strings = part("/sharedStrings").map(|part| Strings::read(archive, &part.target)).transpose()?;
        let styles = part("/styles").map(|part| read_styles(archive, &part.target)).transpose()?;
        Ok(Self {
            sheet_name,
            sheet_part,
            strings: strings.unwrap_or_default(),
            styles: styles.unwrap_or_default(),
            since_1904,
        })
    }
}

/// Refuses what calls itself more than a plain workbook, under whatever name its parts go.
fn check_types(archive: &mut Archive) -> Result<(), SheetError> {
    let types = archive.part("[Content_Types].xml", true)?.ok_or(SheetError::NotATable)?;
    types.each_start(|_, start| {
        let kind = attribute(start, "ContentType").unwrap_or_default().to_ascii_lowercase();
        if kind.contains("macroenabled") || kind.contains("vbaproject") || kind.contains("macrosheet") {
            Err(SheetError::Macros)
        } else if kind.contains("externallink") || kind.contains("spreadsheetml.connections") {
            Err(SheetError::ExternalLinks)
        } else {
            Ok(())
        }
    })
}

fn relations(archive: &mut Archive, name: &str, folder: &str) -> Result<HashMap<String, Relation>, SheetError> {
    let mut relations = HashMap::new();
    let Some(part) = archive.part(name.trim_start_matches('/'), true)? else { return Ok(relations) };
    part.each_start(|name, start| {
        let (id, kind, target) = (attribute(start, "Id"), attribute(start, "Type"), attribute(start, "Target"));
        if let (true, Some(id), Some(kind), Some(target)) = (name == "Relationship", id, kind, target) {
            if kind.ends_with("/externalLink") {
                return Err(SheetError::ExternalLinks);
            }
            let target = resolve(folder, &target);
            relations.insert(id.into_owned(), Relation { kind: kind.into_owned(), target });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Name of the part that a relation points to.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

fn read_styles(archive: &mut Archive, name: &str) -> Result<Vec<Option<DateForm>>, SheetError> {
    let mut formats: HashMap<u32, Option<DateForm>> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    let Some(part) = archive.part(name, true)? else { return Ok(styles) };
    part.each_start(|name, start| {
        let id = || attribute(start, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
        match name {
            "numFmt" => {
                let code = attribute(start, "formatCode").unwrap_or_default();
                formats.insert(id(), DateForm::of_code(&code));
            }
            // `xf` stands in `cellStyleXfs`, then in `cellXfs`; only the latter are what cells name.
            "cellXfs" => in_cells = true,
            "cellStyles" | "dxfs" => in_cells = false,
            "xf" if in_cells => {
                let id = id();
                styles.push(formats.get(&id).copied().unwrap_or_else(|| DateForm::built_in(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_point_from_where_they_stand() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/a", "../b.xml"), "xl/b.xml");
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("", "../../etc/x"), "etc/x");
    }
}
