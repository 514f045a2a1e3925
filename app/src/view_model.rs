//! From what the services answer to what the pages show. On the server only.

mod accounts;
pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod board;

pub(crate) mod desk;
pub(crate) mod figures;
pub(crate) mod jobs;
pub(crate) mod registry;
pub(crate) mod rules;

use std::collections::HashMap;

use baogong_domain::{
    Alert, AlertKind, BalanceRow, DayRange, DivisionCode, Evaluation, Exact, Grain, Item, ItemCode, Level, Measure,
    Nature, Party, PartyCode, PartyKind, Route, Rule, Scope, rule::ReportDeadline,
};
use baogong_services::{
    situation::{ItemSituation, Situation},
    updated::Updated,
};

pub(crate) use accounts::accounts;

use crate::model::{
    AlertView, Amount, Cell, Day, DeadlineView, ItemKind, ItemName, ItemRow, ItemView, Name, RuleLine, RuleView,
    SeasonView, Shortage, SituationView, Taken, UnknownView, UpdatedView, Whom,
};

/// The overview.
pub(crate) fn situation(situation: &Situation, past: bool) -> SituationView {
    let Situation { taken_at, today, season, season_days_left, synthetic, items, updated, rules, evaluation, parties } =
        situation;
    let names = Names::new(parties);
    let row = |((item, rows), updated): (&(Item, Vec<BalanceRow>), &Updated)| {
        let ahead = rows.iter().filter(|r| r.period.first_day() >= *today);
        ItemRow {
            item: item_name(item),
            today: rows.iter().find(|r| r.period.first_day() == *today).map(|r| day(&item.code, r, updated, &names)),
            cells: ahead.map(cell).collect(),
        }
    };
    let by_code: HashMap<&ItemCode, ItemName> = items.iter().map(|(item, _)| (&item.code, item_name(item))).collect();
    let unknown_of = |(item, _): &(Item, Vec<BalanceRow>)| {
        let mut view =
            UnknownView { item: item_name(item), city: false, divisions: Vec::new(), parties: 0, from_the_pool: 0 };
        // Who draws on the pool is judged with the city, unless somebody names a supply of his own or he holds stocks.
        let expected = |code: &PartyCode| item.route == Route::Direct || names.is_supplier(code);
        for (scope, _) in evaluation.unknown.iter().filter(|(_, of)| *of == item.code) {
            match scope {
                Scope::City => view.city = true,
                Scope::Division(code) if item.route == Route::Direct => view.divisions.push(names.division(code)),
                Scope::Party(code) if expected(code) => view.parties += 1,
                Scope::Division(_) | Scope::Party(_) => view.from_the_pool += 1,
            }
        }
        (view.count() + view.from_the_pool > 0).then_some(view)
    };
    SituationView {
        taken: Taken { at: *taken_at, today: *today, synthetic: *synthetic },
        past,
        season: SeasonView { name: pair(season.names()), days_left: *season_days_left },
        items: items.iter().zip(updated).map(row).collect(),
        alerts: alerts(evaluation, &names, rules, |code| by_code.get(code).cloned()),
        unknown: items.iter().filter_map(unknown_of).collect(),
    }
}

/// One item in depth.
pub(crate) fn item(situation: &ItemSituation, past: bool) -> ItemView {
    let ItemSituation { taken_at, today, synthetic, item, rule, rows, updated, evaluation, parties } = situation;
    let names = Names::new(parties);
    let name = item_name(item);
    let now = rows.iter().find(|r| r.period.first_day() == *today);
    let uncounted = now.into_iter().flat_map(|r| &r.unknown).map(|code| names.party(code));
    ItemView {
        taken: Taken { at: *taken_at, today: *today, synthetic: *synthetic },
        past,
        rail: item.code.is_rail(),
        has_stock: item.has_stock,
        days: rows.iter().zip(updated).map(|(r, updated)| day(&item.code, r, updated, &names)).collect(),
        alerts: alerts(evaluation, &names, std::slice::from_ref(rule), |_| Some(name.clone())),
        unknown: unknown(evaluation, &item.code, &names),
        uncounted: uncounted.collect(),
        rule: rule_view(rule),
        item: name,
    }
}

pub(crate) fn pair((zh, en): (&str, &str)) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

fn amount(value: Option<&Exact>) -> Amount {
    value.map(Exact::to_string)
}

/// A ratio in percent, which leaves one more digit than the ratio itself.
fn percent(ratio: Option<&Exact>) -> Amount {
    ratio.map(|r| r.times(100).to_string())
}

pub(crate) fn item_name(item: &Item) -> ItemName {
    ItemName {
        code: item.code.to_string(),
        factor: pair(item.code.factor().names()),
        name: pair((&item.name, &item.name_en)),
        unit: pair((&item.unit, &item.unit_en)),
        kind: match item.nature {
            Nature::Flow => ItemKind::Flow,
            Nature::Peak => ItemKind::Peak,
            Nature::Quota => ItemKind::Quota,
        },
        direct: item.route == Route::Direct,
    }
}

fn day(code: &ItemCode, row: &BalanceRow, updated: &Updated, names: &Names<'_>) -> Day {
    let made = row.composition.as_ref();
    Day {
        date: row.period.first_day(),
        demand: amount(row.demand.as_ref()),
        plan: amount(row.plan.as_ref()),
        delivered: amount(row.delivered.as_ref()),
        received: amount(row.received.as_ref()),
        used: amount(row.used.as_ref()),
        stock: amount(row.stock.as_ref()),
        supply: amount(row.supply.as_ref()),
        reported: amount(made.map(|made| &made.reported)),
        reported_percent: percent(
            made.zip(row.supply.as_ref()).and_then(|(made, supply)| Exact::ratio(&made.reported, supply)).as_ref(),
        ),
        planned: amount(made.map(|made| &made.planned)),
        late: made.into_iter().flat_map(|made| &made.late).map(|code| names.party_name(code)).collect(),
        counted_demand: amount(row.counted_demand.as_ref()),
        counted_supply: amount(row.counted_supply.as_ref()),
        gap: amount(row.gap.as_ref()),
        gap_high: amount(row.gap_high.as_ref()),
        percent: percent(row.gap_ratio.as_ref()),
        level: row.level,
        level_high: row.level_high,
        fulfilment: percent(row.fulfilment(code.is_rail()).as_ref()),
        unknown: row.unknown.len(),
        updated: UpdatedView {
            newest: updated.newest(&Measure::ALL),
            demand: updated.newest(&[Measure::Demand]),
            plan: updated.newest(&[Measure::Plan]),
            delivered: updated.newest(&[Measure::Delivered]),
            received: updated.newest(&[Measure::Received]),
            used: updated.newest(&[Measure::Used]),
            stock: updated.newest(&[Measure::Stock]),
        },
    }
}

fn cell(row: &BalanceRow) -> Cell {
    Cell {
        date: row.period.first_day(),
        known: row.gap.is_some(),
        level: row.level,
        percent: percent(row.gap_ratio.as_ref()),
    }
}

/// The alerts, the worst first, then the widest; of equal ones the order of the evaluation stays.
fn alerts(
    evaluation: &Evaluation,
    names: &Names<'_>,
    rules: &[Rule],
    item: impl Fn(&ItemCode) -> Option<ItemName>,
) -> Vec<AlertView> {
    let view = |alert: &Alert| {
        let window_days = rules.iter().find(|rule| rule.item == alert.item).map(|rule| rule.window_days);
        let window = if alert.period.grain() == Grain::Day { window_days } else { None };
        let days = alert.period.days();
        Some(AlertView {
            level: alert.level,
            whom: names.whom(&alert.scope),
            scope: alert.scope.to_string(),
            first: match (alert.kind, window) {
                (AlertKind::Gap, Some(window)) => DayRange::ending(days.last, window).first,
                (AlertKind::Gap | AlertKind::Stock, _) => days.first,
            },
            last: days.last,
            item: item(&alert.item)?,
            period: alert.period.to_string(),
            window_days: if alert.period.grain() == Grain::Day { window_days } else { Some(1) },
            shortage: match alert.kind {
                AlertKind::Gap => Shortage::Gap {
                    gap: amount(alert.gap.as_ref()),
                    percent: percent(alert.ratio.as_ref()),
                    demand: amount(alert.demand.as_ref()),
                    supply: amount(alert.supply.as_ref()),
                },
                AlertKind::Stock => Shortage::Stock {
                    stock: amount(alert.stock.as_ref()),
                    daily_use: amount(alert.daily_use.as_ref()),
                    days: amount(alert.stock_days.as_ref()),
                },
            },
        })
    };
    let mut alerts: Vec<AlertView> = evaluation.alerts.iter().filter_map(view).collect();
    let breadth = |whom: &Whom| match whom {
        Whom::City => 0,
        Whom::Division(_) => 1,
        Whom::Party { .. } => 2,
    };
    alerts.sort_by_key(|a| (std::cmp::Reverse(a.level), breadth(&a.whom)));
    alerts
}

fn unknown(evaluation: &Evaluation, item: &ItemCode, names: &Names<'_>) -> Vec<Whom> {
    evaluation.unknown.iter().filter(|(_, of)| of == item).map(|(scope, _)| names.whom(scope)).collect()
}

fn rule_view(rule: &Rule) -> RuleView {
    let line =
        |level: Level| RuleLine { level, gap: rule.gap.line(level), stock: rule.stock.map(|lines| lines.line(level)) };
    RuleView {
        season: pair(rule.season.names()),
        lines: Level::WORST_FIRST.map(line).into(),
        pending_days: rule.pending_days,
        look_ahead_days: rule.look_ahead_days,
        window_days: rule.window_days,
        use_window_days: rule.use_window_days,
        deadline: match rule.deadline {
            ReportDeadline::Daily { hour } => DeadlineView::Daily(hour),
            ReportDeadline::Monthly { day } => DeadlineView::Monthly(day),
        },
        source: rule.source.clone(),
    }
}

/// Names of parties and divisions by code.
struct Names<'a> {
    parties: HashMap<&'a PartyCode, &'a Party>,
    divisions: HashMap<&'a DivisionCode, &'a Party>,
}

impl<'a> Names<'a> {
    fn new(parties: &'a [Party]) -> Self {
        let districts = parties.iter().filter(|p| p.kind == PartyKind::District);
        Self {
            parties: parties.iter().map(|p| (&p.code, p)).collect(),
            divisions: districts.filter_map(|p| Some((p.division.as_ref()?, p))).collect(),
        }
    }

    fn is_supplier(&self, code: &PartyCode) -> bool {
        self.parties.get(code).is_some_and(|p| p.kind == PartyKind::Supplier)
    }

    fn division(&self, code: &DivisionCode) -> Name {
        let code_itself = || pair((code.as_str(), ""));
        self.divisions.get(code).map_or_else(code_itself, |office| pair((&office.name, &office.name_en)))
    }

    fn party_name(&self, code: &PartyCode) -> Name {
        self.parties.get(code).map_or_else(|| pair((code.as_str(), "")), |p| pair((&p.name, &p.name_en)))
    }

    fn party(&self, code: &PartyCode) -> Whom {
        let party = self.parties.get(code);
        Whom::Party {
            name: self.party_name(code),
            division: party.and_then(|p| p.division.as_ref()).map(|division| self.division(division)),
        }
    }

    fn whom(&self, scope: &Scope) -> Whom {
        match scope {
            Scope::City => Whom::City,
            Scope::Division(code) => Whom::Division(self.division(code)),
            Scope::Party(code) => self.party(code),
        }
    }
}

#[cfg(test)]
mod tests {
    use baogong_domain::{Period, defaults};

    use super::*;
    use crate::text::Lang;

    fn alert(level: Level, scope: Scope) -> Alert {
        Alert {
            kind: AlertKind::Gap,
            item: ItemCode::parse("coal.thermal").unwrap(),
            scope,
            level,
            period: Period::parse("2026-11-25").unwrap(),
            ratio: Some(Exact::share(83, 1)),
            demand: Some(Exact::share(1_000_000, 1)),
            supply: Some(Exact::share(917_000, 1)),
            gap: Some(Exact::share(83_000, 1)),
            stock: None,
            daily_use: None,
            stock_days: None,
        }
    }

    #[test]
    fn the_worst_come_first_then_the_widest() {
        let party = PartyCode::parse("PLANT").unwrap();
        let division = DivisionCode::parse("410185").unwrap();
        let evaluation = Evaluation {
            on: "2026-11-23".parse().unwrap(),
            alerts: vec![
                alert(Level::Yellow, Scope::City),
                alert(Level::Red, Scope::Party(party.clone())),
                alert(Level::Red, Scope::Division(division.clone())),
            ],
            unknown: vec![],
        };
        let mut office = Party::new(PartyCode::parse("D-410185").unwrap(), "登封市", PartyKind::District);
        office.division = Some(division.clone());
        let mut plant = Party::new(party, "登封热电", PartyKind::Enterprise);
        plant.division = Some(division);
        let parties = [office, plant];
        let items = defaults::items();
        let rules = defaults::rule_book().rules;
        let views = alerts(&evaluation, &Names::new(&parties), &rules, |code| {
            items.iter().find(|i| i.code == *code).map(item_name)
        });
        let whom: Vec<&str> = views.iter().map(|a| a.whom.name(Lang::Zh)).collect();
        assert_eq!(whom, ["登封市", "登封热电", "全市"]);
        let Whom::Party { division: Some(division), .. } = &views[1].whom else { panic!("a party in a division") };
        assert_eq!(division.zh, "登封市");
        let Shortage::Gap { percent, gap, .. } = &views[0].shortage else { panic!("a gap") };
        assert_eq!((percent.as_deref(), gap.as_deref()), (Some("8.300"), Some("83.000")));
    }

    #[test]
    fn what_has_no_name_is_shown_by_its_code() {
        let names = Names::new(&[]);
        let whom = names.whom(&Scope::Party(PartyCode::parse("ZZ-1").unwrap()));
        assert_eq!((whom.name(Lang::Zh), whom.name(Lang::En)), ("ZZ-1", "ZZ-1"));
        assert_eq!(names.whom(&Scope::Division(DivisionCode::parse("410185").unwrap())).name(Lang::Zh), "410185");
    }
}
