//! A block of cells as Excel and WPS put it on the clipboard: tabs between cells, lines between rows, quotes where a
//! cell itself holds one of them.

use super::select::{Area, At, Size};

/// The cells of a pasted text, row by row; rows may differ in length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block(Vec<Vec<String>>);

/// By how much a block goes beyond the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge {
    /// Rows too many.
    pub(crate) rows: usize,
    /// Columns too many.
    pub(crate) columns: usize,
}

impl Block {
    /// Reads a text of the clipboard. One line end at the end belongs to the last row.
    pub(crate) fn parse(text: &str) -> Self {
        let mut rows = vec![vec![String::new()]];
        let mut chars = text.chars().peekable();
        let mut quoted = false;
        let mut begun = false;
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    push(&mut rows, '"');
                }
                '"' if quoted => quoted = false,
                '"' if !begun => {
                    quoted = true;
                    begun = true;
                }
                c if quoted => push(&mut rows, c),
                '\t' => {
                    if let Some(row) = rows.last_mut() {
                        row.push(String::new());
                    }
                    begun = false;
                }
                '\r' | '\n' => {
                    if c == '\r' {
                        chars.next_if_eq(&'\n');
                    }
                    if chars.peek().is_some() {
                        rows.push(vec![String::new()]);
                    }
                    begun = false;
                }
                c => {
                    push(&mut rows, c);
                    begun = true;
                }
            }
        }
        Self(rows)
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn columns(&self) -> usize {
        self.0.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The one cell of a block that has only one.
    fn single(&self) -> Option<&str> {
        match self.0.as_slice() {
            [row] if row.len() == 1 => row.first().map(String::as_str),
            _ => None,
        }
    }

    /// Where each cell goes, empty ones left out; a single one goes to every selected cell.
    ///
    /// # Errors
    /// The block goes beyond the sheet: nothing of it is placed.
    pub(crate) fn place(&self, selected: Area, size: Size) -> Result<Vec<(At, String)>, TooLarge> {
        if let Some(text) = self.single() {
            let cells = selected.cells().filter(|_| !text.trim().is_empty());
            return Ok(cells.map(|at| (at, text.to_owned())).collect());
        }
        let too_large = TooLarge {
            rows: (selected.top + self.rows()).saturating_sub(size.rows),
            columns: (selected.left + self.columns()).saturating_sub(size.columns),
        };
        if too_large.rows > 0 || too_large.columns > 0 {
            return Err(too_large);
        }
        let mut placed = Vec::new();
        for (row, cells) in self.0.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
                placed.push((At { row: selected.top + row, column: selected.left + column }, text.clone()));
            }
        }
        Ok(placed)
    }
}

fn push(rows: &mut [Vec<String>], c: char) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push(c);
    }
}

/// Cells as a text for the clipboard; what `rows` yields is written as it is, for numbers need no quotes.
pub(crate) fn write(rows: impl Iterator<Item = Vec<String>>) -> String {
    rows.map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { rows: 4, columns: 7 };

    fn area(top: usize, left: usize, bottom: usize, right: usize) -> Area {
        Area { top, left, bottom, right }
    }

    #[test]
    fn reads_what_excel_and_wps_put_on_the_clipboard() {
        let check = |text: &str, expect: &[&[&str]]| {
            let expect: Vec<Vec<String>> = expect.iter().map(|r| r.iter().map(ToString::to_string).collect()).collect();
            assert_eq!(Block::parse(text), Block(expect), "{text:?}");
        };
        check("1\t2\r\n3\t4\r\n", &[&["1", "2"], &["3", "4"]]);
        check("1\t2\n3\t4", &[&["1", "2"], &["3", "4"]]);
        check("1\r2\r", &[&["1"], &["2"]]);
        check("7", &[&["7"]]);
        check("7\n", &[&["7"]]);
        check("1\t\t3\n\n4", &[&["1", "", "3"], &[""], &["4"]]);
        check(
            "\"1,234\"\t\"a\tb\"\n\"say \"\"so\"\"\"\t\"two\nlines\"\n",
            &[&["1,234", "a\tb"], &["say \"so\"", "two\nlines"]],
        );
        check("5\"\t6", &[&["5\"", "6"]]);
        check("", &[&[""]]);
    }

    #[test]
    fn a_block_goes_where_the_selection_begins_and_leaves_out_what_is_empty() {
        let placed = Block::parse("1\t\t3\n\t5\n").place(area(1, 2, 1, 2), SIZE).unwrap();
        let expect = [(1, 2, "1"), (1, 4, "3"), (2, 3, "5")];
        assert_eq!(placed, expect.map(|(row, column, text)| (At { row, column }, text.to_owned())));
    }

    #[test]
    fn a_single_cell_fills_what_is_selected() {
        let placed = Block::parse("9\n").place(area(0, 0, 1, 1), SIZE).unwrap();
        assert_eq!(placed.len(), 4);
        assert!(placed.iter().all(|(_, text)| text == "9"));
        assert_eq!(Block::parse("\n").place(area(0, 0, 1, 1), SIZE).unwrap(), []);
    }

    #[test]
    fn a_block_beyond_the_sheet_is_refused_whole_and_says_by_how_much() {
        let refused = |text: &str, selected| Block::parse(text).place(selected, SIZE).unwrap_err();
        assert_eq!(refused("1\t2\t3\n4\t5\t6", area(3, 5, 3, 5)), TooLarge { rows: 1, columns: 1 });
        assert_eq!(refused("1\n2\n3\n4\n5\n6", area(0, 0, 0, 0)), TooLarge { rows: 2, columns: 0 });
        assert_eq!(refused("1\t2\t3\t4\t5\t6\t7\t8", area(0, 0, 3, 6)), TooLarge { rows: 0, columns: 1 });
    }

    #[test]
    fn what_is_copied_can_be_pasted() {
        let rows = vec![vec!["1.5".to_owned(), String::new()], vec!["2".to_owned(), "3".to_owned()]];
        let text = write(rows.clone().into_iter());
        assert_eq!(text, "1.5\t\n2\t3");
        assert_eq!(Block::parse(&text), Block(rows));
    }
}
