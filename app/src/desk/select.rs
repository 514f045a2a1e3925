//! Where the user is in the sheet, and how keys move him.

/// A place in the sheet, counted from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// How large a sheet is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Size {
    pub(crate) const fn is_empty(self) -> bool {
        self.rows == 0 || self.columns == 0
    }

    /// The place in a list that goes row by row.
    pub(crate) const fn index(self, at: At) -> usize {
        at.row * self.columns + at.column
    }

    pub(crate) const fn contains(self, at: At) -> bool {
        at.row < self.rows && at.column < self.columns
    }

    fn last(self) -> At {
        At { row: self.rows.saturating_sub(1), column: self.columns.saturating_sub(1) }
    }
}

/// A step through the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Motion {
    Up,
    Down,
    Left,
    Right,
    /// First cell of the row.
    Home,
    /// Last cell of the row.
    End,
    /// First cell of the sheet.
    First,
    /// Last cell of the sheet.
    Last,
    PageUp,
    PageDown,
    /// As Tab goes: right, then to the next row; out of the sheet at its end.
    Next,
    /// As Shift-Tab goes.
    Previous,
}

/// A rectangle of cells, all four edges inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) top: usize,
    pub(crate) left: usize,
    pub(crate) bottom: usize,
    pub(crate) right: usize,
}

impl Area {
    pub(crate) const fn rows(self) -> usize {
        self.bottom - self.top + 1
    }

    pub(crate) const fn columns(self) -> usize {
        self.right - self.left + 1
    }

    pub(crate) const fn contains(self, at: At) -> bool {
        self.top <= at.row && at.row <= self.bottom && self.left <= at.column && at.column <= self.right
    }

    /// Each cell, row by row.
    pub(crate) fn cells(self) -> impl Iterator<Item = At> {
        (self.top..=self.bottom).flat_map(move |row| (self.left..=self.right).map(move |column| At { row, column }))
    }
}

/// What is selected: from where it was begun to where the user is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// Where it was begun.
    pub(crate) anchor: At,
    /// Where the user is.
    pub(crate) focus: At,
}

impl Selection {
    /// One cell.
    pub(crate) const fn one(at: At) -> Self {
        Self { anchor: at, focus: at }
    }

    pub(crate) fn area(self) -> Area {
        let (a, b) = (self.anchor, self.focus);
        Area {
            top: a.row.min(b.row),
            left: a.column.min(b.column),
            bottom: a.row.max(b.row),
            right: a.column.max(b.column),
        }
    }

    /// The same selection in a sheet of another size.
    pub(crate) fn within(self, size: Size) -> Self {
        let last = size.last();
        let clamp = |at: At| At { row: at.row.min(last.row), column: at.column.min(last.column) };
        Self { anchor: clamp(self.anchor), focus: clamp(self.focus) }
    }

    /// After a step; `extend` leaves the anchor where it is. `None` where Tab leaves the sheet.
    pub(crate) fn moved(self, motion: Motion, size: Size, page: usize, extend: bool) -> Option<Self> {
        let focus = step(self.focus, motion, size, page)?;
        Some(Self { anchor: if extend { self.anchor } else { focus }, focus })
    }
}

fn step(at: At, motion: Motion, size: Size, page: usize) -> Option<At> {
    let last = size.last();
    let At { row, column } = at;
    let at = match motion {
        Motion::Up => At { row: row.saturating_sub(1), column },
        Motion::Down => At { row: (row + 1).min(last.row), column },
        Motion::Left => At { row, column: column.saturating_sub(1) },
        Motion::Right => At { row, column: (column + 1).min(last.column) },
        Motion::Home => At { row, column: 0 },
        Motion::End => At { row, column: last.column },
        Motion::First => At::default(),
        Motion::Last => last,
        Motion::PageUp => At { row: row.saturating_sub(page), column },
        Motion::PageDown => At { row: (row + page).min(last.row), column },
        Motion::Next if column < last.column => At { row, column: column + 1 },
        Motion::Next if row < last.row => At { row: row + 1, column: 0 },
        Motion::Previous if column > 0 => At { row, column: column - 1 },
        Motion::Previous if row > 0 => At { row: row - 1, column: last.column },
        Motion::Next | Motion::Previous => return None,
    };
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { rows: 5, columns: 4 };

    fn at(row: usize, column: usize) -> At {
        At { row, column }
    }

    #[test]
    fn keys_move_and_stop_at_the_edges() {
        let check = |from: At, motion, expect: At| {
            let moved = Selection::one(from).moved(motion, SIZE, 3, false).unwrap();
            assert_eq!(moved, Selection::one(expect), "{motion:?} from {from:?}");
        };
        check(at(1, 1), Motion::Up, at(0, 1));
        check(at(0, 1), Motion::Up, at(0, 1));
        check(at(1, 1), Motion::Down, at(2, 1));
        check(at(4, 1), Motion::Down, at(4, 1));
        check(at(1, 1), Motion::Left, at(1, 0));
        check(at(1, 0), Motion::Left, at(1, 0));
        check(at(1, 3), Motion::Right, at(1, 3));
        check(at(1, 2), Motion::Home, at(1, 0));
        check(at(1, 2), Motion::End, at(1, 3));
        check(at(1, 2), Motion::First, at(0, 0));
        check(at(1, 2), Motion::Last, at(4, 3));
        check(at(1, 2), Motion::PageDown, at(4, 2));
        check(at(4, 2), Motion::PageUp, at(1, 2));
        check(at(1, 2), Motion::PageUp, at(0, 2));
    }

    #[test]
    fn tab_goes_on_in_the_next_row_and_leaves_at_the_end() {
        let check = |from: At, motion, expect: Option<At>| {
            let moved = Selection::one(from).moved(motion, SIZE, 3, false);
            assert_eq!(moved, expect.map(Selection::one), "{motion:?} from {from:?}");
        };
        check(at(0, 0), Motion::Next, Some(at(0, 1)));
        check(at(0, 3), Motion::Next, Some(at(1, 0)));
        check(at(4, 3), Motion::Next, None);
        check(at(1, 0), Motion::Previous, Some(at(0, 3)));
        check(at(0, 0), Motion::Previous, None);
    }

    #[test]
    fn shift_extends_from_where_it_began() {
        let begun = Selection::one(at(2, 2));
        let wider = begun.moved(Motion::Left, SIZE, 3, true).and_then(|s| s.moved(Motion::Up, SIZE, 3, true)).unwrap();
        assert_eq!(wider.area(), Area { top: 1, left: 1, bottom: 2, right: 2 });
        assert_eq!((wider.area().rows(), wider.area().columns()), (2, 2));
        assert_eq!(wider.area().cells().collect::<Vec<_>>(), [at(1, 1), at(1, 2), at(2, 1), at(2, 2)]);
        assert_eq!(wider.moved(Motion::Down, SIZE, 3, false).unwrap(), Selection::one(at(2, 1)));
    }

    #[test]
    fn a_smaller_sheet_pulls_the_selection_in() {
        let selection = Selection { anchor: at(0, 0), focus: at(4, 3) };
        assert_eq!(selection.within(Size { rows: 2, columns: 2 }).focus, at(1, 1));
        assert_eq!(selection.within(Size::default()).focus, at(0, 0));
    }
}
