//! Lists of alerts.

use std::collections::{HashMap, HashSet};

use baogong_domain::{
    DivisionCode, Item, ItemCode, Level, Party, PartyCode, Rule, Scope, SeasonKind,
    access::{self, Action, Actor, Named, Reach},
    watch::{Attention, Kind, Phase, Watched},
};
use baogong_storage::watch::{
    alerts::{self, AlertId, PastFilter, StoredAlert},
    declared::{self, StoredDeclared},
    state,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{
    past::open_at,
    sight::{Eyes, People, for_outsiders, named_parties, without_hidden_causes},
};
use crate::{ServiceError, Services, city::City, demo_site::is_synthetic, reading};

/// So many alerts that have passed stand on a page.
pub const PAGE_SIZE: usize = 100;

/// Which alerts by their state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertState {
    /// Pending, firing or recovering.
    #[default]
    Open,
    /// On too few days as yet.
    Pending,
    /// Short.
    Firing,
    /// No longer short, but not for long enough.
    Recovering,
    /// Open, and cannot be judged for want of data.
    Unknown,
    /// Passed.
    Resolved,
}

impl AlertState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Pending, Self::Firing, Self::Recovering, Self::Unknown, Self::Resolved];

    /// The word in addresses, command line and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Firing => "firing",
            Self::Recovering => "recovering",
            Self::Unknown => "unknown",
            Self::Resolved => "resolved",
        }
    }

    /// Reads [`AlertState::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    fn fits(self, alert: &Watched) -> bool {
        match self {
            Self::Open => alert.phase.is_open(),
            Self::Unknown => alert.phase.is_open() && alert.unknown_since.is_some(),
            Self::Pending | Self::Firing | Self::Recovering | Self::Resolved => alert.phase.code() == self.code(),
        }
    }
}

/// Which alerts are wanted; what is empty filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// By their state; the open ones where nothing is said.
    pub state: AlertState,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// At this level.
    pub level: Option<Level>,
    /// Of this item.
    pub item: Option<ItemCode>,
    /// Of this party.
    pub party: Option<PartyCode>,
    /// In this scope.
    pub scope: Option<Scope>,
    /// Of this division and of the parties in it.
    pub division: Option<DivisionCode>,
    /// Only what rings and nobody has taken.
    pub unclaimed: bool,
    /// Only what this person has taken.
    pub owner: Option<String>,
    /// Only what is silent, or only what is not.
    pub silenced: Option<bool>,
    /// Of what has passed, those before this one.
    pub before: Option<AlertId>,
    /// As it was known at this instant; now where none is named.
    pub as_of: Option<DateTime<Utc>>,
}

impl AlertFilter {
    fn fits(&self, alert: &Watched, city: &City) -> bool {
        let scope = self.scope.clone().or_else(|| self.party.clone().map(Scope::Party));
        let waits = matches!(alert.attention, Attention::Unclaimed { .. } | Attention::Escalated { .. });
        let owner = if let Attention::Owned { by, .. } = &alert.attention { Some(by) } else { None };
        self.state.fits(alert)
            && self.kind.is_none_or(|kind| kind == alert.key.kind)
            && self.level.is_none_or(|level| level == alert.level)
            && self.item.as_ref().is_none_or(|item| *item == alert.key.item)
            && scope.is_none_or(|scope| scope == alert.key.scope)
            && self.division.as_ref().is_none_or(|division| city.division_of(&alert.key.scope) == Some(division))
            && (!self.unclaimed || waits)
            && (self.owner.is_none() || self.owner.as_ref() == owner)
            && self.silenced.is_none_or(|silenced| silenced == alert.silence.is_some())
    }
}

/// An alert in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertEntry {
    /// Its key.
    pub id: AlertId,
    /// The alert.
    pub alert: Watched,
    /// What it follows from, where the reader may see that.
    pub cause: Option<AlertId>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// When it passed.
    pub resolved_at: Option<DateTime<Utc>>,
}

impl From<StoredAlert> for AlertEntry {
    fn from(stored: StoredAlert) -> Self {
        let StoredAlert { id, alert, cause, changed_at, resolved_at } = stored;
        Self { id, alert, cause, changed_at, resolved_at }
    }
}

/// How many alerts the reader sees, whatever the filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertCounts {
    /// Firing and recovering, by level: red, orange, yellow, blue.
    pub levels: [usize; 4],
    /// Pending.
    pub pending: usize,
    /// Open and unknown.
    pub unknown: usize,
    /// Rung, and nobody has taken it.
    pub unclaimed: usize,
    /// Silent.
    pub silenced: usize,
}

impl AlertCounts {
    fn add(&mut self, alert: &Watched) {
        match alert.phase {
            Phase::Pending { .. } => self.pending += 1,
            Phase::Firing { .. } | Phase::Recovering { .. } => {
                let place = Level::WORST_FIRST.iter().position(|level| *level == alert.level).unwrap_or(0);
                self.levels[place] += 1;
            }
            Phase::Resolved { .. } => return,
        }
        self.unknown += usize::from(alert.unknown_since.is_some());
        self.unclaimed +=
            usize::from(matches!(alert.attention, Attention::Unclaimed { .. } | Attention::Escalated { .. }));
        self.silenced += usize::from(alert.silence.is_some());
    }
}

/// A list of alerts.
#[derive(Clone, Debug)]
pub struct AlertList {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The day that the last run judged, and when it ended; not known of an earlier instant.
    pub judged: Option<(NaiveDate, DateTime<Utc>)>,
    /// Open ones the worst first, then by item, kind and scope; what has passed the newest first.
    pub alerts: Vec<AlertEntry>,
    /// Ask for those before this one to go on; `None` where there are no more.
    pub next: Option<AlertId>,
    /// How many are open, whatever the filter.
    pub counts: AlertCounts,
    /// All items, in their order.
    pub items: Vec<Item>,
    /// The rule that governs each item today.
    pub rules: Vec<Rule>,
    /// The instant that the list is of, where it is not now.
    pub as_of: Option<DateTime<Utc>>,
    /// The parties that these and all open alerts name, and the district offices.
    pub parties: Vec<Party>,
    /// Names of the people who act; see [`People`].
    pub people: People,
    /// The declared levels in force; only for who may see the whole city.
    pub declared: Vec<StoredDeclared>,
    /// Whether the reader may handle alerts.
    pub may_handle: bool,
}

impl Services {
    /// The alerts that the actor may see.
    ///
    /// # Errors
    /// Not allowed, an unknown item, or a party of which the actor may see nothing.
    pub async fn alerts(&self, actor: &Actor, filter: &AlertFilter) -> Result<AlertList, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        self.looking_back(filter.as_of)?;
        let taken_at = self.clock.office_now();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        if let Some(item) = &filter.item {
            city.item(item)?;
        }
        if let Some(code) = &filter.party {
            let mut named = Named::new();
            if reach == Reach::Own {
                for item in &city.items {
                    named.extend(reading::named_of_item(&mut transaction, &city, item, actor).await?);
                }
            }
            if !access::may_see_party(actor, city.party(code)?, &named) {
                return Err(ServiceError::NotFound(format!("单位 / party {code}")));
            }
        }
        let mut eyes = Eyes::new(&city, actor, reach, taken_at.date());
        let mut open = match filter.as_of {
            None => {
                let open = alerts::open(&mut transaction).await?;
                eyes.visible(&mut transaction, open).await?
            }
            Some(at) => {
                let pairs = open_at(&mut transaction, &city, at).await?;
                eyes.visible_then(&mut transaction, pairs).await?
            }
        };
        if reach == Reach::Own {
            for_outsiders(&mut open);
        }
        let scopes: Vec<Scope> = open.iter().map(|stored| stored.alert.key.scope.clone()).collect();
        let mut counts = AlertCounts::default();
        for stored in &open {
            counts.add(&stored.alert);
        }
        let seen: HashSet<AlertId> = open.iter().map(|stored| stored.id).collect();
        let (mut found, next) = if filter.state == AlertState::Resolved {
            let page = past(&mut transaction, &mut eyes, filter).await?;
            let more = page.len() > PAGE_SIZE;
            let page: Vec<StoredAlert> = page.into_iter().take(PAGE_SIZE).collect();
            let next = page.last().map(|last| last.id).filter(|_| more);
            (page, next)
        } else {
            let mut wanted: Vec<StoredAlert> = open.into_iter().filter(|s| filter.fits(&s.alert, &city)).collect();
            sort(&city, &mut wanted);
            (wanted, None)
        };
        if reach == Reach::Own {
            for_outsiders(&mut found);
            without_hidden_causes(&mut found, &seen);
        }
        let causes = found.iter().filter_map(|s| s.alert.cause.as_ref()).map(|cause| &cause.scope);
        let named = found.iter().map(|s| &s.alert.key.scope).chain(&scopes).chain(causes);
        let parties = named_parties(&city, named);
        let state = state::state(&mut transaction).await?;
        let declared = match (reach, filter.as_of) {
            (Reach::Own, _) => Vec::new(),
            (Reach::All, None) => declared::in_force(&mut transaction).await?,
            (Reach::All, Some(at)) => declared::in_force_at(&mut transaction, at).await?,
        };
        let now = filter.as_of.is_none();
        Ok(AlertList {
            taken_at,
            synthetic: is_synthetic(&mut transaction).await?,
            judged: state.day.zip(state.reconciled_at).filter(|_| now),
            next,
            counts,
            parties,
            people: People::load(&mut transaction, actor, reach).await?,
            season: city.rules.calendar.season_on(taken_at.date()),
            alerts: found.into_iter().map(AlertEntry::from).collect(),
            rules: city.rules_on(taken_at.date()),
            as_of: filter.as_of,
            items: city.items,
            declared,
            may_handle: now && access::check(actor, Action::HandleAlerts).is_ok(),
        })
    }
}

/// One alert more than a page of what has passed and the reader may see.
async fn past(
    transaction: &mut baogong_storage::Transaction,
    eyes: &mut Eyes<'_>,
    filter: &AlertFilter,
) -> Result<Vec<StoredAlert>, ServiceError> {
    const STEP: i64 = 200;
    let scope = filter.scope.clone().or_else(|| filter.party.clone().map(Scope::Party));
    let mut wanted = PastFilter {
        item: filter.item.as_ref(),
        kind: filter.kind,
        scope: scope.as_ref(),
        level: filter.level,
        before: filter.before,
    };
    let mut found = Vec::new();
    while found.len() <= PAGE_SIZE {
        let step = alerts::resolved(transaction, wanted, STEP).await?;
        let Some(last) = step.last().map(|stored| stored.id) else { break };
        wanted.before = Some(last);
        let seen = eyes.visible(transaction, step).await?;
        let by_then = |s: &StoredAlert| filter.as_of.is_none_or(|at| s.resolved_at.is_some_and(|passed| passed <= at));
        let seen = seen.into_iter().filter(by_then);
        found.extend(seen.filter(|stored| filter.fits(&stored.alert, eyes.city)));
    }
    Ok(found)
}

/// The worst first, then by item in the office's order, by kind and by scope.
fn sort(city: &City, alerts: &mut [StoredAlert]) {
    let places: HashMap<&ItemCode, usize> =
        city.items.iter().enumerate().map(|(place, item)| (&item.code, place)).collect();
    alerts.sort_by_cached_key(|stored| {
        let key = &stored.alert.key;
        let place = places.get(&key.item).copied().unwrap_or(usize::MAX);
        (std::cmp::Reverse(stored.alert.level), place, key.kind, key.scope.clone(), stored.id)
    });
}
