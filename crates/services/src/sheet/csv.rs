//! CSV: the encodings and separators that spreadsheets write.

use std::io::Cursor;

use csv::StringRecord;

use super::{MAX_COLUMNS, Row, SheetError, Visit};
use crate::table::unguarded;

/// A text with rows.
pub(super) struct Table(csv::Reader<Cursor<String>>);

impl Table {
    /// Opens a text and reads its header.
    pub(super) fn open(bytes: &[u8]) -> Result<(Self, Vec<String>), SheetError> {
        let text = decode(bytes)?;
        if text.trim().is_empty() {
            return Err(SheetError::Empty);
        }
        let first_line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let delimiter = [b',', b'\t', b';'].into_iter().find(|d| first_line.contains(char::from(*d))).unwrap_or(b',');
        if widest_row(text.as_bytes(), delimiter) > 16 * MAX_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(Cursor::new(text));
        let header = reader.headers().map_err(|_| SheetError::Malformed(1))?;
        let header = header.iter().map(|h| h.trim().to_owned()).collect();
        Ok((Self(reader), header))
    }

    pub(super) fn visit(self, visit: &mut Visit<'_>) -> Result<(), SheetError> {
        let mut reader = self.0;
        let mut record = StringRecord::new();
        let mut row = Row::default();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(true) => {
                    // The reader's position is before the empty lines that it skips.
                    let start = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(0);
                    let text = reader.get_ref().get_ref().as_bytes().get(start..).unwrap_or_default();
                    let skipped = text.iter().take_while(|b| b"\r\n".contains(b)).filter(|b| **b == b'\n');
                    let line = line + skipped.count() as u64;
                    if record.iter().any(|cell| unguarded(cell).is_some()) {
                        row.cells = record.iter().map(|cell| unguarded(cell).unwrap_or(cell)).collect();
                    } else {
                        row.cells.clone_from(&record);
                    }
                    visit(line, &row)?;
                }
                Ok(false) => return Ok(()),
                Err(_) => return Err(SheetError::Malformed(line)),
            }
        }
    }
}

/// The most cells of a row, counted before any of them gets a place in memory. Quotes count as the reader counts them:
/// only at the start of a cell, and two of them inside one are one.
fn widest_row(text: &[u8], delimiter: u8) -> usize {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let (mut widest, mut cells, mut at) = (0, 1, At::Start);
    for byte in text {
        at = match (at, *byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Start | At::Closed, b'"') | (At::Quoted, _) => At::Quoted,
            (_, b'\n' | b'\r') => {
                cells = 1;
                At::Start
            }
            (_, byte) if byte == delimiter => {
                cells += 1;
                widest = widest.max(cells);
                At::Start
            }
            _ => At::Plain,
        };
    }
    widest
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_cells_of_a_row_before_it_reads_them() {
        assert_eq!(widest_row(b"a,b\n\"1,2,\"\",3,4\",\"5\n,6\",7,8\nx\n", b','), 4);
        assert_eq!(widest_row(b"5\" pipe,2,3\n", b','), 3);
        let text = format!("a,b\n{}\n", ",".repeat(100_000));
        assert_eq!(Table::open(text.as_bytes()).map(drop).unwrap_err(), SheetError::TooManyColumns);
    }
}
