//! The administrator's page.

use baogong_domain::{Party, access::Role};

use crate::model::{
    Name,
    accounts::{AccountRow, AccountsView},
    desk::PartyRef,
};

/// All accounts, and the parties that people can act for.
pub(crate) fn accounts(accounts: Vec<baogong_services::accounts::AccountView>, parties: &[Party]) -> AccountsView {
    let account = |account: baogong_services::accounts::AccountView| AccountRow {
        id: account.id,
        login: account.login,
        name: account.name,
        role: account.role.code().to_owned(),
        party: account.party.map(|(code, zh, en)| PartyRef { code: code.to_string(), name: Name { zh, en } }),
        active: account.active,
        has_password: account.has_password,
        has_second_factor: account.has_second_factor,
        invited_until: account.invited_until.map(baogong_services::audit::office_time),
    };
    let kinds = Role::ALL.map(Role::party_kind);
    let fits = parties.iter().filter(|party| kinds.contains(&Some(party.kind)));
    let party = |party: &Party| {
        let name = Name { zh: party.name.clone(), en: party.name_en.clone() };
        (PartyRef { code: party.code.to_string(), name }, party.kind.code().to_owned())
    };
    AccountsView { accounts: accounts.into_iter().map(account).collect(), parties: fits.map(party).collect() }
}
