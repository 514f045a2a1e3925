//! Which cell stands where: subjects × periods at the desk, suppliers × consumers in the counterpart plan.

use std::collections::HashMap;

use baogong_domain::Measure;

use super::{
    cell::{CellKey, Known},
    select::{At, Size},
};
use crate::model::desk::{CounterpartView, DeskCell, DeskView, Subject};

/// The places of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    size: Size,
    /// Row by row.
    keys: Vec<CellKey>,
    /// Whether the user may write a row.
    writable: Vec<bool>,
    places: HashMap<CellKey, At>,
}

impl Sheet {
    /// A desk's sheet.
    pub(crate) fn of_desk(view: &DeskView) -> (Self, Vec<Known>) {
        let columns = view.periods.len();
        let rows = view.rows.iter().map(|row| {
            let key = |period: &str| CellKey { subject: row.of.subject.clone(), period: period.to_owned() };
            (row.writable, view.periods.iter().map(|p| key(&p.period)).collect(), row.cells.as_slice())
        });
        Self::build(columns, rows)
    }

    /// The counterpart plan of a month.
    pub(crate) fn of_plan(view: &CounterpartView) -> (Self, Vec<Known>) {
        let columns = view.consumers.len();
        let rows = view.suppliers.iter().map(|row| {
            let key = |consumer: &str| CellKey {
                subject: Subject {
                    item: view.item.code.clone(),
                    measure: Measure::Plan.code().to_owned(),
                    supplier: Some(row.supplier.code.clone()),
                    consumer: Some(consumer.to_owned()),
                },
                period: view.month.clone(),
            };
            (row.writable, view.consumers.iter().map(|c| key(&c.code)).collect(), row.cells.as_slice())
        });
        Self::build(columns, rows)
    }

    /// A row that lacks a cell has an empty one there: every place of a sheet has a cell.
    fn build<'a>(
        columns: usize,
        rows: impl Iterator<Item = (bool, Vec<CellKey>, &'a [DeskCell])>,
    ) -> (Self, Vec<Known>) {
        let mut sheet = Self::default();
        let mut known = Vec::new();
        for (writable, keys, cells) in rows {
            let row = sheet.writable.len();
            sheet.writable.push(writable);
            for (column, key) in keys.into_iter().enumerate() {
                sheet.places.insert(key.clone(), At { row, column });
                sheet.keys.push(key);
                known.push(cells.get(column).map_or_else(Known::nothing, Known::from));
            }
        }
        sheet.size = Size { rows: sheet.writable.len(), columns };
        (sheet, known)
    }

    pub(crate) const fn size(&self) -> Size {
        self.size
    }

    pub(crate) fn keys(&self) -> &[CellKey] {
        &self.keys
    }

    pub(crate) fn key(&self, at: At) -> Option<&CellKey> {
        self.size.contains(at).then(|| &self.keys[self.size.index(at)])
    }

    pub(crate) fn place(&self, key: &CellKey) -> Option<At> {
        self.places.get(key).copied()
    }

    pub(crate) fn is_writable(&self, row: usize) -> bool {
        self.writable.get(row).copied().unwrap_or(false)
    }
}
