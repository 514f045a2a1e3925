//! Saved mappings: how a party's own wide sheet is read, made on screen from a sample and chosen at each upload.

use baogong_domain::{
    Measure,
    access::{self, Action, Actor, Denied},
};
use baogong_storage::{PartyId, Transaction, mappings, parties, settings};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    ServiceError, Services,
    audit::Act,
    import::{
        mapping::{Mapping, MappingFile},
        off_thread,
    },
    sheet::{Row, Sheet},
};

/// Rows of a sample that are shown.
const SAMPLE_ROWS: usize = 8;

/// The most mappings of one party.
const MOST: usize = 50;

/// A mapping that a party keeps.
#[derive(Clone, Debug)]
pub struct SavedMapping {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it says.
    pub file: MappingFile,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub changed_by: String,
}

/// A sheet's headings and first rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The headings.
    pub header: Vec<String>,
    /// Cells of the first rows, as many as there are headings.
    pub rows: Vec<Vec<String>>,
    /// All rows below the header.
    pub row_count: usize,
}

impl Services {
    /// The mappings that the actor's party keeps, by name.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn mappings(&self, actor: &Actor) -> Result<Vec<SavedMapping>, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let Ok(party) = own_party(&mut transaction, actor).await else { return Ok(Vec::new()) };
        let read = |row: mappings::MappingRow| {
            let mappings::MappingRow { id, name, body, changed_at, changed_by } = row;
            Ok(SavedMapping { id, name, file: MappingFile::read(&body)?, changed_at, changed_by })
        };
        mappings::of_party(&mut transaction, party).await?.into_iter().map(read).collect()
    }

    /// One of the actor's party's mappings, to import by.
    ///
    /// # Errors
    /// Not allowed, none of the party's, or the database fails.
    pub async fn mapping(&self, actor: &Actor, id: i64) -> Result<Mapping, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let party = own_party(&mut transaction, actor).await?;
        let row = mappings::by_id(&mut transaction, party, id).await?;
        MappingFile::read(&row.ok_or_else(|| not_found(id))?.body)?.check()
    }

    /// Keeps a mapping under a name, in place of one that had it before; its key.
    ///
    /// # Errors
    /// Not allowed, a mapping that cannot work (code `mapping_invalid`), or the database fails.
    pub async fn save_mapping(&self, actor: &Actor, name: &str, file: MappingFile) -> Result<i64, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let name = name.trim();
        let invalid = |message: String| ServiceError::invalid("mapping_invalid", message);
        if name.is_empty() || name.chars().count() > 60 {
            return Err(invalid("请起一个不超过 60 字的名称 / give it a name of at most 60 characters".to_owned()));
        }
        if file.party.create.is_some() {
            return Err(invalid("保存的映射不新建单位 / a saved mapping makes no parties".to_owned()));
        }
        let body = file.write()?;
        let mapping = file.check()?;
        let mut transaction = self.store.begin_write().await?;
        let items = settings::items(&mut transaction).await?;
        for column in &mapping.columns {
            let known = items.iter().any(|item| item.code.as_str() == column.item || item.name == column.item);
            if !known || Measure::parse(&column.measure).is_none() {
                let message = format!(
                    "“{}”的品种或指标不认识 / the item or measure of “{0}” is unknown: {} {}",
                    column.column, column.item, column.measure
                );
                return Err(invalid(message));
            }
        }
        let party = own_party(&mut transaction, actor).await?;
        let kept = mappings::of_party(&mut transaction, party).await?;
        if kept.len() >= MOST && kept.iter().all(|row| row.name != name) {
            return Err(invalid(format!("最多保存 {MOST} 个映射 / at most {MOST} mappings: remove one first")));
        }
        let id = mappings::put(&mut transaction, party, name, &body, self.clock.now(), actor.name()).await?;
        let act = Act { actor, action: "mapping.save", subject: name, detail: &json!({ "mapping": body }) };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Removes one of the actor's party's mappings.
    ///
    /// # Errors
    /// Not allowed, none of the party's, or the database fails.
    pub async fn remove_mapping(&self, actor: &Actor, id: i64) -> Result<(), ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_write().await?;
        let party = own_party(&mut transaction, actor).await?;
        let row = mappings::by_id(&mut transaction, party, id).await?.ok_or_else(|| not_found(id))?;
        mappings::remove(&mut transaction, party, id).await?;
        let act = Act { actor, action: "mapping.remove", subject: &row.name, detail: &json!({ "mapping": row.body }) };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A sheet's headings and first rows, to make a mapping by; keeps nothing.
    ///
    /// # Errors
    /// Not allowed, or a file that is no table.
    pub async fn sample(&self, actor: &Actor, bytes: Vec<u8>) -> Result<Sample, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let read = move || {
            let sheet = Sheet::open(bytes)?;
            let width = sheet.header.len();
            let (mut rows, mut row_count) = (Vec::new(), 0);
            let cells = |row: &Row| (0..width).map(|column| row.get(column).unwrap_or_default().to_owned()).collect();
            sheet.rows.visit(|_, row| {
                row_count += 1;
                if rows.len() < SAMPLE_ROWS {
                    rows.push(cells(row));
                }
            })?;
            Ok(Sample { header: sheet.header, rows, row_count })
        };
        off_thread(read)
            .await?
            .map_err(|error: crate::sheet::SheetError| ServiceError::invalid(error.code(), error.to_string()))
    }
}

fn not_found(id: i64) -> ServiceError {
    ServiceError::NotFound(format!("映射 / mapping {id}"))
}

/// The key of the party that the actor acts for.
async fn own_party(transaction: &mut Transaction, actor: &Actor) -> Result<PartyId, ServiceError> {
    let code = actor.user().and_then(|user| user.party.as_ref()).ok_or(Denied)?;
    let (id, _) = parties::by_code(transaction, code).await?.ok_or(Denied)?;
    Ok(id)
}
