//! Import of parties from a sheet: all rows or none. What a file does not tell stays as it is.

use std::collections::HashMap;

use baogong_domain::{
    DivisionCode, Factor, Party, PartyCode, PartyKind, UnifiedSocialCreditCode,
    access::{self, Action, Actor},
    party::{KeyTier, PartyError, Protection},
    roster::{RosterEvent, steps},
};
use baogong_storage::{PartyId, Transaction, parties, roster, watch};
use serde_json::{Map, Value, json};

use super::{
    differing, facts,
    party::{fits, kind_may_change},
};
use crate::{
    ServiceError, Services,
    audit::{self, Act},
    import::{
        ImportReport, Rejection,
        columns::{self, Columns, Field},
    },
    sheet::{Row, Sheet},
};

/// The headings.
const FIELDS: [Field; 11] = [
    ("code", "代码"),
    ("name", "名称"),
    ("kind", "类型"),
    ("name_en", "英文名称"),
    ("division", "行政区划"),
    ("uscc", "统一社会信用代码"),
    ("industry", "行业"),
    ("tiers", "重点企业类别"),
    ("protection", "保障类别"),
    ("factors", "生产要素"),
    ("reporter", "填报单位"),
];

/// The first three fields must be there.
const REQUIRED: usize = 3;

/// An entry of the trail lists so many changed parties; its digest covers all.
const LISTED: usize = 200;

type Known = HashMap<PartyCode, (PartyId, Party)>;

impl Services {
    /// Imports parties. A party with a known code is brought up to date in what the file tells. `source` names the file in
    /// the audit trail.
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
        let mut read: Vec<(u64, Party)> = Vec::new();
        let mut lines: HashMap<PartyCode, u64> = HashMap::new();
        let refuse = |line, field, code, message: String| {
            Rejection::at(line, columns.heading(&sheet.header, field), code, message)
        };
        let visited = sheet.rows.visit(|line, row| {
            let odd = columns.odd_cells(&sheet.header, line, row);
            if !odd.is_empty() {
                return report.rejected.extend(odd);
            }
            let fits = columns::check_length(&sheet.header, line, row);
            let read_row =
                || party(row, &columns).map_err(|(field, error)| refuse(line, field, error.code(), error.to_string()));
            match fits.and_then(|()| read_row()) {
                Ok(party) => match lines.insert(party.code.clone(), line) {
                    None => read.push((line, party)),
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
        let mut transaction = self.begin_change().await?;
        let known = parties::all_by_code(&mut transaction).await?;
        for (_, party) in &mut read {
            if let Some((_, known)) = known.get(&party.code) {
                keep_untold(party, known, &columns);
            }
        }
        for (line, error) in misfits(&mut transaction, &known, &read).await? {
            let field = FIELDS.iter().position(|f| f.0 == error.field).unwrap_or(0);
            report.rejected.push(refuse(line, field, error.code, error.message));
        }
        if !report.rejected.is_empty() {
            return Ok(report);
        }
        self.write_parties(&mut transaction, actor, source, &known, read, &mut report).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(report)
    }

    async fn write_parties(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        source: &str,
        known: &Known,
        mut read: Vec<(u64, Party)>,
        report: &mut ImportReport,
    ) -> Result<(), ServiceError> {
        // Whoever reports for others goes first; the whole city last, for another may have been it.
        read.sort_by_key(|(_, party)| (party.kind == PartyKind::WholeCity, party.reporter.is_some()));
        let mut told = Told::default();
        for (_, party) in &read {
            let before = known.get(&party.code);
            if before.is_some_and(|(_, before)| before == party) {
                report.unchanged += 1;
                continue;
            }
            report.accepted += 1;
            told.add(before.map(|(_, party)| party), party);
            let tiers = before.map_or(&[][..], |(_, before)| &before.tiers);
            let id = match before {
                Some((id, before)) if *before == (Party { tiers: before.tiers.clone(), ..party.clone() }) => *id,
                _ => {
                    let id = parties::put(transaction, party).await?;
                    parties::stamp(transaction, id, actor.name(), self.clock().now()).await?;
                    id
                }
            };
            self.move_to(transaction, actor, source, id, party, tiers).await?;
        }
        if report.accepted > 0 {
            watch::mark_stale(transaction).await?;
            let detail = told.detail(report.accepted);
            self.remember(transaction, Act { actor, action: "parties.import", subject: source, detail: &detail })
                .await?;
        }
        Ok(())
    }

    /// Records the entries and exits by which a party gets the places that the file tells.
    async fn move_to(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        source: &str,
        id: PartyId,
        party: &Party,
        before: &[(i32, KeyTier)],
    ) -> Result<(), ServiceError> {
        let event = |(step, year, tier)| RosterEvent {
            party: party.code.clone(),
            year,
            tier,
            step,
            on: self.clock().today(),
            reason: format!("导入 / imported: {source}"),
            actor: actor.name().to_owned(),
        };
        let events: Vec<RosterEvent> = steps(before, &party.tiers).into_iter().map(event).collect();
        if !events.is_empty() {
            roster::record(transaction, id, &events, self.clock().now()).await?;
        }
        Ok(())
    }
}

/// What an import changed, for the trail.
#[derive(Default)]
struct Told {
    before: Map<String, Value>,
    after: Map<String, Value>,
    lines: Vec<String>,
}

impl Told {
    fn add(&mut self, before: Option<&Party>, after: &Party) {
        let code = after.code.to_string();
        let all = facts(after);
        self.lines.push(json!({ &code: all }).to_string());
        if self.lines.len() > LISTED {
            return;
        }
        let (was, is) = differing(&before.map(facts).unwrap_or_default(), &all);
        if before.is_some() {
            self.before.insert(code.clone(), was.into());
        }
        self.after.insert(code, is.into());
    }

    fn detail(self, accepted: u64) -> Value {
        json!({
            "accepted": accepted,
            "listed": self.after.len(),
            "before": self.before,
            "after": self.after,
            "digest": audit::digest(self.lines),
        })
    }
}

/// Rows whose facts do not go together, or not with what else is in the registry and the file.
async fn misfits(
    transaction: &mut Transaction,
    known: &Known,
    read: &[(u64, Party)],
) -> Result<Vec<(u64, super::FieldError)>, ServiceError> {
    // The registry as it would be.
    let mut then = known.clone();
    for (_, party) in read {
        let id = known.get(&party.code).map_or(0, |(id, _)| *id);
        then.insert(party.code.clone(), (id, party.clone()));
    }
    let mut wrong = Vec::new();
    for (line, party) in read {
        if let Err(error) = fits(&then, party) {
            wrong.push((*line, error));
        } else if let Some((id, before)) = known.get(&party.code)
            && let Err(error) = kind_may_change(transaction, *id, before, party).await?
        {
            wrong.push((*line, error));
        }
    }
    Ok(wrong)
}

/// What the file has no column for stays as it is.
fn keep_untold(party: &mut Party, known: &Party, columns: &Columns<11>) {
    let Party { name_en, division, uscc, industry, tiers, protection, factors, reporter, .. } = party;
    let untold = |field: usize| !columns.has(field);
    if untold(3) {
        name_en.clone_from(&known.name_en);
    }
    if untold(4) {
        division.clone_from(&known.division);
    }
    if untold(5) {
        uscc.clone_from(&known.uscc);
    }
    if untold(6) {
        industry.clone_from(&known.industry);
    }
    if untold(7) {
        tiers.clone_from(&known.tiers);
    }
    if untold(8) {
        *protection = known.protection;
    }
    if untold(9) {
        factors.clone_from(&known.factors);
    }
    if untold(10) {
        reporter.clone_from(&known.reporter);
    }
}

fn party(row: &Row, columns: &Columns<11>) -> Result<Party, (usize, PartyError)> {
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
        factors: Factor::parse_list(cell(9)).map_err(at(9))?,
        reporter: given(10).map(PartyCode::parse).transpose().map_err(at(10))?,
    })
}
