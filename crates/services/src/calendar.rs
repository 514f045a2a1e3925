//! The working calendar and the settings of deadlines, as the office keeps them.

use baogong_domain::{
    SeasonKind, WorkCalendar, WorkDayException,
    access::{self, Action, Actor},
    defaults,
    duty::DutySettings,
};
use baogong_storage::{settings, work_calendar};
use chrono::NaiveDate;

use crate::{ServiceError, Services, audit::Act, demo_site::is_synthetic};

/// The longest lock, in days.
const MOST_LOCK_DAYS: u32 = 365;

/// The calendar and settings in force.
#[derive(Clone, Debug)]
pub struct CalendarSettings {
    /// Date and time in the office.
    pub taken_at: chrono::NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Working days.
    pub calendar: WorkCalendar,
    /// Locks and rolling.
    pub settings: DutySettings,
    /// Whether the actor may change them.
    pub may_change: bool,
}

impl Services {
    /// The working calendar and the settings of deadlines.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn calendar(&self, actor: &Actor) -> Result<CalendarSettings, ServiceError> {
        let may_change = access::check(actor, Action::WriteSettings).is_ok();
        if !may_change {
            access::check(actor, Action::ReadCompleteness)?;
        }
        let mut transaction = self.store.begin_read().await?;
        let taken_at = self.clock.office_now();
        let seasons = settings::rule_book(&mut transaction).await?.calendar;
        Ok(CalendarSettings {
            taken_at,
            season: seasons.season_on(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            calendar: work_calendar::load(&mut transaction).await?,
            settings: work_calendar::settings(&mut transaction).await?.unwrap_or_else(defaults::duty_settings),
            may_change,
        })
    }

    /// States that a day is worked or not, whatever its weekday says.
    ///
    /// # Errors
    /// Not allowed, no source, or the weekday says so already.
    pub async fn set_calendar_exception(
        &self,
        actor: &Actor,
        exception: &WorkDayException,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::WriteSettings)?;
        let source = given_source(&exception.source)?;
        let exception = WorkDayException { source: source.to_owned(), ..exception.clone() };
        if WorkCalendar::default().is_working(exception.date) == exception.working {
            let message = if exception.working {
                "这天本来就是工作日 / that is a working day anyway: an exception would say nothing"
            } else {
                "这天本来就是休息日 / that day is off anyway: an exception would say nothing"
            };
            return Err(ServiceError::invalid("exception_needless", message));
        }
        let mut transaction = self.store.begin_write().await?;
        let before = work_calendar::load(&mut transaction).await?.is_working(exception.date);
        work_calendar::put(&mut transaction, &exception).await?;
        let detail = serde_json::json!({ "before": before, "working": exception.working, "source": exception.source });
        let day = exception.date.to_string();
        self.remember(&mut transaction, Act { actor, action: "calendar.set", subject: &day, detail: &detail }).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes an exception away: the day is what its weekday says.
    ///
    /// # Errors
    /// Not allowed, or there is none.
    pub async fn remove_calendar_exception(&self, actor: &Actor, date: NaiveDate) -> Result<(), ServiceError> {
        access::check(actor, Action::WriteSettings)?;
        let mut transaction = self.store.begin_write().await?;
        let before = work_calendar::load(&mut transaction).await?;
        let before = before.exceptions().iter().find(|e| e.date == date);
        let before = before.ok_or_else(|| ServiceError::NotFound(format!("日历例外 / calendar exception {date}")))?;
        work_calendar::remove(&mut transaction, date).await?;
        let detail = serde_json::json!({ "working": before.working, "source": before.source });
        let day = date.to_string();
        self.remember(&mut transaction, Act { actor, action: "calendar.remove", subject: &day, detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Changes how long late figures are taken and whether monthly deadlines roll.
    ///
    /// # Errors
    /// Not allowed, no source, or a lock of more than a year.
    pub async fn set_duty_settings(&self, actor: &Actor, settings: &DutySettings) -> Result<(), ServiceError> {
        access::check(actor, Action::WriteSettings)?;
        let settings = DutySettings { source: given_source(&settings.source)?.to_owned(), ..settings.clone() };
        if settings.lock_days_daily.max(settings.lock_days_monthly) > MOST_LOCK_DAYS {
            let message =
                format!("锁定期最多 {MOST_LOCK_DAYS} 天 / at most {MOST_LOCK_DAYS} days until a figure is locked");
            return Err(ServiceError::invalid("lock_days_invalid", message));
        }
        let told = |s: &DutySettings| {
            serde_json::json!({
                "lock_days_daily": s.lock_days_daily, "lock_days_monthly": s.lock_days_monthly,
                "roll_monthly": s.roll_monthly, "source": s.source,
            })
        };
        let mut transaction = self.store.begin_write().await?;
        let before = work_calendar::settings(&mut transaction).await?;
        work_calendar::put_settings(&mut transaction, &settings).await?;
        let detail = serde_json::json!({ "before": before.as_ref().map(told), "after": told(&settings) });
        let act = Act { actor, action: "duty.settings", subject: "deadlines", detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(())
    }
}

fn given_source(source: &str) -> Result<&str, ServiceError> {
    let source = source.trim();
    if source.is_empty() || source.chars().count() > 200 {
        let message = "请写明依据，最多 200 字 / name the notice or decision behind it, in at most 200 characters";
        return Err(ServiceError::invalid("source_missing", message));
    }
    Ok(source)
}
