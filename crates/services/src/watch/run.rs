//! One run of the reconciler, and when it is needed.

use baogong_domain::{
    access::{self, Action, Actor},
    period::plus_days,
    watch::{Input, Relations, Watched, analyze, complete},
};
use baogong_storage::{
    Transaction,
    audit::take_head,
    watch::{
        alerts::{self, StoredAlert},
        state::{self, WatchState},
        touched,
    },
};
use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};

use super::{
    context::Context,
    neighbours::Neighbours,
    part,
    whole::{self, end_of},
};
use crate::{ServiceError, Services, clock::office_zone};

/// With more touched series everything is judged anew.
const MOST_SERIES: i64 = 400;
/// A server that was down catches up day by day, but no further back than this.
const MOST_DAYS_BACK: u32 = 31;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// The evaluation day.
    pub day: NaiveDate,
    /// Whether everything was judged, or only what was touched.
    pub whole: bool,
    /// Entries of timelines.
    pub events: usize,
    /// How many of them ring.
    pub rang: usize,
    /// Alerts that opened.
    pub opened: usize,
    /// Levels that rose.
    pub rose: usize,
    /// Levels that fell.
    pub fell: usize,
    /// Alerts that passed.
    pub resolved: usize,
    /// Alerts that cannot be judged any more.
    pub unknown: usize,
    /// Alerts that nobody took in time.
    pub escalated: usize,
}

impl Services {
    /// Judges everything on a day (today where none is named) and keeps the alerts accordingly. Days since the last run
    /// are judged first, in order, each in a transaction of its own. A day before that of the last run changes nothing:
    /// what has been seen is not unseen. What each run did, in order.
    ///
    /// # Errors
    /// Not allowed, a day that has not come, or the database fails.
    pub async fn reconcile(&self, actor: &Actor, day: Option<NaiveDate>) -> Result<Vec<Reconciled>, ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let today = self.clock.today();
        let target = day.unwrap_or(today);
        if target > today {
            return Err(ServiceError::invalid("day_ahead", "这一天还没有到 / that day has not come yet"));
        }
        let mut done = Vec::new();
        loop {
            let mut transaction = self.store.begin_write().await?;
            take_head(&mut transaction).await?;
            let Some(next) = next_day(state::state(&mut transaction).await?.day, target) else { break };
            done.push(self.judge_all(&mut transaction, actor, next).await?);
            transaction.commit().await?;
            if next == target {
                break;
            }
        }
        Ok(done)
    }

    /// Judges what was written since the last run, ends silences and escalates what is due; everything where a new day
    /// has begun or settings have changed. `None` where there was nothing to do.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn look(&self, actor: &Actor) -> Result<Option<Reconciled>, ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let (today, now) = (self.clock.today(), self.clock.now());
        let mut reading = self.store.begin_read().await?;
        let state = state::state(&mut reading).await?;
        let everything = self.asks_for_everything(&mut reading, &state, today).await?;
        let anything = everything
            || touched::any(&mut reading).await?
            || state.day == Some(today) && !alerts::due(&mut reading, now).await?.is_empty();
        drop(reading);
        if !anything {
            return Ok(None);
        }
        if !everything && let Some(done) = self.judge_part(actor, today).await? {
            return Ok(Some(done));
        }
        Ok(self.reconcile(actor, None).await?.pop())
    }

    async fn asks_for_everything(
        &self,
        transaction: &mut Transaction,
        state: &WatchState,
        today: NaiveDate,
    ) -> Result<bool, ServiceError> {
        if state.stale || state.day.is_none_or(|day| day < today) {
            return Ok(true);
        }
        Ok(Context::of(transaction, today, &[]).await?.digest() != state.settings)
    }

    /// A run over everything, in a transaction that holds the head of the audit trail.
    async fn judge_all(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        day: NaiveDate,
    ) -> Result<Reconciled, ServiceError> {
        let now = self.instant();
        let context = Context::whole(transaction, day).await?;
        let stored = alerts::open(transaction).await?;
        let open: Vec<Watched> = stored.iter().map(|s| s.alert.clone()).collect();
        let at = end_of(day, now.with_timezone(&office_zone()).naive_local());
        let whole::Judgement { mut answers, relations } = whole::judge(transaction, &context, &open, at).await?;
        complete(&mut answers, &open);
        let settings = context.settings()?;
        let input = Input { day, now, settings, open, neighbours: Vec::new(), answers, relations };
        let done = self.apply(transaction, actor, day, now, &stored, &analyze(input)).await?;
        touched::clear(transaction).await?;
        let state = WatchState { day: Some(day), settings: context.digest(), stale: false, reconciled_at: Some(now) };
        state::set(transaction, &state).await?;
        Ok(Reconciled { whole: true, ..done })
    }

    /// A run over what was written; `None` where everything has to be judged after all.
    async fn judge_part(&self, actor: &Actor, day: NaiveDate) -> Result<Option<Reconciled>, ServiceError> {
        let now = self.instant();
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        let state = state::state(&mut transaction).await?;
        if self.asks_for_everything(&mut transaction, &state, day).await? || state.day != Some(day) {
            return Ok(None);
        }
        let Some(touched) = touched::all(&mut transaction, MOST_SERIES).await? else { return Ok(None) };
        let at = now.with_timezone(&office_zone()).naive_local();
        let Some(mut part) = part::judge(&mut transaction, day, at, touched).await? else { return Ok(None) };
        let struck = alerts::due(&mut transaction, now).await?;
        part.open.extend(
            struck.into_iter().filter(|due| part.open.iter().all(|open| open.id != due.id)).collect::<Vec<_>>(),
        );
        let Neighbours { alerts: around, relations } =
            Neighbours::around(&mut transaction, &part.keys(), &part.open).await?;
        let done = self.conclude(&mut transaction, actor, day, now, part, around, relations).await?;
        touched::clear(&mut transaction).await?;
        state::set(&mut transaction, &WatchState { reconciled_at: Some(now), ..state }).await?;
        transaction.commit().await?;
        Ok(Some(done))
    }

    #[expect(clippy::too_many_arguments, reason = "a run's parts, each once")]
    async fn conclude(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        day: NaiveDate,
        now: DateTime<Utc>,
        part: part::Part,
        around: Vec<StoredAlert>,
        relations: Relations,
    ) -> Result<Reconciled, ServiceError> {
        let context = Context::of(transaction, day, &[]).await?;
        let alert = |stored: &StoredAlert| stored.alert.clone();
        let input = Input {
            day,
            now,
            settings: context.settings()?,
            open: part.open.iter().map(alert).collect(),
            neighbours: around.iter().map(alert).collect(),
            answers: part.answers,
            relations,
        };
        let diff = analyze(input);
        let known: Vec<StoredAlert> = part.open.into_iter().chain(around).collect();
        self.apply(transaction, actor, day, now, &known, &diff).await
    }

    /// Now, as the database keeps an instant.
    pub(crate) fn instant(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }
}

/// The next day to judge on the way to `target`; `None` where a later one was judged already.
fn next_day(last: Option<NaiveDate>, target: NaiveDate) -> Option<NaiveDate> {
    let earliest = baogong_domain::period::minus_days(target, MOST_DAYS_BACK);
    match last {
        Some(last) if last > target => None,
        Some(last) if last == target => Some(target),
        Some(last) => Some(plus_days(last, 1).max(earliest)),
        None => Some(target),
    }
}
