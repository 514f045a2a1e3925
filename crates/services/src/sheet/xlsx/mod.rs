//! XLSX, read as a stream: no more than a row, the shared strings and some tables of the workbook are ever in memory.
//!
//! Readers that are made for trusted files believe what a file says of its own size. Here each part is unpacked through
//! a counter, the archive's own numbers are never believed, and nothing is reserved before it has been read.

mod archive;
mod date;
mod strings;
mod workbook;
mod worksheet;
mod xml;

pub(crate) use worksheet::column_letters;

use archive::Archive;
use workbook::Workbook;
use worksheet::{Layout, Worksheet};

use super::{Row, SheetError, SheetPlace, Visit};

/// How much is unpacked at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of one part: a million rows of ten columns.
    pub(super) part: u64,
    /// Bytes of a part that is kept in memory: shared strings, styles.
    pub(super) kept: u64,
    /// Bytes of all parts.
    pub(super) all: u64,
    /// Parts of the archive.
    pub(super) parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { part: 640 << 20, kept: 128 << 20, all: 1 << 30, parts: 2000 }
    }
}

/// A workbook whose first sheet has been looked through once.
pub(super) struct Book {
    archive: Archive,
    workbook: Workbook,
    layout: Layout,
}

impl Book {
    /// Opens a workbook; its headings, and where its table stands.
    pub(super) fn open(bytes: Vec<u8>, limits: Limits) -> Result<(Self, Vec<String>, SheetPlace), SheetError> {
        let mut archive = Archive::open(bytes, limits)?;
        let workbook = Workbook::read(&mut archive)?;
        let (layout, header) = Layout::read(&mut archive, &workbook)?;
        let place = SheetPlace { name: workbook.sheet_name.clone(), first_column: layout.first_column };
        Ok((Self { archive, workbook, layout }, header, place))
    }

    /// Visits the rows below the header.
    pub(super) fn visit(mut self, visit: &mut Visit<'_>) -> Result<(), SheetError> {
        let mut sheet = Worksheet::open(&mut self.archive, &self.workbook)?;
        let mut row = Row::default();
        while let Some(line) = sheet.next_row()? {
            if line > self.layout.header_line {
                self.layout.fill(line, sheet.cells(), &mut row);
                visit(line, &row)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
