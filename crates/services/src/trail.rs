//! The figures behind a number: what each says, what of it is in the number and why not the rest, who entered it, when,
//! from which file and for what reason. The sums beside them are the balance's own.

use std::collections::{HashMap, HashSet};

use baogong_domain::{
    BalanceRow, DayRange, Exact, FigureKey, Item, ItemBook, ItemCode, Measure, Nature, Party, PartyCode, PartyKind,
    Period, Quantity, Scope, SeasonKind,
    access::{self, Action, Actor, Named},
    balance_over,
    provenance::{self, Fate, Part, Reason},
};
use baogong_storage::{
    Transaction, accounts,
    figures::{self, SeriesId},
};
use chrono::{DateTime, NaiveDateTime, Utc};

use crate::{ServiceError, Services, as_of::office, balances::hidden, city::City, demo_site::is_synthetic, reading};

/// Figures on one page.
pub const PER_PAGE: usize = 100;
/// The longest run of days that one call looks at.
const MOST_DAYS: usize = 366;

/// Which number is asked about.
#[derive(Clone, Debug)]
pub struct TrailQuery {
    /// The item.
    pub item: ItemCode,
    /// Whose number.
    pub scope: Scope,
    /// From the first day of this period.
    pub from: Period,
    /// To the last day of this one.
    pub to: Period,
    /// Only the figures of one measure.
    pub measure: Option<Measure>,
    /// As known at this instant, or now.
    pub as_of: Option<DateTime<Utc>>,
    /// Which page, from one; all figures where none is named.
    pub page: Option<usize>,
}

/// The figures behind a number.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Date and time in the office that it is of.
    pub taken_at: NaiveDateTime,
    /// The season that governs that day.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The item.
    pub item: Item,
    /// Whose number.
    pub scope: Scope,
    /// The days that are asked about.
    pub days: DayRange,
    /// The days that the numbers show: of a peak the worst, of a quota the last.
    pub shown: DayRange,
    /// The numbers, as far as the actor may see them.
    pub row: BalanceRow,
    /// The figures of this page, each measure's together, the largest first.
    pub figures: Vec<TrailFigure>,
    /// How many there are on all pages.
    pub total: usize,
    /// Whether there are others behind the numbers that the actor may not see.
    pub hidden: bool,
    /// The parties that are named, and the district offices.
    pub parties: Vec<Party>,
}

/// One figure.
#[derive(Clone, Debug)]
pub struct TrailFigure {
    /// The measure.
    pub measure: Measure,
    /// Its period.
    pub period: Period,
    /// Who supplies.
    pub supplier: Option<PartyCode>,
    /// Who needs.
    pub consumer: Option<PartyCode>,
    /// What it states.
    pub quantity: Quantity,
    /// What of it is in its measure's column.
    pub column: Option<Exact>,
    /// What of it is in the supply.
    pub supply: Option<Exact>,
    /// What became of it.
    pub fate: Fate,
    /// Its revisions, newest first.
    pub revisions: Vec<TrailRevision>,
}

/// One revision of a figure.
#[derive(Clone, Debug)]
pub struct TrailRevision {
    /// What it states; none where it withdrew the figure.
    pub quantity: Option<Quantity>,
    /// The reporter's remark.
    pub note: String,
    /// When, office time.
    pub at: NaiveDateTime,
    /// Who entered it.
    pub who: Who,
    /// Through which door or from which file.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// Who entered a figure, as far as the actor may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The person's name, or the name that was signed in with where there is no such account any more.
    pub name: Option<String>,
    /// Whom they act for.
    pub party: Option<Party>,
}

impl TrailFigure {
    /// What became of it, in words.
    pub const fn fate_names(&self) -> (&'static str, &'static str) {
        match self.fate {
            Fate::Counted => ("计入", "counted"),
            Fate::Beside => ("另列，不是需求或供应", "beside: neither demand nor supply"),
            Fate::Partly(reason) => match reason {
                Reason::Delivered => ("部分计入，其余已报实际供应", "in part; for the rest the delivery is known"),
                Reason::Received => ("部分计入，其余以实收为准", "in part; for the rest what was received stands"),
                Reason::Pool => {
                    ("部分计入，其余是统供数的明细", "in part; the rest is a breakdown of the pool's figure")
                }
                Reason::WholeCity => ("部分计入，其余以全市需求为准", "in part; for the rest the city's demand stands"),
                Reason::Finer | Reason::Later => ("部分计入", "in part"),
            },
            Fate::Left(reason) => match reason {
                Reason::Delivered => ("未计入：已报实际供应", "not counted: the delivery is known"),
                Reason::Received => ("未计入：以需求单位实收为准", "not counted: what was received stands"),
                Reason::Pool => ("未计入：是统供数的明细", "not counted: a breakdown of the pool's figure"),
                Reason::WholeCity => ("未计入：以全市需求为准", "not counted: the city's own demand stands"),
                Reason::Finer => ("未计入：已有更细的数", "not counted: finer figures say it"),
                Reason::Later => ("未计入：有更晚的库存", "not counted: a later stock is known"),
            },
        }
    }
}

impl Services {
    /// The figures behind a scope's numbers over some days, and their sums.
    ///
    /// # Errors
    /// Not allowed, a scope of which the actor may see nothing, an unknown item or party, an instant to come, a range
    /// that runs backwards or is too long.
    pub async fn trail(&self, actor: &Actor, query: &TrailQuery) -> Result<Trail, ServiceError> {
        access::check(actor, Action::ReadFigures)?;
        let taken_at = self.moment(query.as_of)?.office();
        let days = DayRange { first: query.from.first_day(), last: query.to.last_day() };
        if days.last < days.first {
            return Err(ServiceError::invalid("range_backwards", "起止时期颠倒 / the range ends before it begins"));
        }
        if days.len() > MOST_DAYS {
            let message = format!("最多看 {MOST_DAYS} 天 / at most {MOST_DAYS} days: ask for a shorter range");
            return Err(ServiceError::invalid("range_too_long", message));
        }
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, query.as_of).await?;
        if let Scope::Party(code) = &query.scope {
            city.party(code)?;
        }
        let item = city.item(&query.item)?;
        let loaded = figures::load(&mut transaction, &item.code, item.nature, days, query.as_of).await?;
        let keys: Vec<SeriesId> = loaded.iter().map(|series| series.id).collect();
        let book = ItemBook { item, parties: &city.parties, series: city.series(loaded) };
        let named = reading::named(actor, &book);
        let sight = access::sight(actor, &query.scope, &book, &named);
        if sight.is_none() {
            return Err(hidden(&query.scope));
        }
        let overdue = |day| city.terms().has_passed(&item.code, day, taken_at);
        let (row, shown) = balance_over(&book, &query.scope, days, &city.rules, overdue);
        let asked = if item.nature == Nature::Peak { shown } else { days };
        let all = provenance::parts(&book, &query.scope, asked);
        let behind = all.iter().filter(|part| query.measure.is_none_or(|m| m == book.series[part.series].measure));
        let (mut seen, mut unseen) = (Vec::new(), false);
        let mut may_see = Seen { actor, book: &book, named: &named, known: HashMap::new() };
        for part in behind {
            if may_see.part(part) { seen.push(part) } else { unseen = true }
        }
        seen.sort_by(|a, b| order(&book, a).cmp(&order(&book, b)));
        let total = seen.len();
        let page: Vec<&Part> = match query.page {
            Some(page) => {
                seen.into_iter().skip(page.max(1).saturating_sub(1).saturating_mul(PER_PAGE)).take(PER_PAGE).collect()
            }
            None => seen,
        };
        let figures = listed(&mut transaction, (&city, &book), actor, &keys, &page).await?;
        let row = sight.mask(row);
        Ok(Trail {
            taken_at,
            season: city.rules.calendar.season_on(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            item: item.clone(),
            scope: query.scope.clone(),
            days,
            shown,
            parties: parties(&city, &query.scope, &row, &figures),
            row,
            figures,
            total,
            hidden: unseen,
        })
    }
}

/// Whether the actor may see the figures of a series: asked once of each.
struct Seen<'s> {
    actor: &'s Actor,
    book: &'s ItemBook<'s>,
    named: &'s Named,
    known: HashMap<usize, bool>,
}

impl Seen<'_> {
    fn part(&mut self, part: &Part) -> bool {
        let Self { actor, book, named, known } = self;
        *known.entry(part.series).or_insert_with(|| {
            let series = &book.series[part.series];
            let party = |place: Option<usize>| place.map(|place| &book.parties[place]);
            let (supplier, consumer) = (party(series.supplier), party(series.consumer));
            FigureKey::new(book.item, series.measure, supplier, consumer)
                .is_ok_and(|key| access::may_read_figure(actor, &key, supplier, consumer, named))
        })
    }
}

/// Each measure's together, what counts first, the largest first, then as the parties stand.
fn order<'b>(book: &'b ItemBook<'_>, part: &Part) -> (Measure, bool, i128, Option<&'b PartyCode>, usize, Period) {
    let series = &book.series[part.series];
    let (period, quantity) = series.figures[part.figure];
    let weight = part.column.as_ref().map_or_else(|| i128::from(quantity.thousandths()), Exact::thousandths);
    let party = series.consumer.or(series.supplier).map(|place| &book.parties[place].code);
    (series.measure, matches!(part.fate, Fate::Left(_)), -weight, party, part.series, period)
}

async fn listed(
    transaction: &mut Transaction,
    (city, book): (&City, &ItemBook<'_>),
    actor: &Actor,
    keys: &[SeriesId],
    page: &[&Part],
) -> Result<Vec<TrailFigure>, ServiceError> {
    let key = |part: &Part| (keys[part.series], book.series[part.series].figures[part.figure].0);
    let wanted: Vec<(SeriesId, Period)> = page.iter().map(|part| key(part)).collect();
    let mut revisions = figures::revisions(transaction, &wanted, city.as_of).await?;
    let logins: HashSet<&str> = revisions.values().flatten().map(|revision| revision.actor.as_str()).collect();
    let mut people: HashMap<String, Who> = HashMap::with_capacity(logins.len());
    for login in logins {
        people.insert(login.to_owned(), who(transaction, city, actor, login).await?);
    }
    let code = |place: Option<usize>| place.map(|place| book.parties[place].code.clone());
    let figure = |part: &&Part| {
        let series = &book.series[part.series];
        let (period, quantity) = series.figures[part.figure];
        let revision = |r: figures::Revision| TrailRevision {
            quantity: r.quantity,
            note: r.note,
            at: office(r.recorded_at),
            who: people.get(&r.actor).cloned().unwrap_or_default(),
            source: r.source,
            reason: r.reason,
        };
        let revisions = revisions.remove(&key(part)).unwrap_or_default();
        TrailFigure {
            measure: series.measure,
            period,
            supplier: code(series.supplier),
            consumer: code(series.consumer),
            quantity,
            column: part.column.clone(),
            supply: part.supply.clone(),
            fate: part.fate,
            revisions: revisions.into_iter().map(revision).collect(),
        }
    };
    Ok(page.iter().map(figure).collect())
}

/// Who is behind a name. A person's name is for those who may know whom to telephone there; others hear the party.
async fn who(transaction: &mut Transaction, city: &City, actor: &Actor, login: &str) -> Result<Who, ServiceError> {
    let account = accounts::by_login(transaction, login).await?;
    let party = account.as_ref().and_then(|account| account.party).and_then(|id| city.party_of(id)).cloned();
    let own = actor.user().is_some_and(|user| user.login == login);
    let near = own || party.as_ref().is_some_and(|party| access::may_see_contacts(actor, &party.code));
    let known = near || access::check(actor, Action::ReadFigures)? == access::Reach::All;
    let name = known.then(|| account.map_or_else(|| login.to_owned(), |account| account.name));
    Ok(Who { name, party })
}

/// The parties that are named, and the district offices.
fn parties(city: &City, scope: &Scope, row: &BalanceRow, figures: &[TrailFigure]) -> Vec<Party> {
    let of_scope = if let Scope::Party(code) = scope { Some(code) } else { None };
    let of_figures = figures.iter().flat_map(|figure| figure.supplier.iter().chain(&figure.consumer));
    let late = row.composition.iter().flat_map(|made| &made.late);
    let named: HashSet<&PartyCode> = of_figures.chain(of_scope).chain(&row.unknown).chain(late).collect();
    let keep = |p: &&Party| p.kind == PartyKind::District || named.contains(&p.code);
    city.parties.iter().filter(keep).cloned().collect()
}
