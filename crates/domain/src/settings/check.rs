//! What is sensible: lines in their order, days and hours in range, seasons that do not overlap.

use std::fmt;

use chrono::Datelike as _;

use super::{Field, Setting, SettingsBook};
use crate::{
    calendar::{Calendar, SeasonDecision},
    item::Item,
    level::Level,
    period::{DayRange, minus_days, plus_days},
    rule::Rule,
    watch::{ByLevel, WatchSettings},
};

/// Why a setting cannot be: the field, what is wrong and what helps, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{zh} / {en}")]
pub struct SettingError {
    zh: String,
    en: String,
}

impl SettingError {
    /// Stable code for machines.
    pub const CODE: &'static str = "setting_invalid";

    pub(super) fn of(field: &Field, zh: &str, en: &str) -> Self {
        Self { zh: format!("{}：{zh}", field.names.0), en: format!("{}: {en}", field.names.1) }
    }

    pub(super) fn no_field() -> Self {
        Self::plain("没有这一项", "there is no such field")
    }

    fn plain(zh: impl fmt::Display, en: impl fmt::Display) -> Self {
        Self { zh: zh.to_string(), en: en.to_string() }
    }
}

/// How far a decision may move an end of its season.
const MOST_DAYS_MOVED: u32 = 90;
/// The longest season, in days.
const LONGEST_SEASON: usize = 240;
/// The longest line of a stock, in thousandths of a day.
const LONGEST_STOCK: i64 = 365_000;
/// The widest hysteresis: ten percentage points, ten days.
const WIDEST: (i64, i64) = (1000, 10_000);

impl Setting {
    /// Checks the setting by itself.
    ///
    /// # Errors
    /// It is not sensible.
    pub fn check(&self) -> Result<(), SettingError> {
        match self {
            Self::Decision(decided) if decided.last < decided.first => {
                Err(self.field("last", "不能早于开始日期", "it is not before the first day"))
            }
            Self::Season(_) | Self::Decision(_) => Ok(()),
            Self::Rule(rule) => self.check_rule(rule),
            Self::Watch(settings) => self.check_watch(settings),
        }
    }

    fn field(&self, code: &str, zh: &str, en: &str) -> SettingError {
        let fields = self.key().fields();
        fields
            .iter()
            .find(|field| field.code == code)
            .map_or_else(SettingError::no_field, |f| SettingError::of(f, zh, en))
    }

    fn check_rule(&self, rule: &Rule) -> Result<(), SettingError> {
        let gap = |level: Level| rule.gap.line(level);
        for (lesser, worse) in STEPS {
            if gap(worse) < gap(lesser) {
                let code = format!("gap_{}", worse.code());
                let (zh, en) = ("不能低于前一级的线", "it is not under the line of the lesser level: raise it");
                return Err(self.field(&code, zh, en));
            }
        }
        if gap(Level::Red) > 10_000 {
            return Err(self.field("gap_red", "缺口最多为需求的 100%", "a gap is at most 100 percent of demand"));
        }
        let Some(stock) = &rule.stock else { return Ok(()) };
        for (lesser, worse) in STEPS {
            if stock.line(worse) > stock.line(lesser) {
                let code = format!("stock_{}", worse.code());
                let (zh, en) = ("不能高于前一级的线", "it is not over the line of the lesser level: lower it");
                return Err(self.field(&code, zh, en));
            }
        }
        if stock.blue > LONGEST_STOCK {
            return Err(self.field("stock_blue", "最多 365 天", "at most 365 days"));
        }
        Ok(())
    }

    fn check_watch(&self, settings: &WatchSettings) -> Result<(), SettingError> {
        if settings.gap_hysteresis > WIDEST.0 {
            return Err(self.field("gap_hysteresis", "最多 10 个百分点", "at most 10 percentage points"));
        }
        if settings.stock_hysteresis > WIDEST.1 {
            return Err(self.field("stock_hysteresis", "最多 10 天", "at most 10 days"));
        }
        let ByLevel { blue, yellow, orange, red } = settings.escalate_minutes;
        for (code, lesser, worse) in
            [("escalate_yellow", blue, yellow), ("escalate_orange", yellow, orange), ("escalate_red", orange, red)]
        {
            if worse > lesser {
                return Err(self.field(code, "级别越重时限越短", "a worse level waits no longer than a lesser one"));
            }
        }
        let ByLevel { blue, yellow, orange, red } = settings.overdue_hours;
        let mut before = 0;
        for (code, hours) in
            [("overdue_blue", blue), ("overdue_yellow", yellow), ("overdue_orange", orange), ("overdue_red", red)]
        {
            let Some(hours) = hours else { continue };
            if hours < before {
                return Err(self.field(code, "级别越重逾期越久", "a worse level comes no sooner than a lesser one"));
            }
            before = hours;
        }
        Ok(())
    }

    /// Checks the setting against its item: only what is kept in stock has stock lines.
    ///
    /// # Errors
    /// It does not fit the item.
    pub fn check_item(&self, item: &Item) -> Result<(), SettingError> {
        match self {
            Self::Rule(rule) if rule.stock.is_some() && !item.has_stock => {
                Err(self.field("stock_blue", "该品种没有库存，请留空", "the item has no stock: leave the lines empty"))
            }
            _ => Ok(()),
        }
    }
}

/// Each level with the next worse one.
const STEPS: [(Level, Level); 3] =
    [(Level::Blue, Level::Yellow), (Level::Yellow, Level::Orange), (Level::Orange, Level::Red)];

impl SettingsBook {
    /// Checks the settings against each other, as they would be with this one.
    ///
    /// # Errors
    /// Seasons overlap, a season is too long, or a decision is not about its own occurrence.
    pub fn check_with(&self, setting: &Setting) -> Result<(), SettingError> {
        match setting {
            Setting::Season(_) => check_calendar(&self.clone().with(setting).rules.calendar),
            Setting::Decision(decided) => {
                check_decision(&self.rules.calendar, decided, setting)?;
                check_calendar(&self.clone().with(setting).rules.calendar)
            }
            Setting::Rule(_) | Setting::Watch(_) => Ok(()),
        }
    }
}

fn check_decision(calendar: &Calendar, decided: &SeasonDecision, setting: &Setting) -> Result<(), SettingError> {
    let base = calendar.seasons.iter().find(|season| season.kind == decided.kind);
    let Some(usual) = base.and_then(|season| season.occurrence(decided.year)) else {
        return Err(SettingError::plain("没有这个季节", "there is no such season"));
    };
    for (code, usual, decided) in [("first", usual.first, decided.first), ("last", usual.last, decided.last)] {
        if decided < minus_days(usual, MOST_DAYS_MOVED) || decided > plus_days(usual, MOST_DAYS_MOVED) {
            let (zh, en) = (
                format!("离常年的 {usual} 不超过 {MOST_DAYS_MOVED} 天，请核对年份"),
                format!("within {MOST_DAYS_MOVED} days of the usual {usual}: look at the year"),
            );
            return Err(setting.field(code, &zh, &en));
        }
    }
    Ok(())
}

/// Every occurrence in the years of decisions, and in four years in a row, of which one has a leap day.
fn check_calendar(calendar: &Calendar) -> Result<(), SettingError> {
    let decided = calendar.decisions.iter().flat_map(|decided| decided.year - 1..=decided.year + 1);
    let mut years: Vec<i32> = (2027..=2030).chain(decided).collect();
    years.sort_unstable();
    years.dedup();
    let occurrences = years.iter().flat_map(|year| {
        let of_year = |season: &crate::calendar::Season| Some((season.kind, calendar.occurrence(season.kind, *year)?));
        calendar.seasons.iter().filter_map(of_year).collect::<Vec<_>>()
    });
    let mut occurrences: Vec<_> = occurrences.collect();
    occurrences.sort_by_key(|(_, days)| days.first);
    for (kind, DayRange { first, last }) in &occurrences {
        let (zh, en) = kind.names();
        if last < first || (DayRange { first: *first, last: *last }).len() > LONGEST_SEASON {
            return Err(SettingError::plain(
                format!("{zh}：一季最长 {LONGEST_SEASON} 天，请核对起止日期"),
                format!("{en}: a season has at most {LONGEST_SEASON} days: look at its first and last day"),
            ));
        }
    }
    for pair in occurrences.windows(2) {
        let [(kind, days), (next_kind, next)] = pair else { continue };
        if next.first <= days.last {
            let year = next.first.year();
            return Err(SettingError::plain(
                format!(
                    "{}与{}在 {year} 年重叠：前者到 {}，后者从 {} 起；请错开",
                    kind.names().0,
                    next_kind.names().0,
                    days.last,
                    next.first
                ),
                format!(
                    "{} and {} overlap in {year}: one ends on {}, the other begins on {}; move one of them",
                    kind.names().1,
                    next_kind.names().1,
                    days.last,
                    next.first
                ),
            ));
        }
    }
    Ok(())
}
