//! Tables for people to take away: headings and rows of text, exact numbers and dates, as XLSX or CSV.
//!
//! What a cell says stays text: no spreadsheet takes a name or a remark for a formula.

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::ServiceError;

/// The language of headings and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Language {
    /// One of a Chinese and an English text.
    pub fn pick<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::En if !en.is_empty() => en,
            _ => zh,
        }
    }
}

/// A file format for tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// A workbook.
    Xlsx,
    /// Text with commas, for any program.
    Csv,
}

impl TableFormat {
    /// By a file name's ending.
    pub fn parse(ending: &str) -> Option<Self> {
        match ending {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// The file name's ending.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Media type of such a file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows; name of the sheet, and the beginning of the file's name.
    pub title: String,
    /// One for each column.
    pub headings: Vec<String>,
    /// Cells in the order of the headings.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing known.
    Empty,
    /// Words, codes, periods.
    Text(String),
    /// An exact decimal such as `1234.500`.
    Number(String),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    /// Words; nothing where they are empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A number, or nothing.
    pub fn number(amount: Option<impl ToString>) -> Self {
        amount.map_or(Self::Empty, |amount| Self::Number(trimmed(&amount.to_string()).to_owned()))
    }

    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) | Self::Number(text) => width(text),
            Self::Date(_) => 10,
        }
    }
}

/// A decimal without zeros that say nothing.
fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

/// In columns of a digit's width: a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

impl Table {
    /// The file's bytes.
    ///
    /// # Errors
    /// More rows than a sheet holds.
    pub fn write(&self, format: TableFormat) -> Result<Vec<u8>, ServiceError> {
        match format {
            TableFormat::Csv => Ok(self.csv()),
            TableFormat::Xlsx => self.xlsx().map_err(|error| unwritable(&error)),
        }
    }

    /// UTF-8 with a byte order mark, by which Excel and WPS know it, and the line ends of RFC 4180.
    fn csv(&self) -> Vec<u8> {
        let mut text = String::from("\u{feff}");
        push_line(&mut text, self.headings.iter().map(|heading| guarded(heading)));
        for row in &self.rows {
            push_line(&mut text, row.iter().map(Self::csv_cell));
        }
        text.into_bytes()
    }

    fn csv_cell(cell: &Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => guarded(text),
            Cell::Number(number) => number.clone(),
            Cell::Date(date) => date.to_string(),
        }
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        let head = Format::new().set_bold().set_background_color(0x00E6_EFEB).set_align(FormatAlign::VerticalCenter);
        for (column, heading) in (0..).zip(&self.headings) {
            sheet.write_with_format(0, column, heading.as_str(), &head)?;
            let cells = self.rows.iter().filter_map(|row| row.get(usize::from(column)));
            let widest = cells.map(Cell::width).chain([width(heading)]).max().unwrap_or(0);
            let widest = u32::try_from(widest.clamp(6, 48) + 2).unwrap_or(50);
            sheet.set_column_width(column, f64::from(widest))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let (text, date) = (Format::new().set_num_format("@"), Format::new().set_num_format("yyyy-mm-dd"));
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(words) => drop(sheet.write_string_with_format(line, column, words, &text)?),
                    Cell::Number(number) => match spreadsheet_number(number) {
                        Some(number) => drop(sheet.write_number(line, column, number)?),
                        None => drop(sheet.write_string_with_format(line, column, number, &text)?),
                    },
                    Cell::Date(day) => {
                        let day = ExcelDateTime::parse_from_str(&day.to_string())?;
                        sheet.write_datetime_with_format(line, column, &day, &date)?;
                    }
                }
            }
        }
        if !self.rows.is_empty() && !self.headings.is_empty() {
            let (last_row, last_column) = (self.rows.len(), self.headings.len() - 1);
            sheet.autofilter(
                0,
                0,
                u32::try_from(last_row).unwrap_or(u32::MAX),
                u16::try_from(last_column).unwrap_or(u16::MAX),
            )?;
        }
        book.save_to_buffer()
    }
}

pub(crate) fn unwritable(error: &XlsxError) -> ServiceError {
    let message =
        format!("写不成 XLSX，请缩小范围或改用 CSV / the workbook cannot be written, ask for less or for CSV: {error}");
    ServiceError::invalid("table_unwritable", message)
}

/// A number that a spreadsheet keeps to the last digit; it has fifteen.
fn spreadsheet_number(decimal: &str) -> Option<f64> {
    let digits = decimal.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    if digits > 15 { None } else { decimal.parse().ok() }
}

/// A sheet's name: at most 31 characters and none of `[]:*?/\`.
pub(crate) fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if name.trim().is_empty() { "Sheet1".to_owned() } else { name }
}

/// One line of CSV.
pub(crate) fn push_line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// What makes a spreadsheet take a cell of a CSV file for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell of a CSV file that no spreadsheet takes for a formula.
pub(crate) fn guarded(cell: &str) -> String {
    let is_number = || cell.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if cell.starts_with(FORMULA) && !is_number() { format!("'{cell}") } else { cell.to_owned() }
}

/// Takes the guard off again.
pub(crate) fn unguarded(cell: &str) -> Option<&str> {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;

    fn table() -> Table {
        Table {
            title: "a/b: [各品种]".to_owned(),
            headings: vec!["品种".to_owned(), "数量, 吨".to_owned(), "日期".to_owned()],
            rows: vec![
                vec![Cell::text("=cmd|' /C calc'!A0"), Cell::number(Some("1234.500")), Cell::Empty],
                vec![
                    Cell::text("他说“\"好\"”\n第二行"),
                    Cell::number(Some("1234567890123.456")),
                    Cell::Date("2026-11-23".parse().unwrap()),
                ],
                vec![Cell::text("2026-11"), Cell::number(None::<String>), Cell::text("@SUM")],
            ],
        }
    }

    #[test]
    fn a_csv_opens_right_everywhere_and_runs_nothing() {
        let text = String::from_utf8(table().write(TableFormat::Csv).unwrap()).unwrap();
        let expect = "\u{feff}品种,\"数量, 吨\",日期\r\n\
            '=cmd|' /C calc'!A0,1234.5,\r\n\
            \"他说“\"\"好\"\"”\n第二行\",1234567890123.456,2026-11-23\r\n\
            2026-11,,'@SUM\r\n";
        assert_eq!(text, expect);
        for (cell, expect) in [("-5.5", "-5.5"), ("-5+1", "'-5+1"), ("+1", "'+1"), ("\tx", "'\tx"), ("a=b", "a=b")] {
            assert_eq!(guarded(cell), expect);
            assert_eq!(unguarded(expect).unwrap_or(expect), cell);
        }
    }

    #[test]
    fn both_formats_read_back_as_they_were() {
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let sheet = Sheet::open(table().write(format).unwrap()).unwrap();
            assert_eq!(sheet.header, table().headings);
            let mut rows = Vec::new();
            sheet
                .rows
                .visit(|_, row| {
                    rows.push((0..3).map(|c| row.get(c).unwrap_or_default().to_owned()).collect::<Vec<_>>());
                    assert!((0..3).all(|column| row.odd(column).is_none()));
                })
                .unwrap();
            assert_eq!(rows[0], ["=cmd|' /C calc'!A0", "1234.5", ""]);
            assert_eq!(rows[1], ["他说“\"好\"”\n第二行", "1234567890123.456", "2026-11-23"]);
            assert_eq!(rows[2], ["2026-11", "", "@SUM"]);
        }
    }
}
