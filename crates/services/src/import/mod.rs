//! Import of figures from a sheet: all rows or none by default, each refused row named with its place and remedy.

pub(crate) mod columns;
pub mod mapping;
mod rows;

use std::collections::{HashMap, hash_map::Entry};

use baogong_domain::{
    FigureKey, Item, Measure, Party, PartyCode, Period, Quantity,
    access::{self, Action, Actor},
};
use baogong_storage::{
    NewFigure, PartyId, Transaction,
    figures::{self, BatchHeader, Subject},
    parties, settings,
};
use serde::Serialize;

use crate::{
    ServiceError, Services,
    audit::{self, Act},
    sheet::{Sheet, SheetError},
};
use mapping::Mapping;
use rows::{Draft, PartyRef, RowReader};

/// What an import is to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions<'a> {
    /// How to read somebody else's sheet; `None`: the standard header.
    pub mapping: Option<&'a Mapping>,
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Keep the good rows where others are refused.
    pub partial: bool,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Figures that are new or changed.
    pub accepted: u64,
    /// Figures that say what was known already.
    pub unchanged: u64,
    /// Rows that were refused. Without `partial` one is enough to refuse the file.
    pub rejected: Vec<Rejection>,
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
}

impl Rejection {
    pub(crate) fn of_file(error: &SheetError) -> Self {
        let line = if let SheetError::Malformed(line) = error { Some(*line) } else { None };
        Self { line, column: None, code: error.code(), message: error.to_string() }
    }

    pub(crate) fn at(line: u64, column: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self { line: Some(line), column: Some(column.to_owned()), code, message: message.into() }
    }
}

impl Services {
    /// Imports a file's figures. `source` names the file in the history of each figure.
    ///
    /// # Errors
    /// Not allowed, a mapping that does not fit, or the database fails. Bad rows are in the report.
    pub async fn import(
        &self,
        actor: &Actor,
        source: &str,
        bytes: Vec<u8>,
        options: ImportOptions<'_>,
    ) -> Result<ImportReport, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let sheet = match Sheet::open(bytes) {
            Ok(sheet) => sheet,
            Err(error) => return Ok(ImportReport::refused(Rejection::of_file(&error))),
        };
        let mut transaction = self.store.begin_write().await?;
        let items = settings::items(&mut transaction).await?;
        let registry = Registry::load(&mut transaction).await?;
        let reader = match RowReader::new(&sheet.header, options.mapping, &items) {
            Ok(reader) => reader,
            Err(rejection) => return Ok(ImportReport::refused(rejection)),
        };
        let mut gathered = Gathered::new(registry, &items, options.mapping.and_then(|m| m.create));
        if let Err(error) = sheet.rows.visit(|line, row| reader.read(line, row, &mut gathered)) {
            return Ok(ImportReport::refused(Rejection::of_file(&error)));
        }
        let header = BatchHeader { recorded_at: self.clock.now(), actor: actor.name(), source, reason: "" };
        let (report, digest) = gathered.write(&mut transaction, header, options.partial).await?;
        if options.dry_run || report.is_refused() {
            transaction.rollback().await?;
            return Ok(report);
        }
        if report.accepted > 0 {
            let detail = serde_json::json!({
                "accepted": report.accepted, "unchanged": report.unchanged, "digest": digest
            });
            self.remember(&mut transaction, Act { actor, action: "figures.import", subject: source, detail: &detail })
                .await?;
        }
        transaction.commit().await?;
        Ok(report)
    }
}

/// Parties known before the file, and those that it brings.
pub(crate) struct Registry {
    parties: Vec<(Option<PartyId>, Party)>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Option<usize>>,
}

impl Registry {
    async fn load(transaction: &mut Transaction) -> Result<Self, ServiceError> {
        let mut registry = Self { parties: Vec::new(), by_code: HashMap::new(), by_name: HashMap::new() };
        for (id, party) in parties::all(transaction).await? {
            registry.add(Some(id), party);
        }
        Ok(registry)
    }

    fn add(&mut self, id: Option<PartyId>, party: Party) -> usize {
        let place = self.parties.len();
        self.by_code.insert(party.code.to_string(), place);
        // A name that two parties bear names neither.
        self.by_name.entry(party.name.clone()).and_modify(|p| *p = None).or_insert(Some(place));
        self.parties.push((id, party));
        place
    }

    /// By code, else by a name that only one party bears.
    fn find(&self, text: &str) -> Option<usize> {
        self.by_code.get(text).copied().or_else(|| self.by_name.get(text).copied().flatten())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    item: usize,
    measure: Measure,
    supplier: Option<usize>,
    consumer: Option<usize>,
    period: Period,
}

struct Stated {
    quantity: Quantity,
    line: u64,
    note: String,
}

/// All that a file says, checked row by row.
pub(crate) struct Gathered<'i> {
    registry: Registry,
    items: &'i [Item],
    create: Option<baogong_domain::PartyKind>,
    stated: Vec<(Place, Stated)>,
    places: HashMap<Place, usize>,
    contradicted: Vec<usize>,
    repeated: u64,
    rejected: Vec<Rejection>,
}

impl<'i> Gathered<'i> {
    fn new(registry: Registry, items: &'i [Item], create: Option<baogong_domain::PartyKind>) -> Self {
        Self {
            registry,
            items,
            create,
            stated: Vec::new(),
            places: HashMap::new(),
            contradicted: Vec::new(),
            repeated: 0,
            rejected: Vec::new(),
        }
    }

    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.rejected.push(rejection);
    }

    /// Takes a figure that reads well by itself; checks it against registry and file.
    pub(crate) fn take(&mut self, draft: &Draft<'_>) {
        let line = draft.line;
        let party = |gathered: &mut Self, side: Option<(&str, PartyRef<'_>)>| match side {
            None => Ok(None),
            Some((column, reference)) => gathered.party(line, column, reference).map(Some),
        };
        let sides = party(self, draft.supplier).and_then(|s| party(self, draft.consumer).map(|c| (s, c)));
        let (supplier, consumer) = match sides {
            Ok(sides) => sides,
            Err(rejection) => return self.reject(rejection),
        };
        let item = &self.items[draft.item];
        let of = |place: Option<usize>| place.map(|p| &self.registry.parties[p].1);
        if let Err(error) = FigureKey::new(item, draft.measure, of(supplier), of(consumer)) {
            let column = (draft.heading)(error.field());
            return self.reject(Rejection::at(line, column, error.code(), error.to_string()));
        }
        let place = Place { item: draft.item, measure: draft.measure, supplier, consumer, period: draft.period };
        let stated = Stated { quantity: draft.quantity, line, note: draft.note.to_owned() };
        match self.places.entry(place) {
            Entry::Vacant(entry) => {
                entry.insert(self.stated.len());
                self.stated.push((place, stated));
            }
            Entry::Occupied(entry) => {
                let before = &self.stated[*entry.get()].1;
                if before.quantity == stated.quantity {
                    self.repeated += 1;
                } else {
                    let message = format!(
                        "与第 {} 行同一指标但数量不同（{} 与 {}）/ line {0} states the same figure as {1}, this line as {2}: keep one",
                        before.line, before.quantity, stated.quantity
                    );
                    // Nobody can know which is right: neither is taken.
                    self.contradicted.push(*entry.get());
                    self.reject(Rejection::at(line, (draft.heading)("quantity"), "figure_contradicted", message));
                }
            }
        }
    }

    fn party(&mut self, line: u64, column: &str, reference: PartyRef<'_>) -> Result<usize, Rejection> {
        let refuse = |code, message: String| Rejection::at(line, column, code, message);
        let (code, name, kind) = match reference {
            PartyRef::Known(text) => {
                return self.registry.find(text).ok_or_else(|| {
                    refuse("party_unknown", format!("登记册中没有“{text}” / no party “{text}” in the registry: import it with `party import`, or correct the code"))
                });
            }
            PartyRef::Named { prefix, name } => {
                let code = PartyCode::from_name(prefix, name).map_err(|e| refuse(e.code(), e.to_string()))?;
                (code, name.to_owned(), self.create)
            }
            PartyRef::Own { prefix, name } => {
                let code = PartyCode::from_name(prefix, name)
                    .and_then(|code| PartyCode::parse(&format!("{code}-SUPPLY")))
                    .map_err(|e| refuse(e.code(), e.to_string()))?;
                (code, format!("{name} supply"), self.create.map(|_| baogong_domain::PartyKind::Supplier))
            }
            PartyRef::One { code, name } => {
                (code.clone(), name.to_owned(), self.create.map(|_| baogong_domain::PartyKind::Supplier))
            }
        };
        if let Some(place) = self.registry.by_code.get(code.as_str()) {
            return Ok(*place);
        }
        let kind = kind.ok_or_else(|| {
            refuse("party_unknown", format!("登记册中没有 {code} / no party {code} in the registry: import it first, or set party.create in the mapping"))
        })?;
        Ok(self.registry.add(None, Party::new(code, &name, kind)))
    }

    /// A figure as the audit trail's digest sees it.
    fn line(&self, (place, stated): &(Place, Stated)) -> String {
        let code = |party: Option<usize>| party.map_or("", |p| self.registry.parties[p].1.code.as_str());
        let Place { item, measure, supplier, consumer, period } = *place;
        let (supplier, consumer) = (code(supplier), code(consumer));
        format!("{},{measure},{period},{supplier},{consumer},{}", self.items[item].code, stated.quantity)
    }

    async fn write(
        mut self,
        transaction: &mut Transaction,
        header: BatchHeader<'_>,
        partial: bool,
    ) -> Result<(ImportReport, String), ServiceError> {
        self.rejected.sort_by(|a, b| (a.line, &a.column).cmp(&(b.line, &b.column)));
        if !self.rejected.is_empty() && !partial {
            return Ok((ImportReport { rejected: self.rejected, ..ImportReport::default() }, String::new()));
        }
        let mut contradicted = vec![false; self.stated.len()];
        for place in &self.contradicted {
            contradicted[*place] = true;
        }
        for (id, party) in &mut self.registry.parties {
            if id.is_none() {
                *id = Some(parties::put(transaction, party).await?);
            }
        }
        let id = |place: Option<usize>| place.and_then(|p| self.registry.parties[p].0);
        let good_places: Vec<usize> = (0..self.stated.len()).filter(|place| !contradicted[*place]).collect();
        let figures: Vec<NewFigure<'_>> = good_places
            .iter()
            .map(|good| &self.stated[*good])
            .map(|(place, stated)| NewFigure {
                subject: Subject {
                    item: &self.items[place.item].code,
                    measure: place.measure,
                    supplier: id(place.supplier),
                    consumer: id(place.consumer),
                },
                period: place.period,
                quantity: stated.quantity,
                note: &stated.note,
            })
            .collect();
        let recorded = figures::record(transaction, header, &figures).await?;
        let report = ImportReport {
            accepted: recorded.accepted(),
            unchanged: recorded.unchanged + self.repeated,
            rejected: std::mem::take(&mut self.rejected),
        };
        let stated: Vec<&(Place, Stated)> = good_places.iter().map(|place| &self.stated[*place]).collect();
        let lines = recorded.changed.iter().map(|place| self.line(stated[*place])).collect();
        Ok((report, audit::digest(lines)))
    }
}
