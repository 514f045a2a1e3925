//! The registry: import of parties from a sheet, all rows or none.

use std::collections::HashMap;

use baogong_domain::{
    DivisionCode, Party, PartyCode, PartyKind, UnifiedSocialCreditCode,
    access::{self, Action, Actor, Named, Reach},
    party::{KeyTier, PartyError, Protection},
};
use baogong_storage::parties;
use csv::StringRecord;

use crate::{
    ServiceError, Services,
    audit::{self, Act},
    city::City,
    import::{
        ImportReport, Rejection,
        columns::{self, Columns, Field},
    },
    reading,
    sheet::Sheet,
};

/// The headings.
const FIELDS: [Field; 9] = [
    ("code", "代码"),
    ("name", "名称"),
    ("kind", "类型"),
    ("name_en", "英文名称"),
    ("division", "行政区划"),
    ("uscc", "统一社会信用代码"),
    ("industry", "行业"),
    ("tiers", "重点企业类别"),
    ("protection", "保障类别"),
];

/// The first three fields must be there.
const REQUIRED: usize = 3;

impl Services {
    /// How many parties the registry has.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn party_count(&self, actor: &Actor) -> Result<usize, ServiceError> {
        access::check(actor, Action::ReadParties)?;
        let mut transaction = self.store.begin_read().await?;
        Ok(parties::all(&mut transaction).await?.len())
    }

    /// The parties that the actor may know of, by code.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn parties(&self, actor: &Actor) -> Result<Vec<Party>, ServiceError> {
        let reach = access::check(actor, Action::ReadParties)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let mut named = Named::new();
        if reach == Reach::Own {
            for item in &city.items {
                named.extend(reading::named_of_item(&mut transaction, &city, item, actor).await?);
            }
        }
        let seen = |party: &Party| access::may_see_party(actor, party, &named);
        Ok(city.parties.into_iter().filter(seen).collect())
    }

    /// Imports parties. A party with a known code is brought up to date. `source` names the file in the audit trail.
    ///
    /// # Errors
    /// Not allowed, or the database fails. Bad rows are in the report, and then nothing is written.
    pub async fn import_parties(
        &self,
        actor: &Actor,
        source: &str,
        bytes: Vec<u8>,
    ) -> Result<ImportReport, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let sheet = match Sheet::open(bytes) {
            Ok(sheet) => sheet,
            Err(error) => return Ok(ImportReport::refused(Rejection::of_file(&error))),
        };
        let columns = match Columns::find(&sheet.header, &FIELDS, REQUIRED) {
            Ok(columns) => columns,
            Err(rejection) => return Ok(ImportReport::refused(rejection)),
        };
        let mut report = ImportReport::default();
        let mut read: Vec<Party> = Vec::new();
        let mut lines: HashMap<PartyCode, u64> = HashMap::new();
        let refuse = |line, field, code, message: String| {
            Rejection::at(line, columns.heading(&sheet.header, field), code, message)
        };
        let visited = sheet.rows.visit(|line, row| {
            let fits = columns::check_length(&sheet.header, line, row);
            let read_row =
                || party(row, &columns).map_err(|(field, error)| refuse(line, field, error.code(), error.to_string()));
            match fits.and_then(|()| read_row()) {
                Ok(party) => match lines.insert(party.code.clone(), line) {
                    None => read.push(party),
                    Some(first) => {
                        let message = format!("代码与第 {first} 行重复 / line {first} has the same code");
                        report.rejected.push(refuse(line, 0, "party_repeated", message));
                    }
                },
                Err(rejection) => report.rejected.push(rejection),
            }
        });
        if let Err(error) = visited {
            return Ok(ImportReport::refused(Rejection::of_file(&error)));
        }
        if !report.rejected.is_empty() {
            return Ok(report);
        }
        let mut transaction = self.store.begin_write().await?;
        let known = parties::all_by_code(&mut transaction).await?;
        for party in &mut read {
            // The file does not tell these: they stay as the office set them.
            if let Some((_, known)) = known.get(&party.code) {
                party.factors.clone_from(&known.factors);
                party.reporter.clone_from(&known.reporter);
            }
        }
        for party in &read {
            if known.get(&party.code).is_some_and(|(_, known)| known == party) {
                report.unchanged += 1;
            } else {
                parties::put(&mut transaction, party).await?;
                report.accepted += 1;
            }
        }
        if report.accepted > 0 {
            let codes = read.iter().map(|party| format!("{party:?}")).collect();
            let detail = serde_json::json!({ "accepted": report.accepted, "digest": audit::digest(codes) });
            self.remember(&mut transaction, Act { actor, action: "parties.import", subject: source, detail: &detail })
                .await?;
        }
        transaction.commit().await?;
        Ok(report)
    }
}

fn party(row: &StringRecord, columns: &Columns<9>) -> Result<Party, (usize, PartyError)> {
    let cell = |field: usize| columns.cell(row, field);
    let at = |field: usize| move |error| (field, error);
    let given = |field: usize| Some(cell(field)).filter(|text| !text.is_empty());
    if cell(1).is_empty() {
        return Err((1, PartyError::Name));
    }
    Ok(Party {
        code: PartyCode::parse(cell(0)).map_err(at(0))?,
        name: cell(1).to_owned(),
        kind: PartyKind::parse(cell(2)).map_err(at(2))?,
        name_en: cell(3).to_owned(),
        division: given(4).map(DivisionCode::parse).transpose().map_err(at(4))?,
        uscc: given(5).map(UnifiedSocialCreditCode::parse).transpose().map_err(at(5))?,
        industry: cell(6).to_owned(),
        tiers: KeyTier::parse_roster(cell(7)).map_err(at(7))?,
        protection: given(8).map(Protection::parse).transpose().map_err(at(8))?,
        factors: Vec::new(),
        reporter: None,
    })
}
