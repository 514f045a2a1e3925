//! By which word an import finds a party again.

use std::collections::HashSet;

use baogong_domain::Party;

/// Names that several parties bear name none of them.
pub(crate) struct ImportNames(HashSet<String>);

impl ImportNames {
    pub(crate) fn new(parties: &[Party]) -> Self {
        let mut seen = HashSet::new();
        Self(parties.iter().filter(|party| !seen.insert(&party.name)).map(|party| party.name.clone()).collect())
    }

    /// The party's name where it is the only one to bear it, else its code.
    pub(crate) fn of<'p>(&self, party: &'p Party) -> &'p str {
        if self.0.contains(&party.name) { party.code.as_str() } else { &party.name }
    }
}
