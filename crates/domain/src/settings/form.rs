//! Settings as forms write them: values by the words of their fields, and back.

use chrono::NaiveDate;

use super::{Field, Input, Setting, SettingError, SettingKey, Values};
use crate::{
    calendar::{Season, SeasonDecision},
    level::{GapLines, Level, StockLines},
    rule::{ReportDeadline, Rule},
    watch::{ByLevel, WatchSettings},
};

impl Setting {
    /// The values by the words of their fields.
    pub fn values(&self) -> Values {
        let pairs: Vec<(&str, String)> = match self {
            Self::Season(Season { first, last, source, .. }) => {
                let day = |(month, day): &(u32, u32)| format!("{month:02}-{day:02}");
                vec![("first", day(first)), ("last", day(last)), ("source", source.clone())]
            }
            Self::Decision(SeasonDecision { first, last, source, .. }) => {
                vec![("first", first.to_string()), ("last", last.to_string()), ("source", source.clone())]
            }
            Self::Rule(rule) => rule_values(rule),
            Self::Watch(settings) => watch_values(settings),
        };
        pairs.into_iter().map(|(code, value)| (code.to_owned(), value)).collect()
    }

    /// Reads values; what is missing counts as empty. The setting is checked by itself, but not against the others.
    ///
    /// # Errors
    /// A value does not read, or is not sensible; the message names its field and what helps.
    pub fn read(key: &SettingKey, values: &Values) -> Result<Self, SettingError> {
        let form = Form { fields: key.fields(), values };
        let source = form.words("source")?;
        let setting = match key {
            SettingKey::Season(kind) => Self::Season(Season {
                kind: *kind,
                first: form.month_day("first")?,
                last: form.month_day("last")?,
                source,
            }),
            SettingKey::Decision(kind, year) => Self::Decision(SeasonDecision {
                kind: *kind,
                year: *year,
                first: form.date("first")?,
                last: form.date("last")?,
                source,
            }),
            SettingKey::Rule(item, season) => Self::Rule(Rule {
                item: item.clone(),
                season: *season,
                gap: GapLines {
                    blue: form.needed("gap_blue")?,
                    yellow: form.needed("gap_yellow")?,
                    orange: form.needed("gap_orange")?,
                    red: form.needed("gap_red")?,
                },
                stock: form.stock_lines()?,
                pending_days: form.count("pending_days")?,
                look_ahead_days: form.count("look_ahead_days")?,
                window_days: form.count("window_days")?,
                use_window_days: form.count("use_window_days")?,
                stale_daily_days: form.count("stale_daily_days")?,
                stale_monthly_days: form.count("stale_monthly_days")?,
                deadline: form.deadline()?,
                source,
            }),
            SettingKey::Watch(season) => Self::Watch(WatchSettings {
                season: *season,
                gap_hysteresis: form.needed("gap_hysteresis")?,
                stock_hysteresis: form.needed("stock_hysteresis")?,
                hold_days: form.count("hold_days")?,
                escalate_minutes: ByLevel {
                    blue: form.count("escalate_blue")?,
                    yellow: form.count("escalate_yellow")?,
                    orange: form.count("escalate_orange")?,
                    red: form.count("escalate_red")?,
                },
                overdue_hours: ByLevel {
                    blue: form.count_or_never("overdue_blue")?,
                    yellow: form.count_or_never("overdue_yellow")?,
                    orange: form.count_or_never("overdue_orange")?,
                    red: form.count_or_never("overdue_red")?,
                },
                implausible_level: form.level("implausible_level")?,
                frozen_days: form.count("frozen_days")?,
                apart_percent: form.count("apart_percent")?,
                apart_days: form.count("apart_days")?,
                stoppage_percent: form.count("stoppage_percent")?,
                stoppage_days: form.count("stoppage_days")?,
                cause_percent: form.count("cause_percent")?,
                source,
            }),
        };
        setting.check()?;
        Ok(setting)
    }
}

fn rule_values(rule: &Rule) -> Vec<(&'static str, String)> {
    let stock = |line: fn(StockLines) -> i64| rule.stock.map(|lines| written(line(lines), 3)).unwrap_or_default();
    let (kind, due) = match rule.deadline {
        ReportDeadline::Daily { hour } => ("daily", hour),
        ReportDeadline::Monthly { day } => ("monthly", day),
    };
    vec![
        ("gap_blue", written(rule.gap.blue, 2)),
        ("gap_yellow", written(rule.gap.yellow, 2)),
        ("gap_orange", written(rule.gap.orange, 2)),
        ("gap_red", written(rule.gap.red, 2)),
        ("stock_blue", stock(|lines| lines.blue)),
        ("stock_yellow", stock(|lines| lines.yellow)),
        ("stock_orange", stock(|lines| lines.orange)),
        ("stock_red", stock(|lines| lines.red)),
        ("pending_days", rule.pending_days.to_string()),
        ("look_ahead_days", rule.look_ahead_days.to_string()),
        ("window_days", rule.window_days.to_string()),
        ("use_window_days", rule.use_window_days.to_string()),
        ("stale_daily_days", rule.stale_daily_days.to_string()),
        ("stale_monthly_days", rule.stale_monthly_days.to_string()),
        ("deadline_kind", kind.to_owned()),
        ("deadline_value", due.to_string()),
        ("source", rule.source.clone()),
    ]
}

fn watch_values(settings: &WatchSettings) -> Vec<(&'static str, String)> {
    let minutes = settings.escalate_minutes;
    let hours = |hours: Option<u32>| hours.map(|hours| hours.to_string()).unwrap_or_default();
    let of = settings.overdue_hours;
    vec![
        ("gap_hysteresis", written(settings.gap_hysteresis, 2)),
        ("stock_hysteresis", written(settings.stock_hysteresis, 3)),
        ("hold_days", settings.hold_days.to_string()),
        ("escalate_blue", minutes.blue.to_string()),
        ("escalate_yellow", minutes.yellow.to_string()),
        ("escalate_orange", minutes.orange.to_string()),
        ("escalate_red", minutes.red.to_string()),
        ("overdue_blue", hours(of.blue)),
        ("overdue_yellow", hours(of.yellow)),
        ("overdue_orange", hours(of.orange)),
        ("overdue_red", hours(of.red)),
        ("implausible_level", settings.implausible_level.code().to_owned()),
        ("frozen_days", settings.frozen_days.to_string()),
        ("apart_percent", settings.apart_percent.to_string()),
        ("apart_days", settings.apart_days.to_string()),
        ("stoppage_percent", settings.stoppage_percent.to_string()),
        ("stoppage_days", settings.stoppage_days.to_string()),
        ("cause_percent", settings.cause_percent.to_string()),
        ("source", settings.source.clone()),
    ]
}

/// A fixed-point number without idle zeros: 550 with two decimals is `5.5`.
fn written(value: i64, decimals: u32) -> String {
    let one = 10i64.pow(decimals);
    let width = usize::try_from(decimals).unwrap_or(0);
    let text = format!("{}.{:0width$}", value / one, value % one);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads [`written`]; at most six digits before the point.
fn fixed(text: &str, decimals: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > decimals || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<decimals$}").parse().ok()
}

struct Form<'a> {
    fields: &'static [Field],
    values: &'a Values,
}

impl Form<'_> {
    fn field(&self, code: &str) -> Result<(&'static Field, &str), SettingError> {
        let field = self.fields.iter().find(|field| field.code == code).ok_or_else(SettingError::no_field)?;
        Ok((field, self.values.get(code).map(|value| value.trim()).unwrap_or_default()))
    }

    fn fixed(&self, code: &str) -> Result<Option<i64>, SettingError> {
        let (field, text) = self.field(code)?;
        if text.is_empty() {
            return Ok(None);
        }
        let decimals = if field.input == Input::Percent { 2 } else { 3 };
        let read = fixed(text, decimals);
        read.map(Some).ok_or_else(|| {
            let (zh, en) = (
                format!("写成不带单位的数，最多 {decimals} 位小数，如 7.5"),
                format!("write a number without its unit, with at most {decimals} decimals, such as 7.5"),
            );
            SettingError::of(field, &zh, &en)
        })
    }

    fn needed(&self, code: &str) -> Result<i64, SettingError> {
        let (field, _) = self.field(code)?;
        self.fixed(code)?.ok_or_else(|| SettingError::of(field, "请填写", "fill it in"))
    }

    fn stock_lines(&self) -> Result<Option<StockLines>, SettingError> {
        let lines = [
            self.fixed("stock_blue")?,
            self.fixed("stock_yellow")?,
            self.fixed("stock_orange")?,
            self.fixed("stock_red")?,
        ];
        match lines {
            [Some(blue), Some(yellow), Some(orange), Some(red)] => Ok(Some(StockLines { blue, yellow, orange, red })),
            [None, None, None, None] => Ok(None),
            _ => {
                let (field, _) = self.field("stock_blue")?;
                Err(SettingError::of(field, "四条库存线须都填或都不填", "fill in all four stock lines or none"))
            }
        }
    }

    fn count(&self, code: &str) -> Result<u32, SettingError> {
        let (field, _) = self.field(code)?;
        self.count_or_never(code)?.ok_or_else(|| SettingError::of(field, "请填写", "fill it in"))
    }

    fn count_or_never(&self, code: &str) -> Result<Option<u32>, SettingError> {
        let (field, text) = self.field(code)?;
        if text.is_empty() {
            return Ok(None);
        }
        let (Input::Count(least, most) | Input::CountOrNever(least, most)) = field.input else {
            return Err(SettingError::no_field());
        };
        let read = text.parse().ok().filter(|number| (least..=most).contains(number));
        read.map(Some).ok_or_else(|| {
            let (zh, en) =
                (format!("写 {least} 至 {most} 的整数"), format!("write a whole number from {least} to {most}"));
            SettingError::of(field, &zh, &en)
        })
    }

    fn level(&self, code: &str) -> Result<Level, SettingError> {
        let (field, text) = self.field(code)?;
        Level::parse(text).ok_or_else(|| SettingError::of(field, "选一个级别", "choose a level"))
    }

    fn deadline(&self) -> Result<ReportDeadline, SettingError> {
        let (field, kind) = self.field("deadline_kind")?;
        let (value_field, _) = self.field("deadline_value")?;
        let due = self.count("deadline_value")?;
        match kind {
            "daily" if due < 24 => Ok(ReportDeadline::Daily { hour: due }),
            "daily" => Err(SettingError::of(
                value_field,
                "每日报送写 0 至 23 点",
                "for daily reports write an hour from 0 to 23",
            )),
            "monthly" if due > 0 => Ok(ReportDeadline::Monthly { day: due }),
            "monthly" => Err(SettingError::of(
                value_field,
                "每月报送写 1 至 28 日",
                "for monthly reports write a day from 1 to 28",
            )),
            _ => Err(SettingError::of(field, "选每日或每月", "choose daily or monthly")),
        }
    }

    fn words(&self, code: &str) -> Result<String, SettingError> {
        let (field, text) = self.field(code)?;
        if text.is_empty() || text.chars().count() > LONGEST_SOURCE {
            let (zh, en) = (
                format!("写明依据的文件或决定，最多 {LONGEST_SOURCE} 字"),
                format!("name the document or decision behind it, in at most {LONGEST_SOURCE} characters"),
            );
            return Err(SettingError::of(field, &zh, &en));
        }
        Ok(text.to_owned())
    }

    fn date(&self, code: &str) -> Result<NaiveDate, SettingError> {
        let (field, text) = self.field(code)?;
        text.parse().map_err(|_| SettingError::of(field, "写成 2027-03-31", "write it as 2027-03-31"))
    }

    fn month_day(&self, code: &str) -> Result<(u32, u32), SettingError> {
        let (field, text) = self.field(code)?;
        let read = text.split_once('-').and_then(|(month, day)| {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A year that has all days.
            NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
        });
        read.ok_or_else(|| SettingError::of(field, "写成月-日，如 11-15", "write month and day, such as 11-15"))
    }
}

/// The longest source, in characters.
const LONGEST_SOURCE: usize = 300;
