//! The counterpart plan (对口保供计划): which mine serves which plant with how much, month by month.

use std::collections::BTreeSet;

use baogong_domain::{
    Exact, Factor, FigureKey, Grain, Item, ItemBook, ItemCode, Measure, Party, PartyCode, PartyKind, Period, Route,
    Scope,
    access::{self, Action, Actor, Reach, Role},
    balance_rows,
};
use baogong_storage::{
    Transaction,
    desk::{self, DeskSeries},
};
use chrono::{Months, NaiveDateTime};

use super::{
    Cell,
    cells::{Stage, fill},
    reading::Named,
    reason_always,
    rows::consumers,
};
use crate::{ServiceError, Services, city::City, demo_site::is_synthetic, reading::named_of_item};

/// The plan of one month.
#[derive(Clone, Debug)]
pub struct Counterpart {
    /// Date and time in the office when it was read.
    pub taken_at: NaiveDateTime,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Key of the reader's account; 0 for the program itself.
    pub user: i64,
    /// The item.
    pub item: Item,
    /// All items that the reader may see planned.
    pub items: Vec<Item>,
    /// The month.
    pub month: Period,
    /// Columns: those who are served, in the order of their codes.
    pub consumers: Vec<Party>,
    /// What each of them needs in the month; none where it is unknown or not for the reader.
    pub demand: Vec<Option<Exact>>,
    /// Rows: those who supply, in the order of their codes.
    pub suppliers: Vec<CounterpartRow>,
    /// Every change needs a reason.
    pub reason_always: bool,
}

/// One supplier's plan.
#[derive(Clone, Debug)]
pub struct CounterpartRow {
    /// Who supplies.
    pub supplier: Party,
    /// Whether the reader may write it.
    pub writable: bool,
    /// One for each consumer.
    pub cells: Vec<Cell>,
}

impl Services {
    /// The counterpart plan of a direct item; of the first one, and of next month, where nothing is named.
    ///
    /// # Errors
    /// Not allowed, or nothing that the actor may see planned.
    pub async fn counterpart(
        &self,
        actor: &Actor,
        item: Option<&ItemCode>,
        month: Option<Period>,
    ) -> Result<Counterpart, ServiceError> {
        let reach = access::check(actor, Action::ReadFigures)?;
        let taken_at = self.clock().office_now();
        let next = taken_at.date().checked_add_months(Months::new(1)).unwrap_or(taken_at.date());
        let month = Period::containing(month.map_or(next, Period::first_day), Grain::Month);
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let items = planned_items(&mut transaction, &city, actor, reach).await?;
        let named = items.iter().find(|known| item.is_none_or(|asked| known.code == *asked));
        let missing = || ServiceError::NotFound("对口计划 / counterpart plan".to_owned());
        let item = *named.ok_or_else(missing)?;
        let consumers = consumers(&mut transaction, &city, item).await?;
        let suppliers = suppliers(&mut transaction, &city, actor, reach, item).await?;
        let series = desk::series_of_item(&mut transaction, &item.code).await?;
        let mut subjects = Vec::with_capacity(consumers.len() * suppliers.len());
        for supplier in &suppliers {
            for consumer in &consumers {
                let key = FigureKey::new(item, Measure::Plan, Some(supplier), Some(consumer))
                    .map_err(|error| ServiceError::invalid(error.code(), error.to_string()))?;
                let named = Named::of(&city, item, key)?;
                let of = named.subject;
                let same =
                    |s: &&DeskSeries| (s.measure, s.supplier, s.consumer) == (of.measure, of.supplier, of.consumer);
                subjects.push(Named { series: series.iter().find(same).map(|s| s.id), ..named });
            }
        }
        let stage = Stage { city: &city, actor, now: self.clock().now(), periods: &[month] };
        let filled = fill(&mut transaction, &stage, subjects).await?;
        let mut filled = filled.into_iter();
        let mut rows = Vec::with_capacity(suppliers.len());
        for supplier in suppliers {
            let of_supplier: Vec<_> = filled.by_ref().take(consumers.len()).collect();
            rows.push(CounterpartRow {
                supplier: supplier.clone(),
                writable: of_supplier.iter().any(|row| row.writable),
                cells: of_supplier.into_iter().flat_map(|row| row.cells).collect(),
            });
        }
        Ok(Counterpart {
            taken_at,
            synthetic: is_synthetic(&mut transaction).await?,
            user: actor.user().map_or(0, |user| user.id),
            demand: demand(&mut transaction, &city, actor, item, &consumers, month).await?,
            item: item.clone(),
            items: items.into_iter().cloned().collect(),
            month,
            consumers: consumers.into_iter().cloned().collect(),
            suppliers: rows,
            reason_always: reason_always(actor),
        })
    }
}

/// The direct items whose plan the actor may see: the office all, a bureau those of its factors, a supplier those that
/// it could supply.
async fn planned_items<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    reach: Reach,
) -> Result<Vec<&'c Item>, ServiceError> {
    let direct = city.items.iter().filter(|item| item.route == Route::Direct);
    let Some(user) = actor.user().filter(|_| reach == Reach::Own) else { return Ok(direct.collect()) };
    let mut factors: BTreeSet<Factor> = user.factors.iter().copied().collect();
    match (user.role, &user.party) {
        (Role::BureauOfficer, _) => {}
        (Role::SupplierClerk, Some(party)) => {
            let series = desk::series_of_party(transaction, city.party_id(party)?).await?;
            factors.extend(series.iter().filter(|s| s.measure.is_supply_side()).map(|s| s.item.factor()));
        }
        _ => factors.clear(),
    }
    Ok(direct.filter(|item| factors.contains(&item.code.factor())).collect())
}

/// Who supplies the item, or another of its factor: their rows. A supplier sees only its own.
async fn suppliers<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    reach: Reach,
    item: &Item,
) -> Result<Vec<&'c Party>, ServiceError> {
    let mut codes: BTreeSet<&PartyCode> = BTreeSet::new();
    for other in city.items.iter().filter(|other| other.code.factor() == item.code.factor()) {
        let series = desk::series_of_item(transaction, &other.code).await?;
        let parties = series.iter().filter_map(|s| s.supplier).filter_map(|id| city.party_of(id));
        let is_supplier = |party: &&Party| other.code == item.code || party.kind == PartyKind::Supplier;
        codes.extend(parties.filter(is_supplier).map(|party| &party.code));
    }
    if let Some(user) = actor.user().filter(|user| reach == Reach::Own && user.role == Role::SupplierClerk) {
        codes.retain(|code| user.is_of(code));
        codes.extend(user.party.as_ref().and_then(|code| city.party(code).ok()).map(|party| &party.code));
    }
    Ok(codes.into_iter().filter_map(|code| city.party(code).ok()).filter(|p| p.kind.can_supply()).collect())
}

/// What each consumer needs in the month, as its balance says; none where that is not for the actor.
async fn demand(
    transaction: &mut Transaction,
    city: &City,
    actor: &Actor,
    item: &Item,
    consumers: &[&Party],
    month: Period,
) -> Result<Vec<Option<Exact>>, ServiceError> {
    let named = named_of_item(transaction, city, item, actor).await?;
    let book = city.book(transaction, item, month.days(), None).await?;
    let of = |consumer: &&Party| {
        let key = FigureKey::new(item, Measure::Demand, None, Some(consumer)).ok()?;
        if !access::may_read_figure(actor, &key, None, Some(consumer), &named) {
            return None;
        }
        // Only its own demand: the whole book would be laid out anew for each consumer.
        let own = |s: &&baogong_domain::Series| {
            s.measure == Measure::Demand && s.consumer.is_some_and(|place| book.parties[place].code == consumer.code)
        };
        let series = book.series.iter().filter(own).cloned().collect();
        let own_book = ItemBook { item, parties: book.parties, series };
        let scope = Scope::Party(consumer.code.clone());
        balance_rows(&own_book, &scope, &[month], &city.rules, |_| false).pop()?.demand
    };
    Ok(consumers.iter().map(of).collect())
}
