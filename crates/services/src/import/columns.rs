//! The columns of a sheet with headings of ours, in English or Chinese: which is where, and whether a row fits them.

use super::Rejection;
use crate::sheet::{Odd, Row};

/// The last column of a file of refused rows, which says why; passed over when the file comes back mended.
pub(crate) const REASON_HEADING: &str = "退回原因 / reason";

/// A field's English and Chinese heading.
pub(crate) type Field = (&'static str, &'static str);

/// Where each of `N` fields stands in a sheet.
pub(crate) struct Columns<const N: usize> {
    fields: &'static [Field; N],
    places: [Option<usize>; N],
}

impl<const N: usize> Columns<N> {
    /// Finds the fields in a header. A heading that is unknown or twice there refuses the file, and so does a missing
    /// one of the first `required`: what is silently passed over is lost.
    pub(crate) fn find(header: &[String], fields: &'static [Field; N], required: usize) -> Result<Self, Rejection> {
        let mut places = [None; N];
        for (place, heading) in header.iter().enumerate().filter(|(_, heading)| *heading != REASON_HEADING) {
            let same = |field: &Field| heading.eq_ignore_ascii_case(field.0) || heading == field.1;
            let Some(field) = fields.iter().position(same) else {
                let message = format!(
                    "表头“{heading}”不认识 / unknown heading “{heading}”; the headings are {} ({})",
                    fields.map(|f| f.0).join(","),
                    fields.map(|f| f.1).join(",")
                );
                return Err(Rejection::at(1, heading, "heading_unknown", message));
            };
            if places[field].replace(place).is_some() {
                let message = format!("表头“{heading}”重复 / the heading “{heading}” is there twice");
                return Err(Rejection::at(1, heading, "heading_repeated", message));
            }
        }
        match fields.iter().zip(&places).take(required).find(|(_, place)| place.is_none()) {
            None => Ok(Self { fields, places }),
            Some(((name, chinese), _)) => {
                let message = format!("缺少表头 {name}（{chinese}）/ the heading {name} is missing");
                Err(Rejection::at(1, name, "heading_missing", message))
            }
        }
    }

    /// The cell of a field, trimmed; empty where the sheet has no such column.
    pub(crate) fn cell<'r>(&self, row: &'r Row, field: usize) -> &'r str {
        self.places[field].and_then(|place| row.get(place)).unwrap_or_default().trim()
    }

    /// Every cell of our fields in which nobody typed a value.
    pub(crate) fn odd_cells(&self, header: &[String], line: u64, row: &Row) -> Vec<Rejection> {
        odd_cells(header, line, row, self.places.iter().flatten().copied())
    }

    /// Whether the sheet has a column for the field.
    pub(crate) const fn has(&self, field: usize) -> bool {
        self.places[field].is_some()
    }

    /// The sheet's own heading of a field.
    pub(crate) fn heading<'h>(&self, header: &'h [String], field: usize) -> &'h str {
        self.places[field].map_or(self.fields[field].0, |place| &header[place])
    }
}

/// Refuses a row that has more cells than the header: a comma inside a cell moves all that follow.
pub(crate) fn check_length(header: &[String], line: u64, row: &Row) -> Result<(), Rejection> {
    if row.iter().skip(header.len()).all(|cell| cell.trim().is_empty()) {
        return Ok(());
    }
    let message = format!(
        "该行有 {} 列，表头只有 {} 列 / the row has {0} columns, the header {1}: is a comma inside a cell?",
        row.len(),
        header.len()
    );
    Err(Rejection::of_line(line, "row_too_long", message))
}

/// A refusal for each of the cells in which nobody typed a value.
pub(crate) fn odd_cells(
    header: &[String],
    line: u64,
    row: &Row,
    places: impl Iterator<Item = usize>,
) -> Vec<Rejection> {
    let refuse = |place: usize| {
        let (code, message) = match row.odd(place)? {
            Odd::Formula => (
                "formula_cell",
                "是公式，不是填报的数值；请复制后“选择性粘贴 → 数值” / a formula, not a value that was entered: copy it and paste as values".to_owned(),
            ),
            Odd::Error(text) => {
                ("error_cell", format!("是错误值 {text} / an error value, {text}: enter the value itself"))
            }
            Odd::Merged => (
                "merged_cell",
                "与上面或左边的单元格合并；请取消合并，每行各填 / merged with a cell above or before it: unmerge and fill in each row".to_owned(),
            ),
        };
        Some(Rejection::at(line, &header[place], code, message))
    };
    places.filter(|place| *place < header.len()).filter_map(refuse).collect()
}
