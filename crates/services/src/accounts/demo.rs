//! The demo city's people: one for each role, without a password, so that they are nobody outside a demonstration.

use baogong_domain::{
    Party,
    access::{Actor, Role},
};
use baogong_storage::{Transaction, accounts, parties};

use super::{party_of, user};
use crate::{ServiceError, Services, demo_site::is_synthetic};

/// Role, name, and the code of the party in the demo city.
const PEOPLE: [(Role, &str, Option<&str>); 10] = [
    (Role::OfficeHead, "陈主任", Some("ZZ-OFFICE")),
    (Role::OfficeOfficer, "李值班", Some("ZZ-OFFICE")),
    (Role::SupplierClerk, "王填报", Some("ZZ-POWER")),
    (Role::BureauOfficer, "赵科长", Some("ZZ-BUREAU-COAL")),
    (Role::EnterpriseClerk, "孙电厂", Some("ZZ-PLANT-01")),
    (Role::DistrictOfficer, "周区县", Some("ZZ-410183")),
    (Role::PoliceOfficer, "吴警官", Some("ZZ-POLICE")),
    (Role::Checkpoint, "郑检查", Some("ZZ-CHECK-01")),
    (Role::Administrator, "钱管理", None),
    (Role::Auditor, "冯审计", None),
];

impl Services {
    /// Adds the demo's people; a role whose party the city lacks is left out.
    pub(crate) async fn seed_people(&self, transaction: &mut Transaction) -> Result<(), ServiceError> {
        let known: Vec<(i64, Party)> = parties::all(transaction).await?;
        for (role, name, code) in PEOPLE {
            let party = code.and_then(|code| known.iter().find(|(_, p)| p.code.as_str() == code)).map(|(id, _)| *id);
            if party.is_some() || code.is_none() {
                accounts::add(transaction, &login(role), name, role, party, self.clock.now()).await?;
            }
        }
        Ok(())
    }

    /// The demo's person of a role, acting from nowhere.
    pub(crate) async fn demo_actor(&self, role: Role) -> Result<Actor, ServiceError> {
        let nobody = || ServiceError::NotFound(format!("演示账号 / demo account {}", role.code()));
        let mut transaction = self.store.begin_read().await?;
        if !is_synthetic(&mut transaction).await? {
            return Err(nobody());
        }
        let account = accounts::by_login(&mut transaction, &login(role)).await?.ok_or_else(nobody)?;
        let party = party_of(&mut transaction, &account).await?;
        Ok(Actor::User(Box::new(user(&account, party.as_ref(), ""))))
    }

    /// Signs in as the demo's person of a role. The door to it is open only where the program serves the demo.
    ///
    /// # Errors
    /// The site is not the demo, or has nobody of that role.
    pub async fn demo_sign_in(&self, role: Role, origin: &str, device: &str) -> Result<String, ServiceError> {
        let mut transaction = self.store.begin_write().await?;
        let nobody = || ServiceError::NotFound(format!("演示账号 / demo account {}", role.code()));
        if !is_synthetic(&mut transaction).await? {
            return Err(nobody());
        }
        let account = accounts::by_login(&mut transaction, &login(role)).await?.ok_or_else(nobody)?;
        let party = party_of(&mut transaction, &account).await?;
        let actor = Actor::User(Box::new(user(&account, party.as_ref(), origin)));
        let token = self.begin_session(&mut transaction, &account, &actor, origin, device, "full").await?;
        transaction.commit().await?;
        Ok(token)
    }
}

fn login(role: Role) -> String {
    format!("demo.{}", role.code())
}
