//! From a row of a sheet to drafts of figures: the standard header, or somebody else's by a mapping.

use std::collections::HashMap;

use super::{
    Gathered, Rejection,
    columns::{self, Columns, Field},
    mapping::{MappedColumn, MappedConsumer, MappedParty, MappedSupplier, Mapping},
};
use crate::sheet::Row;
use baogong_domain::{Item, Measure, PartyCode, Period, Quantity};

/// A figure that reads well by itself; its parties are still words.
pub(crate) struct Draft<'r> {
    pub(crate) line: u64,
    /// Place of the item among all items.
    pub(crate) item: usize,
    pub(crate) measure: Measure,
    pub(crate) period: Period,
    /// Heading of the column, and who.
    pub(crate) supplier: Option<(&'r str, PartyRef<'r>)>,
    pub(crate) consumer: Option<(&'r str, PartyRef<'r>)>,
    pub(crate) quantity: Quantity,
    pub(crate) note: &'r str,
    /// The sheet's heading of one of our fields.
    pub(crate) heading: &'r dyn Fn(&str) -> &'r str,
}

/// How a row names a party.
#[derive(Clone, Copy)]
pub(crate) enum PartyRef<'r> {
    /// By its code or name in the registry.
    Known(&'r str),
    /// By a name that becomes a code.
    Named { prefix: &'r str, name: &'r str },
    /// The own supplier of the party with this name.
    Own { prefix: &'r str, name: &'r str },
    /// One that the mapping names, and makes where it makes parties.
    One { code: &'r PartyCode, name: &'r str },
}

/// The standard fields with their Chinese headings.
const FIELDS: [Field; 7] = [
    ("item", "品种"),
    ("measure", "指标"),
    ("period", "时期"),
    ("quantity", "数量"),
    ("supplier", "供应单位"),
    ("consumer", "需求单位"),
    ("note", "备注"),
];

/// The first four fields must be there.
const REQUIRED: usize = 4;

/// Reads the rows of one sheet.
pub(crate) struct RowReader<'a> {
    header: &'a [String],
    form: Form<'a>,
    items: HashMap<&'a str, usize>,
}

enum Form<'a> {
    /// Column of each of [`FIELDS`].
    Standard(Columns<7>),
    Wide(Wide<'a>),
}

struct Wide<'a> {
    mapping: &'a Mapping,
    period: usize,
    party: Option<usize>,
    filter: Vec<(usize, &'a str)>,
    columns: Vec<WideColumn<'a>>,
}

struct WideColumn<'a> {
    place: usize,
    item: usize,
    measure: Measure,
    /// The column that names who is supplied.
    consumer: Option<usize>,
    mapped: &'a MappedColumn,
}

impl Wide<'_> {
    /// Columns of which anything is read.
    fn used(&self) -> impl Iterator<Item = usize> {
        let figures = self.columns.iter().flat_map(|column| [Some(column.place), column.consumer]);
        [Some(self.period), self.party].into_iter().chain(figures).flatten()
    }
}

impl<'a> RowReader<'a> {
    /// Checks the header; a heading that is missing, twice there or unknown refuses the file.
    pub(crate) fn new(
        header: &'a [String],
        mapping: Option<&'a Mapping>,
        items: &'a [Item],
    ) -> Result<Self, Rejection> {
        let mut names: HashMap<&str, usize> = HashMap::new();
        for (place, item) in items.iter().enumerate() {
            names.insert(item.code.as_str(), place);
            names.insert(&item.name, place);
        }
        let form = match mapping {
            None => Form::Standard(Columns::find(header, &FIELDS, REQUIRED)?),
            Some(mapping) => Form::Wide(wide(header, mapping, &names)?),
        };
        Ok(Self { header, form, items: names })
    }

    /// Reads one row; what it says goes to `gathered`.
    pub(crate) fn read(&self, line: u64, row: &Row, gathered: &mut Gathered) {
        if let Err(rejection) = columns::check_length(self.header, line, row) {
            return gathered.reject(rejection);
        }
        match &self.form {
            Form::Standard(columns) => self.read_standard(line, row, columns, gathered),
            Form::Wide(wide) => self.read_wide(line, row, wide, gathered),
        }
    }

    fn read_standard(&self, line: u64, row: &Row, columns: &Columns<7>, gathered: &mut Gathered) {
        let cell = |field: usize| columns.cell(row, field);
        let heading = |field: usize| columns.heading(self.header, field);
        let by_name = |name: &str| FIELDS.iter().position(|f| f.0 == name).map_or("", heading);
        let [item, measure, period, quantity, supplier, consumer, note] = [0, 1, 2, 3, 4, 5, 6].map(cell);
        let odd = columns.odd_cells(self.header, line, row);
        if !odd.is_empty() {
            return odd.into_iter().for_each(|rejection| gathered.reject(rejection));
        }
        if gathered.skip_untouched && quantity.is_empty() && note.is_empty() {
            gathered.skipped += 1;
            return;
        }
        let item_place = self.items.get(item).copied();
        let measure_read = Measure::parse(measure);
        let (period_read, quantity_read) = (Period::parse(period), Quantity::parse(quantity));
        // Every wrong cell of a row is named, not only the first.
        if item_place.is_none() {
            let message = format!(
                "品种“{item}”不认识 / unknown item “{item}”: use a code such as coal.thermal or a name such as 电煤"
            );
            gathered.reject(Rejection::at(line, heading(0), "item_unknown", message));
        }
        if measure_read.is_none() {
            let message = format!(
                "指标“{measure}”不认识 / unknown measure “{measure}”: use demand 需求, plan 供应计划, delivered 实际供应, received 实收, used 实际消耗 or stock 库存"
            );
            gathered.reject(Rejection::at(line, heading(1), "measure_unknown", message));
        }
        if let Err(error) = period_read {
            gathered.reject(Rejection::at(line, heading(2), error.code(), format!("“{period}”：{error}")));
        }
        if let Err(error) = quantity_read {
            gathered.reject(Rejection::at(line, heading(3), error.code(), format!("“{quantity}”：{error}")));
        }
        let (Some(item), Some(measure), Ok(period), Ok(quantity)) =
            (item_place, measure_read, period_read, quantity_read)
        else {
            return;
        };
        let party =
            |text, field| if str::is_empty(text) { None } else { Some((heading(field), PartyRef::Known(text))) };
        let (supplier, consumer) = (party(supplier, 4), party(consumer, 5));
        gathered.take(&Draft { line, item, measure, period, supplier, consumer, quantity, note, heading: &by_name });
    }

    fn read_wide(&self, line: u64, row: &Row, wide: &Wide<'_>, gathered: &mut Gathered) {
        let cell = |place: usize| row.get(place).unwrap_or("").trim();
        if wide.filter.iter().any(|(place, value)| cell(*place) != *value) {
            return;
        }
        let odd = columns::odd_cells(self.header, line, row, wide.used());
        if !odd.is_empty() {
            return odd.into_iter().for_each(|rejection| gathered.reject(rejection));
        }
        let period = match Period::parse(cell(wide.period)) {
            Ok(period) => period,
            Err(error) => {
                let message = format!("“{}”：{error}", cell(wide.period));
                return gathered.reject(Rejection::at(line, &wide.mapping.period, error.code(), message));
            }
        };
        let name = wide.party.map_or("", cell);
        // Where no column names the party, what is wrong with it is wrong with the period's column.
        let party_heading = wide.mapping.party.column().unwrap_or(&wide.mapping.period);
        let row_party = match &wide.mapping.party {
            MappedParty::Named { prefix, .. } => PartyRef::Named { prefix, name },
            MappedParty::Known { .. } => PartyRef::Known(name),
            MappedParty::One(code) => PartyRef::Known(code.as_str()),
        };
        for column in &wide.columns {
            // An empty cell of a wide sheet says nothing.
            if cell(column.place).is_empty() {
                continue;
            }
            let heading = column.mapped.column.as_str();
            let quantity = match Quantity::parse_scaled(cell(column.place), column.mapped.factor) {
                Ok(quantity) => quantity,
                Err(error) => {
                    let message = format!("“{}”：{error}", cell(column.place));
                    gathered.reject(Rejection::at(line, heading, error.code(), message));
                    continue;
                }
            };
            let row_party = (party_heading, row_party);
            let consumer_heading = column.mapped.supplier.consumer_column().unwrap_or(heading);
            let (supplier, consumer) = match &column.mapped.supplier {
                MappedSupplier::None => (None, Some(row_party)),
                MappedSupplier::Own => {
                    let prefix = wide.mapping.party.prefix();
                    (Some((party_heading, PartyRef::Own { prefix, name })), Some(row_party))
                }
                MappedSupplier::One(code, name) => (Some((heading, PartyRef::One { code, name })), Some(row_party)),
                MappedSupplier::Row(MappedConsumer::Pool) => (Some(row_party), None),
                MappedSupplier::Row(MappedConsumer::One(code)) => {
                    (Some(row_party), Some((heading, PartyRef::Known(code.as_str()))))
                }
                MappedSupplier::Row(MappedConsumer::Column(_)) => {
                    let consumer = column.consumer.map_or("", cell);
                    (Some(row_party), (!consumer.is_empty()).then_some((consumer_heading, PartyRef::Known(consumer))))
                }
            };
            let by_name = |field: &str| match (field, &column.mapped.supplier) {
                ("consumer", MappedSupplier::Row(_)) => consumer_heading,
                ("supplier", MappedSupplier::Row(_)) | ("consumer", _) => party_heading,
                _ => heading,
            };
            gathered.take(&Draft {
                line,
                item: column.item,
                measure: column.measure,
                period,
                supplier,
                consumer,
                quantity,
                note: "",
                heading: &by_name,
            });
        }
    }
}

fn wide<'a>(header: &[String], mapping: &'a Mapping, items: &HashMap<&str, usize>) -> Result<Wide<'a>, Rejection> {
    let find = |heading: &str| {
        header.iter().position(|h| h == heading).ok_or_else(|| {
            let message = format!(
                "表中没有映射所用的列“{heading}” / the sheet has no column “{heading}”, which the mapping reads"
            );
            Rejection::at(1, heading, "heading_missing", message)
        })
    };
    for heading in mapping.headings() {
        find(heading)?;
    }
    let column = |mapped: &'a MappedColumn| {
        let unknown = |code, what: &str| {
            let message =
                format!("映射中的{what}不认识 / the mapping of “{}” names an unknown {code}: {what}", mapped.column);
            Rejection::at(1, &mapped.column, code, message)
        };
        Ok(WideColumn {
            place: find(&mapped.column)?,
            item: *items.get(mapped.item.as_str()).ok_or_else(|| unknown("item_unknown", &mapped.item))?,
            measure: Measure::parse(&mapped.measure).ok_or_else(|| unknown("measure_unknown", &mapped.measure))?,
            consumer: mapped.supplier.consumer_column().map(find).transpose()?,
            mapped,
        })
    };
    Ok(Wide {
        mapping,
        period: find(&mapping.period)?,
        party: mapping.party.column().map(find).transpose()?,
        filter: mapping.filter.iter().map(|(c, v)| Ok((find(c)?, v.as_str()))).collect::<Result<_, _>>()?,
        columns: mapping.columns.iter().map(column).collect::<Result<_, _>>()?,
    })
}
