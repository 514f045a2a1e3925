//! A worksheet, row by row; and what has to be known of it before its first row can be judged.

use quick_xml::events::{BytesStart, Event};

use super::{
    archive::{Archive, Part},
    date::date,
    strings::unescaped,
    workbook::Workbook,
    xml::{attribute, is_set, push_text},
};
use crate::sheet::{MAX_COLUMNS, MAX_ROWS, Odd, Row, SheetError};

/// What stands in a cell, and its text as people see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    text: String,
    odd: Option<Odd>,
}

/// A rectangle of cells, both ends included; lines from 1, columns from 0.
#[derive(Clone, Copy, Debug)]
struct Block {
    first: (u64, usize),
    last: (u64, usize),
}

/// A worksheet being read.
pub(super) struct Worksheet<'a> {
    xml: Part<'a>,
    workbook: &'a Workbook,
    line: u64,
    cells: Vec<(usize, Content)>,
    /// Of the row that was read last.
    row_hidden: bool,
    hidden_columns: Vec<(usize, usize)>,
    merged: Vec<Block>,
}

impl<'a> Worksheet<'a> {
    /// More merged cells than anybody merges by hand.
    const MOST_MERGED: usize = 100_000;

    pub(super) fn open(archive: &'a mut Archive, workbook: &'a Workbook) -> Result<Self, SheetError> {
        let xml = archive.part(&workbook.sheet_part, false)?.ok_or(SheetError::Workbook)?;
        Ok(Self {
            xml,
            workbook,
            line: 0,
            cells: Vec::new(),
            row_hidden: false,
            hidden_columns: Vec::new(),
            merged: Vec::new(),
        })
    }

    /// The row that was read last: its cells that are not blank, with their columns.
    pub(super) fn cells(&self) -> &[(usize, Content)] {
        &self.cells
    }

    /// Reads the next row that is not blank; its line, none at the end of the sheet.
    pub(super) fn next_row(&mut self) -> Result<Option<u64>, SheetError> {
        self.cells.clear();
        let mut column = 0;
        while let Some(event) = self.xml.next()? {
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "row" => {
                        let line = attribute(&start, "r").map_or(Some(self.line + 1), |line| line.parse().ok());
                        let line = line.filter(|line| *line > self.line).ok_or(SheetError::Workbook)?;
                        self.row_hidden = is_set(&start, "hidden");
                        self.line = line;
                        column = 0;
                    }
                    "c" => {
                        let cell = CellHead::read(&start, column)?;
                        column = cell.column + 1;
                        let content = self.content(&cell)?;
                        if content.text.is_empty() && content.odd.is_none() {
                            continue;
                        }
                        if cell.column >= MAX_COLUMNS {
                            return Err(SheetError::TooManyColumns);
                        }
                        self.cells.push((cell.column, content));
                    }
                    "col" if is_set(&start, "hidden") => {
                        let end = |name| attribute(&start, name).and_then(|end| end.parse::<usize>().ok());
                        if let (Some(first), Some(last)) = (end("min"), end("max")) {
                            self.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
                        }
                    }
                    "mergeCell" => {
                        let block = attribute(&start, "ref").and_then(|text| block(&text));
                        self.merged.extend(block);
                        if self.merged.len() > Self::MOST_MERGED || self.hidden_columns.len() > Self::MOST_MERGED {
                            return Err(SheetError::Workbook);
                        }
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "row" && !self.cells.is_empty() => {
                    return Ok(Some(self.line));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads a cell to its end.
    fn content(&mut self, head: &CellHead) -> Result<Content, SheetError> {
        let (mut value, mut in_value, mut formula, mut phonetic) = (String::new(), false, false, 0);
        while let Some(event) = self.xml.next()? {
            match &event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "v" => in_value = head.kind != Kind::Inline,
                    "t" => in_value = phonetic == 0,
                    "rPh" => phonetic += 1,
                    "f" => formula = true,
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "c" => break,
                    "v" | "t" => in_value = false,
                    "rPh" => phonetic -= 1,
                    _ => {}
                },
                event if in_value => push_text(event, &mut value),
                _ => {}
            }
        }
        let text = match head.kind {
            Kind::Shared => {
                let place = value.trim().parse().ok();
                place.and_then(|place| self.workbook.strings.get(place)).ok_or(SheetError::Workbook)?.to_owned()
            }
            Kind::Inline | Kind::Text => unescaped(&value).into_owned(),
            Kind::Boolean => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            Kind::Number | Kind::Date if !value.trim().is_empty() => self.number(&value, head),
            Kind::Number | Kind::Date | Kind::Error => value,
        };
        let odd = match head.kind {
            _ if formula => Some(Odd::Formula),
            Kind::Error => Some(Odd::Error(text.clone())),
            _ => None,
        };
        Ok(Content { text: text.trim().to_owned(), odd })
    }

    /// A number or date as its reader sees it.
    fn number(&self, value: &str, head: &CellHead) -> String {
        let form = self.workbook.styles.get(head.style).copied().flatten();
        if head.kind == Kind::Date {
            let day = value.get(..10).unwrap_or(value);
            return match (form, day.parse()) {
                (Some(form), Ok(date)) => form.text(date),
                _ => day.to_owned(),
            };
        }
        let Ok(number) = value.trim().parse::<f64>() else { return value.trim().to_owned() };
        match form.and_then(|form| date(number, self.workbook.since_1904).map(|date| form.text(date))) {
            Some(text) => text,
            None => fifteen_digits(number),
        }
    }
}

/// What a cell says before its value.
struct CellHead {
    column: usize,
    kind: Kind,
    style: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Boolean,
    Error,
    Date,
}

impl CellHead {
    fn read(start: &BytesStart<'_>, next_column: usize) -> Result<Self, SheetError> {
        let column = match attribute(start, "r") {
            Some(reference) => cell(&reference).map(|(_, column)| column).filter(|column| *column >= next_column),
            None => Some(next_column),
        };
        let column = column.ok_or(SheetError::Workbook)?;
        let kind = match attribute(start, "t").as_deref() {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("str") => Kind::Text,
            Some("b") => Kind::Boolean,
            Some("e") => Kind::Error,
            Some("d") => Kind::Date,
            Some(_) => return Err(SheetError::Workbook),
        };
        let style = attribute(start, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        Ok(Self { column, kind, style })
    }
}

/// How the table lies in its sheet.
pub(super) struct Layout {
    pub(super) header_line: u64,
    pub(super) first_column: usize,
    /// Line and column of the cells that are merged with one before them, in order.
    merged: Vec<(u64, usize)>,
}

impl Layout {
    /// Looks through the whole sheet once; the headings.
    pub(super) fn read(archive: &mut Archive, workbook: &Workbook) -> Result<(Self, Vec<String>), SheetError> {
        let mut sheet = Worksheet::open(archive, workbook)?;
        let header_line = sheet.next_row()?.ok_or(SheetError::Empty)?;
        let header = std::mem::take(&mut sheet.cells);
        let header_hidden = sheet.row_hidden;
        let mut first_column = header.first().map_or(0, |(column, _)| *column);
        let mut rows = 0;
        while sheet.next_row()?.is_some() {
            rows += 1;
            if rows > MAX_ROWS {
                return Err(SheetError::TooManyRows);
            }
            first_column = first_column.min(sheet.cells.first().map_or(first_column, |(column, _)| *column));
        }
        let name = || workbook.sheet_name.clone();
        if header_hidden {
            return Err(SheetError::HiddenHeader { sheet: name(), line: header_line });
        }
        let meets_header = |block: &&Block| (block.first.0..=block.last.0).contains(&header_line);
        if let Some(block) = sheet.merged.iter().find(meets_header) {
            let corner = |(line, column)| format!("{}{line}", column_letters(column));
            let range = format!("{}:{}", corner(block.first), corner(block.last));
            return Err(SheetError::MergedHeading { sheet: name(), range, line: header_line });
        }
        let mut headings: Vec<String> = Vec::new();
        for (column, content) in header {
            headings.resize(column - first_column, String::new());
            if sheet.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column)) {
                let cell = format!("{}{header_line}", column_letters(column));
                let heading = content.text;
                return Err(SheetError::HiddenColumn { sheet: name(), cell, heading, line: header_line });
            }
            headings.push(content.text);
        }
        let merged = followers(&sheet.merged, sheet.line)?;
        Ok((Self { header_line, first_column, merged }, headings))
    }

    /// Lays a row's cells out under the headings.
    pub(super) fn fill(&self, line: u64, cells: &[(usize, Content)], row: &mut Row) {
        row.cells.clear();
        row.odd.clear();
        for (column, content) in cells {
            let place = column - self.first_column.min(*column);
            while row.cells.len() < place {
                row.cells.push_field("");
            }
            row.cells.push_field(&content.text);
            row.odd.extend(content.odd.clone().map(|odd| (place, odd)));
        }
        let start = self.merged.partition_point(|(merged, _)| *merged < line);
        let here = self.merged[start..].iter().take_while(|(merged, _)| *merged == line);
        row.odd.extend(here.filter_map(|(_, column)| Some((column.checked_sub(self.first_column)?, Odd::Merged))));
    }
}

/// All cells of merged blocks but the first of each, which holds the value.
fn followers(blocks: &[Block], last_line: u64) -> Result<Vec<(u64, usize)>, SheetError> {
    const MOST: usize = 1_000_000;
    let mut merged = Vec::new();
    for block in blocks {
        for line in block.first.0..=block.last.0.min(last_line) {
            for column in block.first.1..=block.last.1.min(MAX_COLUMNS) {
                if (line, column) != block.first {
                    merged.push((line, column));
                }
            }
            if merged.len() > MOST {
                return Err(SheetError::Bloated(format!("> {MOST} merged cells")));
            }
        }
    }
    merged.sort_unstable();
    Ok(merged)
}

/// `A`, `B` … `Z`, `AA` …
pub(crate) fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match (column / 26).checked_sub(1) {
            Some(next) => column = next,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// Line and column of a reference such as `C12`.
fn cell(reference: &str) -> Option<(u64, usize)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, line) = reference.split_at(digits);
    if letters.is_empty() || letters.len() > 5 || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let value = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + value(letter));
    Some((line.parse().ok()?, column - 1))
}

fn block(reference: &str) -> Option<Block> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    Some(Block { first: cell(first)?, last: cell(last)? })
}

/// 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3.
fn fifteen_digits(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
            assert_eq!(cell(&format!("{letters}7")), Some((7, column)));
        }
        for wrong in ["", "7", "A", "A0x", "ÄB1", "ABCDEF1"] {
            assert_eq!(cell(wrong), None, "{wrong}");
        }
    }
}
