//! All that a file says, checked row by row against the registry, the writer's rights and the file itself.

use std::collections::{HashMap, hash_map::Entry};

use baogong_domain::{
    FigureKey, Item, Measure, Party, PartyCode, PartyKind, Period, Quantity,
    access::{self, Actor},
};
use baogong_storage::{PartyId, Transaction, figures::Subject, parties};

use super::{
    Rejection,
    rows::{Draft, PartyRef},
};
use crate::{ServiceError, sheet::SheetPlace};

/// More wrong cells than anybody mends: the file is the wrong one.
const MOST_REJECTIONS: usize = 100_000;

/// Parties known before the file, and those that it brings.
pub(crate) struct Registry {
    parties: Vec<(Option<PartyId>, Party)>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Option<usize>>,
}

impl Registry {
    pub(super) async fn load(transaction: &mut Transaction) -> Result<Self, ServiceError> {
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

/// What a figure is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    item: usize,
    measure: Measure,
    supplier: Option<usize>,
    consumer: Option<usize>,
    period: Period,
}

/// What a file states of it.
pub(super) struct Stated {
    place: Place,
    pub(super) quantity: Quantity,
    pub(super) line: u64,
    pub(super) column: Box<str>,
    pub(super) note: Box<str>,
    /// Another line states something else: nobody can know which is right, so neither is taken.
    pub(super) contradicted: bool,
}

/// Everything that a file says.
pub(crate) struct Gathered {
    writer: Actor,
    registry: Registry,
    items: Vec<Item>,
    create: Option<PartyKind>,
    stated: Vec<Stated>,
    places: HashMap<Place, usize>,
    pub(super) repeated: u64,
    pub(super) skipped: u64,
    rejected: Vec<Rejection>,
    too_many: bool,
    pub(super) skip_untouched: bool,
}

impl Gathered {
    pub(super) fn new(
        writer: Actor,
        registry: Registry,
        items: Vec<Item>,
        create: Option<PartyKind>,
        skip_untouched: bool,
    ) -> Self {
        Self {
            writer,
            registry,
            items,
            create,
            stated: Vec::new(),
            places: HashMap::new(),
            repeated: 0,
            skipped: 0,
            rejected: Vec::new(),
            too_many: false,
            skip_untouched,
        }
    }

    pub(crate) fn reject(&mut self, rejection: Rejection) {
        if self.rejected.len() < MOST_REJECTIONS {
            self.rejected.push(rejection);
        } else {
            self.too_many = true;
        }
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
        match FigureKey::new(item, draft.measure, of(supplier), of(consumer)) {
            Err(error) => {
                let column = (draft.heading)(error.field());
                return self.reject(Rejection::at(line, column, error.code(), error.to_string()));
            }
            Ok(key) if !access::may_write_figure(&self.writer, &key, of(consumer)) => {
                let column = (draft.heading)(if draft.measure.is_supply_side() { "supplier" } else { "consumer" });
                let message = "不由本单位填报，请删去该行 / not yours to report: leave the row out";
                return self.reject(Rejection::at(line, column, "not_yours", message));
            }
            Ok(_) => {}
        }
        let place = Place { item: draft.item, measure: draft.measure, supplier, consumer, period: draft.period };
        let column = (draft.heading)("quantity");
        match self.places.entry(place) {
            Entry::Vacant(entry) => {
                entry.insert(self.stated.len());
                self.stated.push(Stated {
                    place,
                    quantity: draft.quantity,
                    line,
                    column: column.into(),
                    note: draft.note.into(),
                    contradicted: false,
                });
            }
            Entry::Occupied(entry) => {
                let before = &mut self.stated[*entry.get()];
                if before.quantity == draft.quantity {
                    self.repeated += 1;
                } else {
                    let message = format!(
                        "与第 {} 行同一指标但数量不同（{} 与 {}）/ line {0} states the same figure as {1}, this line as {2}: keep one",
                        before.line, before.quantity, draft.quantity
                    );
                    before.contradicted = true;
                    self.reject(Rejection::at(line, column, "figure_contradicted", message));
                }
            }
        }
    }

    fn party(&mut self, line: u64, column: &str, reference: PartyRef<'_>) -> Result<usize, Rejection> {
        let refuse = |code, message: String| Rejection::at(line, column, code, message);
        let (code, name, kind) = match reference {
            PartyRef::Known(text) => {
                return self.registry.find(text).ok_or_else(|| {
                    refuse("party_unknown", format!("登记册中没有“{text}”，请核对名称或代码 / no party “{text}” in the registry: import it with `party import`, or correct the code"))
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
                (code, format!("{name} supply"), self.create.map(|_| PartyKind::Supplier))
            }
            PartyRef::One { code, name } => (code.clone(), name.to_owned(), self.create.map(|_| PartyKind::Supplier)),
        };
        if let Some(place) = self.registry.by_code.get(code.as_str()) {
            return Ok(*place);
        }
        let kind = kind.ok_or_else(|| {
            refuse("party_unknown", format!("登记册中没有 {code} / no party {code} in the registry: import it first, or set party.create in the mapping"))
        })?;
        Ok(self.registry.add(None, Party::new(code, &name, kind)))
    }

    /// What was refused, in the order of lines; or that it was too much to list.
    pub(super) fn take_rejected(&mut self, header: &[String], place: Option<&SheetPlace>) -> Vec<Rejection> {
        const SHOWN: usize = 1000;
        let mut rejected = std::mem::take(&mut self.rejected);
        rejected.sort_by(|a, b| (a.line, &a.column).cmp(&(b.line, &b.column)));
        if self.too_many {
            rejected.truncate(SHOWN);
            let message = format!(
                "错误超过 {MOST_REJECTIONS} 处，整个文件不予导入 / more than {MOST_REJECTIONS} wrong cells, so nothing is imported: is this the right file?"
            );
            rejected.push(Rejection::of_whole("too_many_rejections", message));
        }
        if let Some(place) = place {
            for rejection in &mut rejected {
                rejection.stand_at(header, place);
            }
        }
        rejected
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether so much was refused that the rest is not taken either.
    pub(super) const fn is_hopeless(&self) -> bool {
        self.too_many
    }

    /// The figures that can be taken.
    pub(super) fn good(&self) -> Vec<&Stated> {
        self.stated.iter().filter(|stated| !stated.contradicted).collect()
    }

    /// The first lines of each contradiction; the later ones are among the refused.
    pub(super) fn contradicted(&self) -> impl Iterator<Item = &Stated> {
        self.stated.iter().filter(|stated| stated.contradicted)
    }

    /// Writes the parties that the file brings.
    pub(super) async fn put_parties(&mut self, transaction: &mut Transaction) -> Result<(), ServiceError> {
        for (id, party) in &mut self.registry.parties {
            if id.is_none() {
                *id = Some(parties::put(transaction, party).await?);
            }
        }
        Ok(())
    }

    /// What a figure is about, by the keys of the database; none where it names a party that is not there yet.
    pub(super) fn subject(&self, stated: &Stated) -> Option<Subject<'_>> {
        let id = |place: Option<usize>| place.map_or(Some(None), |place| self.registry.parties[place].0.map(Some));
        Some(Subject {
            item: &self.items[stated.place.item].code,
            measure: stated.place.measure,
            supplier: id(stated.place.supplier)?,
            consumer: id(stated.place.consumer)?,
        })
    }

    pub(super) const fn period(stated: &Stated) -> Period {
        stated.place.period
    }

    pub(super) const fn measure(stated: &Stated) -> Measure {
        stated.place.measure
    }

    pub(super) fn item(&self, stated: &Stated) -> &Item {
        &self.items[stated.place.item]
    }

    /// Who supplies and who needs.
    pub(super) fn parties(&self, stated: &Stated) -> (Option<&Party>, Option<&Party>) {
        let party = |place: Option<usize>| place.map(|place| &self.registry.parties[place].1);
        (party(stated.place.supplier), party(stated.place.consumer))
    }

    /// A figure as the audit trail's digest sees it.
    pub(super) fn audit_line(&self, stated: &Stated) -> String {
        let code = |party: Option<&Party>| party.map_or("", |party| party.code.as_str()).to_owned();
        let (supplier, consumer) = self.parties(stated);
        let Place { measure, period, .. } = stated.place;
        let (item, quantity) = (&self.item(stated).code, stated.quantity);
        format!("{item},{measure},{period},{},{},{quantity}", code(supplier), code(consumer))
    }
}
