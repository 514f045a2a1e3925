//! Tables that people bring: CSV in UTF-8 (with or without BOM), UTF-16 or GB18030, and XLSX. Row by row, within limits.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader as _, Xlsx};
use csv::StringRecord;

/// The largest file, in bytes: 50 MiB.
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;
/// The most rows of one file.
pub const MAX_ROWS: usize = 1_000_000;
/// The most columns.
pub const MAX_COLUMNS: usize = 1000;

/// Why a file is not a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Over [`MAX_FILE_BYTES`].
    #[error(
        "文件超过 50 MiB，请按月或按单位拆分后导入 / the file is larger than 50 MiB: split it, for example by month, and import the parts"
    )]
    TooLarge,
    /// Over [`MAX_ROWS`].
    #[error("超过一百万行，请拆分 / more than 1,000,000 rows: split the file")]
    TooManyRows,
    /// Over [`MAX_COLUMNS`].
    #[error("超过 1000 列 / more than 1,000 columns: is this the right sheet?")]
    TooManyColumns,
    /// Nothing in it.
    #[error("文件是空的 / the file is empty")]
    Empty,
    /// A header and nothing below.
    #[error("只有表头，没有数据行 / the file has a header but no rows")]
    NoRows,
    /// Not a text and not a workbook.
    #[error("不是表格文件 / not a CSV or XLSX file: save it as CSV (UTF-8) or XLSX first")]
    NotATable,
    /// Bytes that are neither UTF-8 nor GB18030.
    #[error("文字编码不是 UTF-8 或 GB18030 / the text is neither UTF-8 nor GB18030: save it as CSV (UTF-8)")]
    Encoding,
    /// A workbook that does not open.
    #[error("XLSX 文件打不开 / the workbook cannot be read: open it in Excel or WPS and save it again")]
    Workbook,
    /// A row that does not parse.
    #[error("第 {0} 行格式有误 / line {0} is not well-formed CSV")]
    Malformed(u64),
}

impl SheetError {
    /// Stable code for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "file_too_large",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyColumns => "too_many_columns",
            Self::Empty => "file_empty",
            Self::NoRows => "no_rows",
            Self::NotATable => "not_a_table",
            Self::Encoding => "encoding_unknown",
            Self::Workbook => "workbook_unreadable",
            Self::Malformed(_) => "row_malformed",
        }
    }
}

/// A table whose header has been read.
pub struct Sheet {
    /// Column headings, trimmed.
    pub header: Vec<String>,
    /// What stands below it.
    pub rows: Rows,
}

/// The rows of a table, read one after another.
pub struct Rows(Body);

enum Body {
    Csv(Box<csv::Reader<Cursor<String>>>),
    Xlsx(Range<Data>),
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
        let mut sheet = if bytes.starts_with(b"PK\x03\x04") { Self::xlsx(bytes)? } else { Self::csv(&bytes)? };
        if sheet.header.len() > MAX_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        while sheet.header.last().is_some_and(String::is_empty) {
            sheet.header.pop();
        }
        if sheet.header.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
    }

    fn csv(bytes: &[u8]) -> Result<Self, SheetError> {
        let text = decode(bytes)?;
        if text.trim().is_empty() {
            return Err(SheetError::Empty);
        }
        let first_line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let delimiter = [b',', b'\t', b';'].into_iter().find(|d| first_line.contains(char::from(*d))).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(Cursor::new(text));
        let header = reader.headers().map_err(|_| SheetError::Malformed(1))?;
        let header = header.iter().map(|h| h.trim().to_owned()).collect();
        Ok(Self { header, rows: Rows(Body::Csv(Box::new(reader))) })
    }

    fn xlsx(bytes: Vec<u8>) -> Result<Self, SheetError> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::NotATable)?;
        let range = workbook.worksheet_range_at(0).ok_or(SheetError::Empty)?.map_err(|_| SheetError::Workbook)?;
        let header = range.rows().next().ok_or(SheetError::Empty)?.iter().map(cell_text).collect();
        Ok(Self { header, rows: Rows(Body::Xlsx(range)) })
    }
}

impl Rows {
    /// Visits each row that is not blank, with its line number (the header is line 1).
    ///
    /// # Errors
    /// A row that does not parse, too many rows, or none at all.
    pub fn visit(self, mut visit: impl FnMut(u64, &StringRecord)) -> Result<(), SheetError> {
        let mut rows = 0;
        let mut seen = |line: u64, record: &StringRecord| {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                return Ok(());
            }
            rows += 1;
            if rows > MAX_ROWS {
                return Err(SheetError::TooManyRows);
            }
            visit(line, record);
            Ok(())
        };
        match self.0 {
            Body::Csv(mut reader) => {
                let mut record = StringRecord::new();
                loop {
                    let line = reader.position().line();
                    match reader.read_record(&mut record) {
                        Ok(true) => {
                            // The reader's position is before the empty lines that it skips.
                            let start = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(0);
                            let text = reader.get_ref().get_ref().as_bytes().get(start..).unwrap_or_default();
                            let skipped = text.iter().take_while(|b| b"\r\n".contains(b)).filter(|b| **b == b'\n');
                            seen(line + skipped.count() as u64, &record)?;
                        }
                        Ok(false) => break,
                        Err(_) => return Err(SheetError::Malformed(line)),
                    }
                }
            }
            Body::Xlsx(range) => {
                let first_line = u64::from(range.start().map_or(0, |(row, _)| row)) + 1;
                for (line, row) in (first_line..).zip(range.rows()).skip(1) {
                    seen(line, &row.iter().map(cell_text).collect())?;
                }
            }
        }
        if rows == 0 { Err(SheetError::NoRows) } else { Ok(()) }
    }
}

fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    if let Some((encoding, bom)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[bom..]);
        return text.map(std::borrow::Cow::into_owned).ok_or(SheetError::Encoding);
    }
    if bytes.contains(&0) {
        return Err(SheetError::NotATable);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned).ok_or(SheetError::Encoding)
}

/// A cell as its reader sees it: dates in ISO form, numbers with the fifteen digits that spreadsheets show.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(number) => fifteen_digits(*number),
        Data::DateTime(_) | Data::DateTimeIso(_) => {
            cell.as_date().map_or_else(|| cell.to_string(), |date| date.to_string())
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3.
fn fifteen_digits(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

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
        check(b"a,b\n\xff\xff\xff\n", SheetError::Encoding);
        check(&vec![b'x'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1], SheetError::TooLarge);
        check(",".repeat(MAX_COLUMNS + 1).as_bytes(), SheetError::TooManyColumns);
    }

    #[test]
    fn reads_a_workbook() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["period", "quantity"]).unwrap();
        sheet.write(1, 0, "2026-11").unwrap();
        sheet.write(1, 1, 0.1 + 0.2).unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 23).unwrap();
        sheet.write_with_format(2, 0, &date, &rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(2, 1, 5).unwrap();
        let rows = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(rows[1], (2, vec!["2026-11".to_owned(), "0.3".to_owned()]));
        assert_eq!(rows[2], (3, vec!["2026-11-23".to_owned(), "5".to_owned()]));
    }
}
