//! The key enterprises (双百企业): who they are, how large, and in which tier of which year.

use std::cmp::Reverse;

use baogong_domain::party::{KeyTier, Party, PartyKind, Protection};
use chrono::Datelike;

use super::{
    places::{place_of, trade_name},
    registry::Roster,
    timeline::{Timeline, WHOLE, part},
    trades::{TRADES, Trade},
};

/// How many enterprises a tier has.
const TIER_SIZE: usize = 100;

/// An enterprise of the registry.
#[derive(Clone)]
pub(super) struct Enterprise {
    /// Position of its party.
    pub(super) party: usize,
    /// Its number among the enterprises; a copy has that of its original.
    pub(super) number: usize,
    pub(super) trade: &'static Trade,
    /// Its size beside a middling one of its trade.
    size: i64,
    /// Its place by electricity, the largest first.
    pub(super) energy_rank: usize,
    /// Its place by gas; the last have none at all.
    pub(super) gas_rank: usize,
}

impl Enterprise {
    /// Its own daily need, from that of a middling enterprise of its trade.
    pub(super) const fn need(&self, of_trade: i64) -> i64 {
        part(of_trade, self.size)
    }
}

/// Adds all enterprises, in the order of their trades.
pub(super) fn found(roster: &mut Roster, timeline: &Timeline) -> Vec<Enterprise> {
    let mut enterprises = Vec::new();
    for trade in &TRADES {
        for index in 0..trade.enterprises {
            let number = enterprises.len();
            let lot = timeline.lot(u64::try_from(number).unwrap_or(0), 2_000);
            let size = size_of(index, trade.enterprises) * (WHOLE + lot) / WHOLE;
            let home = trade.homes[index % trade.homes.len()];
            let (place, place_en) = place_of(home).map_or(("", ""), |p| (p.short, p.short_en));
            let (brand, brand_en) = trade_name(number);
            let name = format!("{place}{brand}{}", trade.suffix);
            let name_en = format!("{place_en} {brand_en} {}", trade.suffix_en);
            let party = roster.add(&format!("ZZ-E{:03}", number + 1), &name, &name_en, PartyKind::Enterprise);
            roster.register_company(party, home, trade.industry, trade.protection);
            enterprises.push(Enterprise { party, number, trade, size, energy_rank: 0, gas_rank: 0 });
        }
    }
    for (rank, number) in ranking(&enterprises, |e| e.need(e.trade.needs.energy)).into_iter().enumerate() {
        enterprises[number].energy_rank = rank;
    }
    for (rank, number) in ranking(&enterprises, |e| e.need(e.trade.needs.gas)).into_iter().enumerate() {
        enterprises[number].gas_rank = rank;
    }
    enroll(&enterprises, &mut roster.parties, timeline.date(timeline.today).year());
    enterprises
}

/// Few are large, many are small.
const fn size_of(index: usize, of: usize) -> i64 {
    match index * 100 / of {
        ..8 => 60_000,
        8..30 => 25_000,
        30..70 => 10_000,
        _ => 4_000,
    }
}

/// Numbers of the enterprises, the one that needs most first.
fn ranking(enterprises: &[Enterprise], need: impl Fn(&Enterprise) -> i64) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..enterprises.len()).collect();
    numbers.sort_by_key(|number| (Reverse(need(&enterprises[*number])), *number));
    numbers
}

/// Fills the tiers of this year and of the last. The largest are 规模优势, young industries 高成长, the next 行业强;
/// of each tier a few entered this year in the place of others, and two enterprises changed tiers.
fn enroll(enterprises: &[Enterprise], parties: &mut [Party], year: i32) {
    let mut waiting: Vec<usize> = ranking(enterprises, |e| e.need(e.trade.needs.energy));
    let scale: Vec<usize> = waiting.drain(..TIER_SIZE.min(waiting.len())).collect();
    let (young, mature): (Vec<usize>, Vec<usize>) = waiting.into_iter().partition(|n| enterprises[*n].trade.young);
    let mut line = scale;
    line.extend(young.into_iter().chain(mature));
    for (place, number) in line.iter().enumerate() {
        let party = &mut parties[enterprises[*number].party];
        let tier_at = |place: usize| KeyTier::ALL.get(place / TIER_SIZE).map(|tier| tier.0);
        party.tiers.extend(tier_at(place).map(|tier| (year, tier)));
        party.tiers.extend(last_year_place(place).and_then(tier_at).map(|tier| (year - 1, tier)));
        if tier_at(place).is_none() {
            party.protection = party.protection.map(|p| p.max(Protection::Ordinary));
        }
    }
}

/// Which place in the line an enterprise had last year; `None`: it stood outside.
const fn last_year_place(place: usize) -> Option<usize> {
    match place {
        90 => Some(190),
        190 => Some(90),
        95..100 | 195..200 | 294..300 => None,
        300..305 => Some(place - 205),
        305..310 => Some(place - 110),
        310..316 => Some(place - 16),
        _ => Some(place),
    }
}
