//! What travels of the registry: parties, contacts, the roster of key enterprises and its review, and what became of forms.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Name, desk::PartyRef};

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMessage {
    /// Name of the field.
    pub field: String,
    /// What is wrong and what helps.
    pub message: Name,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormOutcome<F> {
    /// It is done; the code or key of what was written.
    Done(String),
    /// Nothing was written: everything that is wrong.
    Refused(Vec<FieldMessage>),
    /// Nothing was written: somebody was faster.
    Conflict(Box<ConflictView<F>>),
}

/// Somebody changed the same thing since the form was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictView<F> {
    /// Who; empty where that is not known.
    pub by: String,
    /// When, office time; empty where that is not known.
    pub at: String,
    /// The revision to send again with, having seen theirs.
    pub revision: i64,
    /// What stands there now.
    pub theirs: F,
}

/// A form that has nothing to conflict with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoForm;

/// Which parties the address asks for, as it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyQuery {
    /// Words to look for.
    pub q: String,
    /// Word of a kind.
    pub kind: String,
    /// Code of a division, or `-` for those of none.
    pub division: String,
    /// A year's roster.
    pub year: String,
    /// Word of a tier.
    pub tier: String,
    /// The page, from 1.
    pub page: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartiesView {
    /// What was asked for.
    pub query: PartyQuery,
    /// The parties of this page.
    pub rows: Vec<PartyRow>,
    /// How many were found, and how many the reader may know of.
    pub count: usize,
    /// See `count`.
    pub all: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Words of the kinds that there are.
    pub kinds: Vec<String>,
    /// Divisions to choose from.
    pub divisions: Vec<(String, Name)>,
    /// Years to choose from, the newest first.
    pub years: Vec<i32>,
}

/// One party of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRow {
    /// Code and name.
    pub party: PartyRef,
    /// Word of the kind.
    pub kind: String,
    /// Where it is.
    pub division: Option<Name>,
    /// Industry; may be empty.
    pub industry: String,
    /// Social credit code; may be empty.
    pub uscc: String,
    /// Places on rosters: year and word of the tier, the newest first.
    pub tiers: Vec<(i32, String)>,
}

/// A party as a form shows and sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyForm {
    /// Code; fixed once the party is there.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Word of the kind.
    pub kind: String,
    /// Code of the division.
    pub division: String,
    /// Social credit code.
    pub uscc: String,
    /// Industry.
    pub industry: String,
    /// Word of the protection class.
    pub protection: String,
    /// Words of the factors.
    pub factors: Vec<String>,
    /// Code of the reporter.
    pub reporter: String,
}

/// What a form of a party offers to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyChoices {
    /// Divisions.
    pub divisions: Vec<(String, Name)>,
    /// Parties that can report for others.
    pub reporters: Vec<PartyRef>,
    /// Industries that others have.
    pub industries: Vec<String>,
}

/// One party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyView {
    /// Its facts, and what a form would show.
    pub form: PartyForm,
    /// Where it is.
    pub division: Option<Name>,
    /// Who reports for it.
    pub reporter: Option<PartyRef>,
    /// For whom it reports.
    pub reports_for: Vec<PartyRef>,
    /// Places on rosters.
    pub tiers: Vec<(i32, String)>,
    /// The revision that a form sends back.
    pub revision: i64,
    /// When it was changed last, office time, and by whom; none for who need not know.
    pub changed: Option<(String, String)>,
    /// Whom to telephone; none for who may not know.
    pub contacts: Option<Vec<ContactView>>,
    /// Its way through the rosters, the last step first.
    pub events: Vec<EventView>,
    /// What a form offers; none for who may not change anything.
    pub choices: Option<PartyChoices>,
    /// Today in the office.
    pub today: NaiveDate,
}

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Key.
    pub id: i64,
    /// The revision that a form sends back.
    pub revision: i64,
    /// What it says.
    pub form: ContactForm,
}

/// A contact as a form shows and sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
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

/// One entry or exit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// Of which year's roster.
    pub year: i32,
    /// Word of the tier.
    pub tier: String,
    /// In, or out.
    pub entry: bool,
    /// From which day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who recorded it; empty for who need not know.
    pub actor: String,
}

/// An entry or exit as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// Code of the party.
    pub party: String,
    /// Year.
    pub year: String,
    /// Word of the tier.
    pub tier: String,
    /// ISO date.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// The settings of the roster as a form shows and sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RosterSettingsForm {
    /// How many a tier is to have.
    pub target: String,
    /// On-time rate in percent.
    pub line: String,
    /// By which document.
    pub source: String,
}

/// A year's roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// Of which year.
    pub year: i32,
    /// Years to choose from, the newest first.
    pub years: Vec<i32>,
    /// How many stand in each tier; none for who sees a part.
    pub counts: Option<[usize; 3]>,
    /// How many a tier is to have.
    pub target: u32,
    /// What the settings are.
    pub settings: RosterSettingsForm,
    /// Who stands there.
    pub members: Vec<MemberView>,
    /// Who left, the last first.
    pub exits: Vec<MemberView>,
    /// Who could enter; empty for who may not change the roster.
    pub candidates: Vec<PartyRef>,
    /// Whether entries and exits may be recorded.
    pub may_change: bool,
    /// Whether the settings may be changed.
    pub may_set: bool,
    /// Today in the office.
    pub today: NaiveDate,
    /// The yearly review, where it was asked for.
    pub review: Option<ReviewView>,
}

/// A party with its entry or exit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Who.
    pub party: PartyRow,
    /// The step.
    pub event: EventView,
}

/// The yearly review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// The days looked at; none where the year has not begun.
    pub range: Option<(NaiveDate, NaiveDate)>,
    /// Who was judged, the lowest rate first.
    pub judged: Vec<JudgedView>,
    /// Who had nothing to report.
    pub nothing_due: Vec<PartyRef>,
}

/// A member whose reporting was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedView {
    /// Who.
    pub party: PartyRow,
    /// Word of the tier.
    pub tier: String,
    /// In time.
    pub on_time: u64,
    /// Due.
    pub due: u64,
    /// Proposed for removal.
    pub proposed: bool,
}
