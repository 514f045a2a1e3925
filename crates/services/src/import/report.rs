//! What became of a file, and of each cell that was refused.

use serde::Serialize;

use crate::sheet::{SheetError, SheetPlace};

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Figures that are new or changed.
    pub accepted: u64,
    /// Figures that say what was known already.
    pub unchanged: u64,
    /// Rows of a template that nobody touched.
    #[serde(skip_serializing_if = "is_zero")]
    pub skipped: u64,
    /// Rows that were refused. Without `partial` one is enough to refuse the file.
    pub rejected: Vec<Rejection>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl ImportReport {
    /// Whether nothing was written because of the rejected rows.
    pub fn is_refused(&self) -> bool {
        !self.rejected.is_empty() && self.accepted + self.unchanged == 0
    }

    pub(crate) fn refused(rejection: Rejection) -> Self {
        Self { rejected: vec![rejection], ..Self::default() }
    }
}

/// One refusal: where, what and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// Line of the file; the header is line 1.
    pub line: Option<u64>,
    /// Heading of the column.
    pub column: Option<String>,
    /// Stable code for machines.
    pub code: &'static str,
    /// Words for people, in both languages.
    pub message: String,
    /// In a workbook: name of the sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// In a workbook: the cell, such as `C12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl Rejection {
    pub(crate) fn of_file(error: &SheetError) -> Self {
        let (line, sheet, cell) = error.place();
        let (sheet, cell) = (sheet.map(str::to_owned), cell.map(str::to_owned));
        Self { line, sheet, cell, ..Self::of_whole(error.code(), error.to_string()) }
    }

    pub(crate) fn of_whole(code: &'static str, message: impl Into<String>) -> Self {
        Self { line: None, column: None, code, message: message.into(), sheet: None, cell: None }
    }

    pub(crate) fn of_line(line: u64, code: &'static str, message: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::of_whole(code, message) }
    }

    pub(crate) fn at(line: u64, column: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self { column: Some(column.to_owned()), ..Self::of_line(line, code, message) }
    }

    /// Says where in a workbook it stands.
    pub(crate) fn stand_at(&mut self, header: &[String], place: &SheetPlace) {
        let Some(line) = self.line else { return };
        self.sheet = Some(place.name.clone());
        let column = self.column.as_ref().and_then(|column| header.iter().position(|heading| heading == column));
        self.cell = column.map(|column| place.cell(column, line));
    }
}
