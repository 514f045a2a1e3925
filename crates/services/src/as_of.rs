//! As of: what was known at an earlier instant. Whoever asks names it in office time; one to come is refused.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Utc};

use crate::{ServiceError, Services, clock::office_zone};

/// The instant that an answer is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(DateTime<Utc>);

impl Moment {
    pub(crate) const fn at(self) -> DateTime<Utc> {
        self.0
    }

    /// Date and time in the office.
    pub(crate) fn office(self) -> NaiveDateTime {
        office(self.0)
    }
}

/// An instant as the office's clock shows it.
pub(crate) fn office(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}

impl Services {
    /// The instant that is asked for: an earlier one, or now.
    pub(crate) fn moment(&self, as_of: Option<DateTime<Utc>>) -> Result<Moment, ServiceError> {
        let now = self.clock.now();
        match as_of {
            Some(instant) if instant > now => Err(ServiceError::invalid(
                "as_of_in_future",
                "截至时间还没有到 / that instant is still to come; choose an earlier one",
            )),
            other => Ok(Moment(other.unwrap_or(now))),
        }
    }
}

/// Reads an instant: in office time, such as `2026-11-03T09:00`, or with its own offset. Nothing written is now.
///
/// # Errors
/// It does not read.
pub fn read(text: &str) -> Result<Option<DateTime<Utc>>, ServiceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let local = |form| NaiveDateTime::parse_from_str(text, form).ok();
    let local = local("%Y-%m-%dT%H:%M").or_else(|| local("%Y-%m-%dT%H:%M:%S"));
    let in_office = local.and_then(|local| office_zone().from_local_datetime(&local).single()).map(|t| t.to_utc());
    let instant = in_office.or_else(|| text.parse().ok());
    let usual = |instant: &DateTime<Utc>| (1900..2200).contains(&instant.year());
    instant.filter(usual).map(Some).ok_or_else(|| {
        let message = format!("“{text}” 不是时刻 / is not an instant, such as 2026-11-03T09:00 (office time)");
        ServiceError::invalid("as_of_invalid", message)
    })
}

/// The day of the office on which the instant is, or else this one.
pub(crate) fn day_of(as_of: Option<DateTime<Utc>>, today: NaiveDate) -> NaiveDate {
    as_of.map_or(today, |instant| office(instant).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_office_time() {
        for (text, expect) in [
            ("2026-11-03T09:00", Some("2026-11-03T01:00:00Z")),
            (" 2026-11-03T09:00:30 ", Some("2026-11-03T01:00:30Z")),
            ("2026-11-03T00:30", Some("2026-11-02T16:30:00Z")),
            ("2026-11-03T09:00:00Z", Some("2026-11-03T09:00:00Z")),
            ("2026-11-03T09:00:00+08:00", Some("2026-11-03T01:00:00Z")),
            ("", None),
        ] {
            assert_eq!(read(text).unwrap(), expect.map(|t| t.parse::<DateTime<Utc>>().unwrap()), "{text}");
        }
        for text in ["yesterday", "2026-11-03", "2026-13-03T09:00", "2026-11-03T25:00", "9999-01-01T00:00"] {
            assert_eq!(read(text).unwrap_err().code(), "as_of_invalid", "{text}");
        }
    }
}
