//! From the use cases' answers to tables.

use std::collections::HashMap;

use baogong_domain::{
    Alert, AlertKind, BalanceRow, DivisionCode, Exact, Factor, Item, ItemCode, Level, Party, PartyCode, PartyKind,
    Scope,
    party::{KeyTier, Protection},
};

use crate::{
    audit::{AuditEntry, office_time},
    balances::BalanceQuery,
    city::City,
    completeness::{Completeness, PartyCompleteness},
    figures::ReportedFigure,
    import::ImportNames,
    situation::Situation,
    table::{Cell, Language, Table},
    trail::{Trail, TrailFigure},
};

/// The names that tables use, in one language.
pub(super) struct Words {
    city: City,
    language: Language,
    names: ImportNames,
    divisions: HashMap<DivisionCode, usize>,
}

impl Words {
    pub(super) fn new(city: City, language: Language) -> Self {
        let district = |(place, party): (usize, &Party)| {
            let code = party.division.clone().filter(|_| party.kind == PartyKind::District)?;
            Some((code, place))
        };
        let divisions = city.parties.iter().enumerate().filter_map(district).collect();
        Self { names: ImportNames::new(&city.parties), divisions, language, city }
    }

    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    fn headings(&self, headings: &[(&str, &str)]) -> Vec<String> {
        headings.iter().map(|(zh, en)| self.say(zh, en).to_owned()).collect()
    }

    fn item_of(&self, code: &ItemCode) -> Option<&Item> {
        self.city.items.iter().find(|item| item.code == *code)
    }

    fn item(&self, code: &ItemCode) -> Cell {
        Cell::text(self.item_of(code).map_or(code.as_str(), |item| self.say(&item.name, &item.name_en)))
    }

    fn unit(&self, code: &ItemCode) -> Cell {
        self.item_of(code).map_or(Cell::Empty, |item| Cell::text(self.say(&item.unit, &item.unit_en)))
    }

    fn party_name<'w>(&'w self, code: &'w PartyCode) -> &'w str {
        self.city.party(code).map_or(code.as_str(), |party| self.say(&party.name, &party.name_en))
    }

    /// By a name that an import finds again, else by the code.
    fn party_for_import(&self, code: Option<&PartyCode>) -> Cell {
        let Some(code) = code else { return Cell::Empty };
        match self.city.party(code) {
            Ok(party) if self.language == Language::Zh => Cell::text(self.names.of(party)),
            _ => Cell::text(code.as_str()),
        }
    }

    fn scope(&self, scope: &Scope) -> Cell {
        Cell::text(match scope {
            Scope::City => self.say("全市", "Whole city"),
            Scope::Division(code) => match self.divisions.get(code).map(|place| &self.city.parties[*place]) {
                Some(district) => self.say(&district.name, &district.name_en),
                None => code.as_str(),
            },
            Scope::Party(code) => self.party_name(code),
        })
    }

    fn level(&self, level: Option<Level>) -> Cell {
        level.map_or(Cell::Empty, |level| {
            let (zh, en) = level.names();
            Cell::Text(format!("{} {}", level.roman(), self.say(zh, en)))
        })
    }

    fn yes(&self, yes: bool) -> Cell {
        if yes { Cell::text(self.say("是", "yes")) } else { Cell::Empty }
    }
}

fn amount(amount: Option<&Exact>) -> Cell {
    Cell::number(amount)
}

/// A ratio in percent.
fn percent(ratio: Option<&Exact>) -> Cell {
    Cell::number(ratio.map(|ratio| ratio.times(100)))
}

/// Figures as they were reported, with the headings and words of an import.
pub(super) fn figures(figures: &[ReportedFigure], words: &Words) -> Table {
    let headings = [
        ("品种", "item"),
        ("指标", "measure"),
        ("时期", "period"),
        ("供应单位", "supplier"),
        ("需求单位", "consumer"),
        ("数量", "quantity"),
        ("备注", "note"),
    ];
    let row = |figure: &ReportedFigure| {
        let zh = words.language == Language::Zh;
        vec![
            if zh { words.item(&figure.item) } else { Cell::text(figure.item.as_str()) },
            Cell::text(if zh { figure.measure.names().0 } else { figure.measure.code() }),
            Cell::text(figure.period.to_string()),
            words.party_for_import(figure.supplier.as_ref()),
            words.party_for_import(figure.consumer.as_ref()),
            Cell::number(Some(figure.quantity)),
            Cell::text(&figure.note),
        ]
    };
    Table {
        title: words.say("数据", "figures").to_owned(),
        headings: words.headings(&headings),
        rows: figures.iter().map(row).collect(),
    }
}

/// The figures behind a number: what each says, what of it is in the number, who wrote it when and why.
pub(super) fn trail(trail: &Trail, words: &Words) -> Table {
    let headings = [
        ("指标", "Measure"),
        ("时期", "Period"),
        ("供应单位", "Supplier"),
        ("需求单位", "Consumer"),
        ("数量", "Quantity"),
        ("计入本列", "In its column"),
        ("计入供应", "In the supply"),
        ("是否计入", "Counted"),
        ("填报人", "Entered by"),
        ("填报单位", "Of"),
        ("填报时间", "When"),
        ("来源", "Source"),
        ("原因", "Reason"),
        ("备注", "Note"),
        ("第几版", "Revision"),
    ];
    let party = |code: Option<&PartyCode>| code.map_or(Cell::Empty, |code| Cell::text(words.party_name(code)));
    let row = |figure: &TrailFigure| {
        let (zh, en) = figure.fate_names();
        let (measure_zh, measure_en) = figure.measure.names();
        let newest = figure.revisions.first();
        let text = |pick: fn(&crate::trail::TrailRevision) -> &str| newest.map_or(Cell::Empty, |r| Cell::text(pick(r)));
        let of = newest.and_then(|r| r.who.party.as_ref());
        vec![
            Cell::text(words.say(measure_zh, measure_en)),
            Cell::text(figure.period.to_string()),
            party(figure.supplier.as_ref()),
            party(figure.consumer.as_ref()),
            Cell::number(Some(figure.quantity)),
            amount(figure.column.as_ref()),
            amount(figure.supply.as_ref()),
            Cell::text(words.say(zh, en)),
            text(|r| r.who.name.as_deref().unwrap_or_default()),
            of.map_or(Cell::Empty, |party| Cell::text(words.say(&party.name, &party.name_en))),
            newest.map_or(Cell::Empty, |r| Cell::Text(r.at.format("%Y-%m-%d %H:%M").to_string())),
            text(|r| &r.source),
            text(|r| &r.reason),
            text(|r| &r.note),
            Cell::number(Some(figure.revisions.len())),
        ]
    };
    Table {
        title: words.say("数据来源", "figures-behind").to_owned(),
        headings: words.headings(&headings),
        rows: trail.figures.iter().map(row).collect(),
    }
}

/// A balance, period by period.
pub(super) fn balances(query: &BalanceQuery, rows: &[BalanceRow], words: &Words) -> Table {
    let headings = [
        ("时期", "Period"),
        ("范围", "Scope"),
        ("品种", "Item"),
        ("单位", "Unit"),
        ("需求", "Demand"),
        ("供应计划", "Plan"),
        ("实际供应", "Delivered"),
        ("实收", "Received"),
        ("实际消耗", "Used"),
        ("库存", "Stock"),
        ("供应", "Supply"),
        ("计入缺口的需求", "Counted demand"),
        ("缺口", "Gap"),
        ("缺口率 %", "Gap ratio %"),
        ("等级", "Level"),
        ("最大缺口", "Gap at most"),
        ("最高等级", "Level at most"),
        ("有缺数", "Partial"),
        ("未计入的单位", "Not counted"),
    ];
    let row = |row: &BalanceRow| {
        let unknown: Vec<&str> = row.unknown.iter().map(|code| words.party_name(code)).collect();
        vec![
            Cell::text(row.period.to_string()),
            words.scope(&query.scope),
            words.item(&query.item),
            words.unit(&query.item),
            amount(row.demand.as_ref()),
            amount(row.plan.as_ref()),
            amount(row.delivered.as_ref()),
            amount(row.received.as_ref()),
            amount(row.used.as_ref()),
            amount(row.stock.as_ref()),
            amount(row.supply.as_ref()),
            amount(row.counted_demand.as_ref()),
            amount(row.gap.as_ref()),
            percent(row.gap_ratio.as_ref()),
            words.level(row.level),
            amount(row.gap_high.as_ref()),
            words.level(row.level_high),
            words.yes(row.partial),
            Cell::text(unknown.join(words.say("、", "; "))),
        ]
    };
    Table {
        title: words.say("供需平衡", "balances").to_owned(),
        headings: words.headings(&headings),
        rows: rows.iter().map(row).collect(),
    }
}

/// Each item today.
pub(super) fn situation(situation: &Situation, words: &Words) -> Table {
    let headings = [
        ("品种", "Item"),
        ("单位", "Unit"),
        ("日期", "Date"),
        ("需求", "Demand"),
        ("供应", "Supply"),
        ("缺口", "Gap"),
        ("缺口率 %", "Gap ratio %"),
        ("等级", "Level"),
        ("未计入的单位数", "Parties not counted"),
    ];
    let row = |(item, row): (&Item, &BalanceRow)| {
        vec![
            words.item(&item.code),
            words.unit(&item.code),
            Cell::Date(row.period.first_day()),
            amount(row.demand.as_ref()),
            amount(row.supply.as_ref()),
            amount(row.gap.as_ref()),
            percent(row.gap_ratio.as_ref()),
            words.level(row.level),
            Cell::number(Some(row.unknown.len())),
        ]
    };
    let days = situation.items.iter().flat_map(|(item, rows)| rows.iter().map(move |row| (item, row)));
    Table {
        title: words.say("供需总览", "situation").to_owned(),
        headings: words.headings(&headings),
        rows: days.map(row).collect(),
    }
}

/// Today's alerts, the worst first.
pub(super) fn alerts(situation: &Situation, words: &Words) -> Table {
    let headings = [
        ("等级", "Level"),
        ("类别", "Kind"),
        ("对象", "Who"),
        ("品种", "Item"),
        ("单位", "Unit"),
        ("时期", "Period"),
        ("缺口率 %", "Gap ratio %"),
        ("缺口", "Gap"),
        ("需求", "Demand"),
        ("供应", "Supply"),
        ("库存", "Stock"),
        ("日均消耗", "Daily use"),
        ("库存可用天数", "Stock days"),
    ];
    let row = |alert: &Alert| {
        let kind = match alert.kind {
            AlertKind::Gap => ("供不应求", "Short of supply"),
            AlertKind::Stock => ("库存偏低", "Low stock"),
        };
        vec![
            words.level(Some(alert.level)),
            Cell::text(words.say(kind.0, kind.1)),
            words.scope(&alert.scope),
            words.item(&alert.item),
            words.unit(&alert.item),
            Cell::text(alert.period.to_string()),
            percent(alert.ratio.as_ref()),
            amount(alert.gap.as_ref()),
            amount(alert.demand.as_ref()),
            amount(alert.supply.as_ref()),
            amount(alert.stock.as_ref()),
            amount(alert.daily_use.as_ref()),
            amount(alert.stock_days.as_ref()),
        ]
    };
    Table {
        title: words.say("预警", "alerts").to_owned(),
        headings: words.headings(&headings),
        rows: situation.evaluation.alerts.iter().map(row).collect(),
    }
}

/// Who has reported what was due; every rate with its numerator and denominator.
pub(super) fn completeness(board: &Completeness, words: &Words) -> Table {
    let headings = [
        ("代码", "Code"),
        ("单位", "Party"),
        ("区县", "Division"),
        ("从", "From"),
        ("至", "To"),
        ("应报", "Due"),
        ("已报", "Reported"),
        ("按时", "On time"),
        ("缺报", "Missing"),
        ("迟报", "Late"),
    ];
    let row = |of: &PartyCompleteness| {
        let division = of.party.division.clone().map(Scope::Division);
        vec![
            Cell::text(of.party.code.as_str()),
            Cell::text(words.say(&of.party.name, &of.party.name_en)),
            division.map_or(Cell::Empty, |division| words.scope(&division)),
            Cell::Date(board.range.first),
            Cell::Date(board.range.last),
            Cell::number(Some(of.tally.due)),
            Cell::number(Some(of.tally.reported)),
            Cell::number(Some(of.tally.on_time)),
            Cell::number(Some(of.tally.missing())),
            Cell::number(Some(of.tally.late())),
        ]
    };
    Table {
        title: words.say("报送情况", "completeness").to_owned(),
        headings: words.headings(&headings),
        rows: board.parties.iter().map(row).collect(),
    }
}

/// The registry, with the headings and words of its import.
pub(super) fn parties(parties: &[Party], language: Language) -> Table {
    let headings = [
        ("代码", "code"),
        ("名称", "name"),
        ("英文名称", "name_en"),
        ("类型", "kind"),
        ("行政区划", "division"),
        ("统一社会信用代码", "uscc"),
        ("行业", "industry"),
        ("重点企业类别", "tiers"),
        ("保障类别", "protection"),
        ("生产要素", "factors"),
        ("填报单位", "reporter"),
    ];
    let row = |party: &Party| {
        vec![
            Cell::text(party.code.as_str()),
            Cell::text(&party.name),
            Cell::text(&party.name_en),
            Cell::text(party.kind.code()),
            Cell::text(party.division.as_ref().map_or("", |division| division.as_str())),
            Cell::text(party.uscc.as_ref().map_or("", |uscc| uscc.as_str())),
            Cell::text(&party.industry),
            Cell::text(KeyTier::write_roster(&party.tiers)),
            Cell::text(party.protection.map_or("", Protection::code)),
            Cell::text(Factor::write_list(&party.factors)),
            Cell::text(party.reporter.as_ref().map_or("", |reporter| reporter.as_str())),
        ]
    };
    Table {
        title: language.pick("单位登记册", "parties").to_owned(),
        headings: headings.iter().map(|(zh, en)| language.pick(zh, en).to_owned()).collect(),
        rows: parties.iter().map(row).collect(),
    }
}

/// Entries of the audit trail.
pub(super) fn audit(entries: &[AuditEntry], language: Language) -> Table {
    let headings = [
        ("序号", "Number"),
        ("时间", "When"),
        ("操作者", "Who"),
        ("来源地址", "From where"),
        ("操作", "Act"),
        ("对象", "What to"),
        ("内容", "Details"),
    ];
    let row = |entry: &AuditEntry| {
        let seq = entry.seq.to_string();
        let time = office_time(entry.recorded_at);
        [&seq, &time, &entry.actor, &entry.origin, &entry.action, &entry.subject, &entry.detail]
            .map(|text| Cell::text(text.as_str()))
            .to_vec()
    };
    Table {
        title: language.pick("审计", "Audit trail").to_owned(),
        headings: headings.iter().map(|(zh, en)| language.pick(zh, en).to_owned()).collect(),
        rows: entries.iter().map(row).collect(),
    }
}
