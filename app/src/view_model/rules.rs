//! Seasons and rules. On the server only.

use baogong_domain::{
    Item, ItemCode, Level, SeasonKind,
    replay::{Raised, Replay, Spell, SpellKind},
    settings::{Setting, SettingKey, season_year},
};
use baogong_services::rules::{Proposal, Replayed, RulesInForce, SettingStory, SettingVersion, office_clock};
use chrono::Datelike as _;

use super::{Names, pair};
use crate::model::{
    Name, SeasonView, Taken,
    rules::{
        Compared, Difference, ItemRules, LevelCount, OccurrenceView, ProposalView, ReplayView, RulesView, SeasonRows,
        SettingView, SpellView, Stamp, StoryView, VersionView,
    },
};

/// Runs of days that are listed.
const SPELLS_SHOWN: usize = 200;
/// The order of the seasons in tables.
const SEASONS: [SeasonKind; 3] = [SeasonKind::Off, SeasonKind::Winter, SeasonKind::Summer];

/// The page.
pub(crate) fn rules(rules: &RulesInForce) -> RulesView {
    let setting = |key: &SettingKey| {
        let version = rules.version(key)?;
        Some(SettingView {
            key: key.to_string(),
            title: title(key, &rules.items),
            values: version.setting.values(),
            stamp: Some(stamp(version)),
        })
    };
    let of_item = |item: &Item| ItemRules {
        item: pair((&item.name, &item.name_en)),
        rules: SEASONS
            .into_iter()
            .filter_map(|kind| Some((pair(kind.names()), setting(&SettingKey::Rule(item.code.clone(), kind))?)))
            .collect(),
    };
    let season = |kind: SeasonKind| {
        Some(SeasonRows { usual: setting(&SettingKey::Season(kind))?, occurrences: occurrences(rules, kind) })
    };
    RulesView {
        taken: Taken { at: rules.taken_at, today: rules.taken_at.date(), synthetic: rules.synthetic },
        season: SeasonView { name: pair(rules.season.names()), days_left: rules.season_days_left },
        season_code: rules.season.code().to_owned(),
        seasons: [SeasonKind::Winter, SeasonKind::Summer].into_iter().filter_map(season).collect(),
        items: rules.items.iter().map(of_item).collect(),
        watch: SEASONS
            .into_iter()
            .filter_map(|kind| Some((pair(kind.names()), setting(&SettingKey::Watch(kind))?)))
            .collect(),
        pending: rules.pending.iter().map(|proposal| proposal_view(proposal, rules)).collect(),
        may_propose: rules.may_propose,
        may_approve: rules.may_approve,
    }
}

/// What runs and what comes next, and what was decided about others.
fn occurrences(rules: &RulesInForce, kind: SeasonKind) -> Vec<OccurrenceView> {
    let (calendar, today) = (&rules.book.rules.calendar, rules.taken_at.date());
    let year = today.year();
    let mut years: Vec<i32> = calendar.decisions.iter().filter(|d| d.kind == kind).map(|d| d.year).collect();
    let not_over = |year: &i32| calendar.occurrence(kind, *year).is_some_and(|days| days.last >= today);
    years.extend((year - 1..=year + 2).filter(not_over).take(2));
    years.sort_unstable();
    years.dedup();
    let occurrence = |year: i32| {
        let days = calendar.occurrence(kind, year)?;
        let key = SettingKey::Decision(kind, year);
        Some(OccurrenceView {
            years: season_year(days),
            first: days.first,
            last: days.last,
            running: days.contains(today),
            decided: rules.version(&key).map(stamp),
            key: key.to_string(),
        })
    };
    years.into_iter().filter_map(occurrence).collect()
}

fn proposal_view(proposal: &Proposal, rules: &RulesInForce) -> ProposalView {
    let key = proposal.new.setting.key();
    let newest = rules.version(&key).map_or(0, |version| version.version);
    ProposalView {
        id: proposal.id,
        title: title(&key, &rules.items),
        before: rules.book.get(&key).map(|setting| setting.values()),
        after: proposal.new.setting.values(),
        base: proposal.new.base,
        stale: newest != proposal.new.base,
        document: proposal.new.document.clone(),
        reason: proposal.new.reason.clone(),
        proposed_by: proposal.new.proposed_by.clone(),
        proposed_at: office_clock(proposal.new.proposed_at),
        key: key.to_string(),
    }
}

fn stamp(version: &SettingVersion) -> Stamp {
    Stamp {
        version: version.version,
        proposed_by: version.proposed_by.clone(),
        approved_by: version.approved_by.clone(),
        approved_at: version.approved_at.map(office_clock),
        document: version.document.clone(),
    }
}

/// What a setting is, in words.
fn title(key: &SettingKey, items: &[Item]) -> Name {
    let joined = |(zh, en): (&str, &str), kind: SeasonKind| {
        let season = kind.names();
        Name { zh: format!("{zh} · {}", season.0), en: format!("{en} · {}", season.1) }
    };
    match key {
        SettingKey::Season(kind) => joined(("季节日期", "Season dates"), *kind),
        SettingKey::Decision(kind, year) => {
            let season = kind.names();
            Name { zh: format!("{} {year} 年起", season.0), en: format!("{} from {year}", season.1) }
        }
        SettingKey::Rule(code, kind) => match items.iter().find(|item| item.code == *code) {
            Some(item) => joined((&item.name, &item.name_en), *kind),
            None => joined((code.as_str(), code.as_str()), *kind),
        },
        SettingKey::Watch(kind) => joined(("值守", "The watch"), *kind),
    }
}

/// One setting with its history.
pub(crate) fn story(story: &SettingStory, items: &[Item]) -> StoryView {
    let key = story.setting.key();
    let version = |(place, version): (usize, &SettingVersion)| VersionView {
        stamp: stamp(version),
        reason: version.reason.clone(),
        values: version.setting.values(),
        before: story.versions.get(place + 1).map(|before| before.setting.values()),
    };
    let of_item = |code: &ItemCode| items.iter().any(|item| item.code == *code && item.has_stock);
    StoryView {
        has_stock: if let SettingKey::Rule(code, _) = &key { of_item(code) } else { true },
        base: story.versions.first().map_or(0, |version| version.version),
        versions: story.versions.iter().enumerate().map(version).collect(),
        setting: SettingView {
            title: title(&key, items),
            values: story.setting.values(),
            stamp: story.versions.first().map(stamp),
            key: key.to_string(),
        },
    }
}

/// What a change would have raised.
pub(crate) fn replay(done: &Replayed, items: &[Item]) -> ReplayView {
    let names = Names::new(&done.parties);
    ReplayView {
        key: done.after.key().to_string(),
        base: done.base,
        before: done.before.as_ref().map(Setting::values),
        after: done.after.values(),
        compared: done.replay.as_ref().map(|replay| compared(replay, &names, items)),
    }
}

fn compared(replay: &Replay, names: &Names<'_>, items: &[Item]) -> Compared {
    let spell = |spell: &Spell| {
        let item = items.iter().find(|item| item.code == spell.item);
        SpellView {
            difference: match spell.kind {
                SpellKind::OnlyNew => Difference::OnlyNew,
                SpellKind::Worse => Difference::Worse,
                SpellKind::Lesser => Difference::Lesser,
                SpellKind::OnlyOld => Difference::OnlyOld,
            },
            item: item.map_or_else(|| pair((spell.item.as_str(), "")), |item| pair((&item.name, &item.name_en))),
            whom: names.whom(&spell.scope),
            stock: spell.alert == baogong_domain::AlertKind::Stock,
            first: spell.first,
            last: spell.last,
            old: spell.old,
            new: spell.new,
        }
    };
    let counts = |raised: &Raised| {
        Level::WORST_FIRST.map(|level| LevelCount { alerts: raised.alerts.of(level), days: raised.days.of(level) })
    };
    Compared {
        first: replay.days.first,
        last: replay.days.last,
        judged: replay.judged,
        old: counts(&replay.old),
        new: counts(&replay.new),
        spells: replay.spells.iter().take(SPELLS_SHOWN).map(spell).collect(),
        more: replay.spells.len().saturating_sub(SPELLS_SHOWN),
    }
}
