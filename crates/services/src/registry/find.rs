//! Looking parties up: by words, kind, place and roster.

use baogong_domain::{DivisionCode, Party, PartyKind, access::Actor, party::KeyTier};

use crate::{ServiceError, Services};

/// So many parties stand on a page.
pub const PAGE_SIZE: usize = 50;

/// A division, or that a party counts for the city alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Of no division.
    CityAlone,
    /// Of this one.
    Division(DivisionCode),
}

/// Which parties are looked for; what is empty filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyFilter {
    /// Words, each of which must stand in a name, the code, the industry or the social credit code.
    pub words: String,
    /// Only of this kind.
    pub kind: Option<PartyKind>,
    /// Only of this place.
    pub place: Option<Place>,
    /// Only who stands on the roster of this year.
    pub year: Option<i32>,
    /// Only who stands in this tier, of the year or of any.
    pub tier: Option<KeyTier>,
}

/// One page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The parties of the page, by code.
    pub parties: Vec<Party>,
    /// How many were found in all.
    pub count: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    /// All parties that the actor may know of, to choose filters from.
    pub all: Vec<Party>,
}

impl PartyFilter {
    fn fits(&self, party: &Party) -> bool {
        let place = match &self.place {
            None => true,
            Some(Place::CityAlone) => party.division.is_none(),
            Some(Place::Division(code)) => party.division.as_ref() == Some(code),
        };
        let listed = |(year, tier): &(i32, KeyTier)| {
            self.year.is_none_or(|wanted| wanted == *year) && self.tier.is_none_or(|wanted| wanted == *tier)
        };
        let on_roster = self.year.is_none() && self.tier.is_none() || party.tiers.iter().any(listed);
        place && on_roster && self.kind.is_none_or(|kind| kind == party.kind) && self.says(party)
    }

    fn says(&self, party: &Party) -> bool {
        let uscc = party.uscc.as_ref().map_or("", |uscc| uscc.as_str());
        let texts = [party.code.as_str(), &party.name, &party.name_en, &party.industry, uscc];
        let text = texts.join("\n").to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

impl Services {
    /// The parties that fit and that the actor may know of. A page beyond the last is the last.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn find_parties(&self, actor: &Actor, filter: &PartyFilter, page: usize) -> Result<Found, ServiceError> {
        let all = self.parties(actor).await?;
        let fitting: Vec<&Party> = all.iter().filter(|party| filter.fits(party)).collect();
        let (count, pages) = (fitting.len(), fitting.len().div_ceil(PAGE_SIZE).max(1));
        let page = page.clamp(1, pages);
        let parties = fitting.into_iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE).cloned().collect();
        Ok(Found { parties, count, page, pages, all })
    }
}

#[cfg(test)]
mod tests {
    use baogong_domain::PartyCode;

    use super::*;

    #[test]
    fn filters_narrow_each_other() {
        let mut party = Party::new(PartyCode::parse("ZZ-E001").unwrap(), "新密禾曜铝业", PartyKind::Enterprise);
        party.name_en = "Xinmi Heyao Aluminium".to_owned();
        party.tiers = vec![(2026, KeyTier::Scale), (2025, KeyTier::Growth)];
        party.division = DivisionCode::parse("410183").ok();
        let check = |filter: PartyFilter, expect| assert_eq!(filter.fits(&party), expect, "{filter:?}");
        let none = PartyFilter::default;
        check(none(), true);
        for (words, expect) in [("铝业", true), ("heyao zz-e0", true), ("heyao zz-f", false), ("  ", true)] {
            check(PartyFilter { words: words.to_owned(), ..none() }, expect);
        }
        check(PartyFilter { kind: Some(PartyKind::Supplier), ..none() }, false);
        check(PartyFilter { place: Some(Place::CityAlone), ..none() }, false);
        check(PartyFilter { place: DivisionCode::parse("410183").ok().map(Place::Division), ..none() }, true);
        check(PartyFilter { year: Some(2026), ..none() }, true);
        check(PartyFilter { year: Some(2024), ..none() }, false);
        check(PartyFilter { tier: Some(KeyTier::Growth), ..none() }, true);
        check(PartyFilter { tier: Some(KeyTier::Growth), year: Some(2026), ..none() }, false);
    }
}
