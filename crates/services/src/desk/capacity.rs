//! What a supplier says it can deliver in a day; more than that is a warning on the desk.

use baogong_domain::{
    FigureKey, ItemCode, Measure, PartyCode, Quantity, Route,
    access::{self, Action, Actor},
};
use baogong_storage::{capacities, watch};
use serde_json::json;

use super::reading::not_found;
use crate::{ServiceError, Services, audit::Act, city::City};

impl Services {
    /// What a supplier can deliver of an item in a day; none where it has not said.
    ///
    /// # Errors
    /// Not allowed, or no such party or item.
    pub async fn capacity(
        &self,
        actor: &Actor,
        party: &PartyCode,
        item: &ItemCode,
    ) -> Result<Option<Quantity>, ServiceError> {
        access::check(actor, Action::ReadFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        if !is_own_supply(&city, actor, party, item)? {
            return Err(not_found());
        }
        Ok(capacities::per_day(&mut transaction, city.party_id(party)?, item).await?)
    }

    /// States what a supplier can deliver of an item in a day, or takes it back.
    ///
    /// # Errors
    /// Not allowed, or no such party or item.
    pub async fn state_capacity(
        &self,
        actor: &Actor,
        party: &PartyCode,
        item: &ItemCode,
        per_day: Option<Quantity>,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_write().await?;
        let city = City::load(&mut transaction).await?;
        if !is_own_supply(&city, actor, party, item)? {
            return Err(not_found());
        }
        let id = city.party_id(party)?;
        let before = capacities::per_day(&mut transaction, id, item).await?;
        if before != per_day {
            capacities::put(&mut transaction, id, item, per_day).await?;
            watch::mark_stale(&mut transaction).await?;
            let text = |quantity: Option<Quantity>| quantity.map(|q| q.to_string());
            let detail = json!({ "before": text(before), "after": text(per_day) });
            let subject = format!("{party},{item}");
            self.remember(
                &mut transaction,
                Act { actor, action: "capacity.state", subject: &subject, detail: &detail },
            )
            .await?;
        }
        transaction.commit().await?;
        self.bell.ring();
        Ok(())
    }
}

/// Whether the actor answers for the party's supply of the item.
fn is_own_supply(city: &City, actor: &Actor, party: &PartyCode, item: &ItemCode) -> Result<bool, ServiceError> {
    let (supplier, item) = (city.party(party)?, city.item(item)?);
    // Whom it serves does not matter: any consumer will do for the key.
    let anybody = city.parties.iter().find(|p| p.kind.can_consume()).filter(|_| item.route == Route::Direct);
    let key = FigureKey::new(item, Measure::Plan, Some(supplier), anybody);
    Ok(key.is_ok_and(|key| access::may_write_figure(actor, &key, anybody)))
}
