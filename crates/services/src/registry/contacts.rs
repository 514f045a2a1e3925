//! Contacts of a party: added, changed and removed by the office.

use baogong_domain::{
    PartyCode,
    access::{self, Action, Actor},
    contact::{Contact, Email, Phone},
};
use baogong_storage::{PartyId, Transaction, contacts, parties};
use serde_json::{Value, json};

use super::{Conflict, ContactId, FieldError, Outcome, StoredContact, party_to_change};
use crate::{ServiceError, Services, audit::Act};

/// A contact as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactDraft {
    /// Name.
    pub name: String,
    /// Duty.
    pub duty: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Remark.
    pub note: String,
}

impl ContactDraft {
    /// A contact as a form shows it.
    pub fn of(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            duty: contact.duty.clone(),
            phone: contact.phone.as_ref().map_or("", Phone::as_str).to_owned(),
            email: contact.email.as_ref().map_or("", Email::as_str).to_owned(),
            note: contact.note.clone(),
        }
    }

    fn read(&self) -> Result<Contact, Vec<FieldError>> {
        let read = Contact::parse(&self.name, &self.duty, &self.phone, &self.email, &self.note);
        read.map_err(|wrong| wrong.into_iter().map(|(field, e)| FieldError::new(field, e.code(), e)).collect())
    }
}

fn told(contact: &Contact) -> Value {
    json!({
        "name": contact.name,
        "duty": contact.duty,
        "phone": contact.phone.as_ref().map(Phone::as_str),
        "email": contact.email.as_ref().map(Email::as_str),
        "note": contact.note,
    })
}

impl Services {
    /// Adds a contact to a party; its key.
    ///
    /// # Errors
    /// Not allowed, no such party, or the database fails. What is wrong with the fields is an answer.
    pub async fn add_contact(
        &self,
        actor: &Actor,
        party: &PartyCode,
        draft: &ContactDraft,
    ) -> Result<Outcome<ContactId, ContactDraft>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let contact = match draft.read() {
            Ok(contact) => contact,
            Err(wrong) => return Ok(Outcome::Refused(wrong)),
        };
        let mut transaction = self.begin_change().await?;
        let (party_id, _) = party_to_change(&mut transaction, party).await?;
        let (name, now) = (actor.name(), self.clock().now());
        let id = contacts::add(&mut transaction, party_id, &contact, name, now).await?;
        let detail = json!({ "before": null, "after": told(&contact) });
        self.remember(&mut transaction, Act { actor, action: "contact.add", subject: party.as_str(), detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(Outcome::Done(id))
    }

    /// Changes a contact, where it is still that of revision `base`.
    ///
    /// # Errors
    /// Not allowed, the contact is gone, or the database fails. What is wrong, and that somebody was faster, are answers.
    pub async fn change_contact(
        &self,
        actor: &Actor,
        id: ContactId,
        base: i64,
        draft: &ContactDraft,
    ) -> Result<Outcome<ContactId, ContactDraft>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let contact = match draft.read() {
            Ok(contact) => contact,
            Err(wrong) => return Ok(Outcome::Refused(wrong)),
        };
        let mut transaction = self.begin_change().await?;
        let before = contact_to_change(&mut transaction, id).await?;
        if before.revision != base {
            return Ok(Outcome::Conflict(faster(before)));
        }
        if before.contact != contact {
            contacts::update(&mut transaction, id, &contact, actor.name(), self.clock().now()).await?;
            let detail = json!({ "before": told(&before.contact), "after": told(&contact) });
            self.remember_contact(&mut transaction, actor, "contact.change", before.party, &detail).await?;
            transaction.commit().await?;
        }
        Ok(Outcome::Done(id))
    }

    /// Removes a contact, where it is still that of revision `base`.
    ///
    /// # Errors
    /// Not allowed, the contact is gone, or the database fails. That somebody was faster is an answer.
    pub async fn remove_contact(
        &self,
        actor: &Actor,
        id: ContactId,
        base: i64,
    ) -> Result<Outcome<ContactId, ContactDraft>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let mut transaction = self.begin_change().await?;
        let before = contact_to_change(&mut transaction, id).await?;
        if before.revision != base {
            return Ok(Outcome::Conflict(faster(before)));
        }
        contacts::remove(&mut transaction, id).await?;
        let detail = json!({ "before": told(&before.contact), "after": null });
        self.remember_contact(&mut transaction, actor, "contact.remove", before.party, &detail).await?;
        transaction.commit().await?;
        Ok(Outcome::Done(id))
    }

    async fn remember_contact(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        action: &'static str,
        party: PartyId,
        detail: &Value,
    ) -> Result<(), ServiceError> {
        let party = parties::by_id(transaction, party).await?;
        let subject = party.as_ref().map_or("", |party| party.code.as_str());
        self.remember(transaction, Act { actor, action, subject, detail }).await
    }
}

async fn contact_to_change(transaction: &mut Transaction, id: ContactId) -> Result<StoredContact, ServiceError> {
    contacts::by_id(transaction, id).await?.ok_or_else(|| {
        ServiceError::invalid(
            "contact_gone",
            "该联系人已被删除 / somebody has removed this contact: load the page anew",
        )
    })
}

fn faster(now: StoredContact) -> Conflict<ContactDraft> {
    Conflict {
        by: now.updated_by,
        at: Some(now.updated_at),
        revision: now.revision,
        theirs: ContactDraft::of(&now.contact),
    }
}
