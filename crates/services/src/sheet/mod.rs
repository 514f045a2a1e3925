//! Tables that people bring: CSV in UTF-8 (with or without BOM), UTF-16 or GB18030, and XLSX. Row by row, within limits.
//!
//! Whatever the bytes are, a file is read in bounded memory or refused with the reason in words: nothing that a file
//! says about its own size is believed.

mod csv;
mod error;
mod xlsx;

pub use error::SheetError;
pub(crate) use xlsx::column_letters;

/// The largest file, in bytes: 50 MiB.
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;
/// The most rows of one file.
pub const MAX_ROWS: usize = 1_000_000;
/// The most columns.
pub const MAX_COLUMNS: usize = 1000;

/// A table whose header has been read.
pub struct Sheet {
    /// Column headings, trimmed.
    pub header: Vec<String>,
    /// What stands below it.
    pub rows: Rows,
    /// In a workbook: which sheet, and where the table begins.
    pub place: Option<SheetPlace>,
}

/// Where a table stands in a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlace {
    /// Name of the sheet.
    pub name: String,
    /// Columns to the left of the table.
    pub first_column: usize,
}

impl SheetPlace {
    /// A cell as spreadsheets call it, such as `C12`.
    pub fn cell(&self, column: usize, line: u64) -> String {
        format!("{}{line}", column_letters(self.first_column + column))
    }
}

/// The rows of a table, read one after another.
pub struct Rows(Body);

enum Body {
    Csv(Box<csv::Table>),
    Xlsx(Box<xlsx::Book>),
}

/// One row below the header.
#[derive(Default)]
pub struct Row {
    cells: ::csv::StringRecord,
    odd: Vec<(usize, Odd)>,
}

/// What is wrong with a cell in which nobody typed a value; its text is what people see there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    /// A formula: its result may change after the file was checked.
    Formula,
    /// An error value, such as `#N/A`.
    Error(String),
    /// Nothing of its own: the cell is merged with another.
    Merged,
}

impl Row {
    /// A cell's text; none beyond the row's last cell.
    pub fn get(&self, column: usize) -> Option<&str> {
        self.cells.get(column)
    }

    /// All cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty()) && self.odd.is_empty()
    }

    /// What is wrong with a cell, whatever it was to say.
    pub fn odd(&self, column: usize) -> Option<&Odd> {
        self.odd.iter().find(|(place, _)| *place == column).map(|(_, odd)| odd)
    }
}

impl Sheet {
    /// Opens a table by what its bytes are, whatever it is called.
    ///
    /// # Errors
    /// See [`SheetError`].
    pub fn open(bytes: Vec<u8>) -> Result<Self, SheetError> {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(SheetError::TooLarge);
        }
        let mut sheet = if is_workbook(&bytes) {
            let (book, header, place) = xlsx::Book::open(bytes, xlsx::Limits::default())?;
            Self { header, rows: Rows(Body::Xlsx(Box::new(book))), place: Some(place) }
        } else if bytes.starts_with(OLD_WORKBOOK) {
            return Err(SheetError::OldWorkbook);
        } else {
            let (table, header) = csv::Table::open(&bytes)?;
            Self { header, rows: Rows(Body::Csv(Box::new(table))), place: None }
        };
        if sheet.header.len() > MAX_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        while sheet.header.last().is_some_and(String::is_empty) {
            sheet.header.pop();
        }
        if sheet.header.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
    }
}

/// How an `.xls` file, and a workbook with a password, begins.
const OLD_WORKBOOK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether the bytes are an XLSX workbook (or another archive, which is refused later).
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl Rows {
    /// Visits each row that is not blank, with its line number (the header is line 1).
    ///
    /// # Errors
    /// A row that does not parse, too many rows, or none at all.
    pub fn visit(self, mut visit: impl FnMut(u64, &Row)) -> Result<(), SheetError> {
        let mut rows = 0;
        let mut seen = |line: u64, row: &Row| {
            if row.is_empty() {
                return Ok(());
            }
            rows += 1;
            if rows > MAX_ROWS {
                return Err(SheetError::TooManyRows);
            }
            visit(line, row);
            Ok(())
        };
        match self.0 {
            Body::Csv(table) => table.visit(&mut seen)?,
            Body::Xlsx(book) => book.visit(&mut seen)?,
        }
        if rows == 0 { Err(SheetError::NoRows) } else { Ok(()) }
    }
}

/// What a reader hands each row to.
type Visit<'v> = dyn FnMut(u64, &Row) -> Result<(), SheetError> + 'v;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, SheetError> {
        let mut rows = Vec::new();
        let sheet = Sheet::open(bytes.to_vec())?;
        rows.push((1, sheet.header.clone()));
        sheet.rows.visit(|line, row| rows.push((line, row.iter().map(str::to_owned).collect())))?;
        Ok(rows)
    }

    #[test]
    fn reads_the_encodings_that_spreadsheets_write() {
        let text = "品种,数量\n电煤,1\n\n汽油,2\n";
        let expect = read(text.as_bytes()).unwrap();
        assert_eq!(expect[1], (2, vec!["电煤".to_owned(), "1".to_owned()]));
        assert_eq!(expect[2].0, 4);
        let utf16: Vec<u8> = [0xFEFFu16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in
            [[b"\xEF\xBB\xBF", text.as_bytes()].concat(), encoding_rs::GB18030.encode(text).0.into_owned(), utf16]
        {
            assert_eq!(read(&bytes).unwrap(), expect);
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_file() {
        let check = |bytes: &[u8], expect| assert_eq!(read(bytes).unwrap_err(), expect);
        check(b"", SheetError::Empty);
        check(b" \n\n", SheetError::Empty);
        check(b"a,b\n", SheetError::NoRows);
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", SheetError::NotATable);
        check(b"PK\x03\x04 this is no workbook", SheetError::NotATable);
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old workbook", SheetError::OldWorkbook);
        check(b"a,b\n\xff\xff\xff\n", SheetError::Encoding);
        check(&vec![b'x'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1], SheetError::TooLarge);
        check(",".repeat(MAX_COLUMNS + 1).as_bytes(), SheetError::TooManyColumns);
    }
}
