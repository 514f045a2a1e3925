//! What a file's figures would do to what stands: new, changed or unchanged; and whether deadlines and locks let them in.

use baogong_domain::{
    PartyCode, Period,
    access::{Actor, Role},
    duty::{self, Gate},
};
use baogong_storage::{
    PartyId, Transaction,
    figures::{self, Current, Subject},
    openings::{self, Opening},
};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::{
    Rejection,
    gathered::{Gathered, Stated},
};
use crate::{ServiceError, city::City, clock::office_zone};

/// The figures of a file against what stands.
#[derive(Default)]
pub(super) struct Judged<'g> {
    /// Nobody has reported them.
    pub(super) new: Vec<&'g Stated>,
    /// They would change what stands.
    pub(super) changed: Vec<(&'g Stated, Current)>,
    /// They say what stands.
    pub(super) unchanged: Vec<&'g Stated>,
    /// They would change what is locked.
    pub(super) locked: Vec<Rejection>,
    /// Of the new and changed, how many are past their deadline: they take a reason.
    pub(super) late: u64,
}

impl<'g> Judged<'g> {
    /// Compares and judges at `now`.
    pub(super) async fn of(
        transaction: &mut Transaction,
        actor: &Actor,
        gathered: &'g Gathered,
        now: DateTime<Utc>,
    ) -> Result<Self, ServiceError> {
        let good = gathered.good();
        let current = current(transaction, gathered, &good).await?;
        let city = City::load(transaction).await?;
        let open = openings::running(transaction, None, now).await?;
        let gates = Gates { actor, city: &city, open: &open, now: now.with_timezone(&office_zone()).naive_local() };
        let mut judged = Self::default();
        for (stated, current) in good.into_iter().zip(current) {
            if current.as_ref().is_some_and(|current| !stated.differs(current)) {
                judged.unchanged.push(stated);
                continue;
            }
            match gates.of(gathered, stated) {
                Gate::Locked => {
                    let message =
                        "该时期已锁定，请联系协调办开放补报 / the period is locked: ask the office to open it";
                    judged.locked.push(Rejection::at(stated.line, &stated.column, "locked", message));
                    continue;
                }
                Gate::Open => {}
                Gate::Reason | Gate::OpenedUntil(_) => judged.late += 1,
            }
            match current {
                Some(current) => judged.changed.push((stated, current)),
                None => judged.new.push(stated),
            }
        }
        if matches!(actor, Actor::System) {
            judged.late = 0;
        }
        Ok(judged)
    }

    /// All that may be written; what says nothing new is written as well, and changes nothing.
    pub(super) fn taken(&self) -> Vec<&'g Stated> {
        let changed = self.changed.iter().map(|(stated, _)| *stated);
        self.new.iter().copied().chain(changed).chain(self.unchanged.iter().copied()).collect()
    }
}

/// Deadlines, locks and what the office has opened.
struct Gates<'c> {
    actor: &'c Actor,
    city: &'c City,
    open: &'c [Opening],
    now: NaiveDateTime,
}

impl Gates<'_> {
    fn of(&self, gathered: &Gathered, stated: &Stated) -> Gate {
        let (item, measure, period) = (gathered.item(stated), Gathered::measure(stated), Gathered::period(stated));
        let (supplier, consumer) = gathered.parties(stated);
        let id = |code: &PartyCode| self.city.party_id(code).ok();
        let reporter = consumer.and_then(|party| party.reporter.as_ref()).and_then(id);
        let of = |party: Option<&baogong_domain::Party>| party.and_then(|party| id(&party.code));
        let answerable: Option<PartyId> = duty::answerable(measure, of(supplier), of(consumer), |_| reporter);
        let covering = self.open.iter().filter(|o| Some(o.party) == answerable && o.covers(&item.code, period));
        let until = covering.map(|o| o.until.with_timezone(&office_zone()).naive_local()).max();
        match self.city.terms().gate(item, measure, period, self.now, until) {
            Gate::Locked if matches!(self.actor, Actor::System) || self.actor.role().is_some_and(Role::is_office) => {
                Gate::Reason
            }
            gate => gate,
        }
    }
}

impl Stated {
    /// Whether it would overwrite what stands.
    pub(super) fn differs(&self, current: &Current) -> bool {
        current.quantity != self.quantity || *current.note != *self.note
    }
}

/// What is asked of the database, and of which figures it can be asked: others name a party that is not there yet.
fn asked<'g>(gathered: &'g Gathered, stated: &[&Stated]) -> (Vec<(Subject<'g>, Period)>, Vec<bool>) {
    let all: Vec<_> =
        stated.iter().map(|stated| gathered.subject(stated).map(|s| (s, Gathered::period(stated)))).collect();
    (all.iter().flatten().copied().collect(), all.iter().map(Option::is_some).collect())
}

async fn current(
    transaction: &mut Transaction,
    gathered: &Gathered,
    stated: &[&Stated],
) -> Result<Vec<Option<Current>>, ServiceError> {
    let (asked, known) = asked(gathered, stated);
    let mut found = figures::current(transaction, &asked).await?.into_iter();
    Ok(known.into_iter().map(|known| if known { found.next().flatten() } else { None }).collect())
}

/// Refusals of what was written or withdrawn since a preview and would be overwritten.
pub(super) async fn overtaken(
    transaction: &mut Transaction,
    gathered: &Gathered,
    judged: &Judged<'_>,
    seen: i64,
) -> Result<Vec<Rejection>, ServiceError> {
    let new = judged.new.iter().map(|stated| (*stated, None));
    let changed = judged.changed.iter().map(|(stated, current)| (*stated, Some(current)));
    let (written, standing): (Vec<&Stated>, Vec<Option<&Current>>) = new.chain(changed).unzip();
    let (asked, known) = asked(gathered, &written);
    let mut touched = figures::written_since(transaction, &asked, seen).await?.into_iter();
    let mut rejections = Vec::new();
    for ((stated, current), known) in written.into_iter().zip(standing).zip(known) {
        if !(known && touched.next().unwrap_or(false)) {
            continue;
        }
        let message = match current {
            Some(current) => format!(
                "预览之后有人把它改成了 {}，未覆盖；请重新预览 / changed to {0} since the preview, and not overwritten: preview again",
                current.quantity
            ),
            None => "预览之后有人撤回了它；请重新预览 / withdrawn since the preview: preview again".to_owned(),
        };
        rejections.push(Rejection::at(stated.line, &stated.column, "changed_meanwhile", message));
    }
    Ok(rejections)
}
