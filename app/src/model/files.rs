//! What travels: templates, uploads, saved mappings, exports.

use serde::{Deserialize, Serialize};

use super::{Amount, ItemName, Name, desk::PartyRef};

/// The largest file, in bytes; the server decides again.
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;

/// What the page of files shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesView {
    /// Tomorrow, ISO: where a daily template begins.
    pub first_day: String,
    /// This month, ISO.
    pub month: String,
    /// The user must give a reason with every import.
    pub reason_always: bool,
    /// The party that the user acts for.
    pub own: Option<PartyRef>,
    /// Saved mappings of the user's party.
    pub mappings: Vec<SavedMapping>,
    /// Items that a mapping may name.
    pub items: Vec<ItemName>,
    /// Parties that a mapping may name.
    pub parties: Vec<PartyRef>,
    /// What became of a file that was sent without JavaScript.
    pub answer: Option<UploadAnswer>,
}

/// A mapping that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it says.
    pub form: MappingForm,
    /// When it was changed last, office time.
    pub changed_at: String,
    /// By whom.
    pub changed_by: String,
}

/// A mapping as it is made on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingForm {
    /// Heading of the column with the period.
    pub period: String,
    /// Heading of the column that names the party; none: always `party`.
    pub party_column: Option<String>,
    /// Code of the party of all rows.
    pub party: Option<String>,
    /// Columns that become figures.
    pub columns: Vec<MappingColumn>,
}

/// A column that becomes figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingColumn {
    /// Its heading.
    pub heading: String,
    /// Code of the item.
    pub item: String,
    /// Code of the measure.
    pub measure: String,
    /// The sheet's unit in the item's unit; empty: the same.
    pub factor: String,
    /// Of supply: who is supplied.
    pub counterpart: Counterpart,
}

/// Whom the row's party supplies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counterpart {
    /// The city's pool; or nobody, for what is needed, received, used or in stock.
    #[default]
    None,
    /// Always the party with this code.
    One(String),
    /// Whom the column with this heading names.
    Column(String),
}

/// A sheet's headings and first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleView {
    /// The headings.
    pub header: Vec<String>,
    /// The first rows, as many cells as headings.
    pub rows: Vec<Vec<String>>,
    /// All rows.
    pub row_count: usize,
}

/// What the server says to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadAnswer {
    /// What an import would do.
    Preview(Box<PreviewView>),
    /// What an import did.
    Report(Box<ReportView>),
    /// The sheet's columns, for a mapping.
    Sample(Box<SampleView>),
    /// Why nothing was done.
    Problem {
        /// Stable code.
        code: String,
        /// Why and what helps, in both languages.
        message: String,
    },
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// Name of the file.
    pub file: String,
    /// Key of the mapping by which it was read.
    pub mapping: Option<i64>,
    /// What the import has to send back: digest of the file.
    pub digest: String,
    /// What the import has to send back: the newest act that was seen.
    pub seen: i64,
    /// Figures that nobody has reported yet.
    pub new: Listing<FigureLine>,
    /// Figures that would change.
    pub changed: Listing<FigureLine>,
    /// Figures that say what is known already.
    pub unchanged: Listing<FigureLine>,
    /// Cells that are refused.
    pub rejected: Listing<RejectionLine>,
    /// Rows with such cells.
    pub rejected_rows: u64,
    /// Rows of a template that nobody touched.
    pub skipped: u64,
    /// Of the new and changed, how many are past their deadline.
    pub late: u64,
    /// The import needs a reason.
    pub reason_needed: bool,
}

/// How many there are, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing<T> {
    /// All.
    pub count: u64,
    /// The first ones.
    pub first: Vec<T>,
}

/// One figure of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    /// Line of the file.
    pub line: u64,
    /// The item.
    pub item: Name,
    /// Unit of its amounts.
    pub unit: Name,
    /// The measure.
    pub measure: Name,
    /// ISO.
    pub period: String,
    /// Who supplies.
    pub supplier: Option<Name>,
    /// Who needs.
    pub consumer: Option<Name>,
    /// What is known.
    pub before: Amount,
    /// What the file says.
    pub quantity: Amount,
    /// The remark, where it would change.
    pub note: Option<String>,
}

/// One refused cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectionLine {
    /// Line of the file; none where the whole file is refused.
    pub line: Option<u64>,
    /// In a workbook the cell, such as `C12`.
    pub cell: Option<String>,
    /// In a workbook the sheet.
    pub sheet: Option<String>,
    /// Heading of the column.
    pub column: Option<String>,
    /// Stable code.
    pub code: String,
    /// Why and what helps, in both languages.
    pub message: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    /// Name of the file.
    pub file: String,
    /// Key of the mapping by which it was read.
    pub mapping: Option<i64>,
    /// Nothing was written.
    pub refused: bool,
    /// Figures that are new or changed.
    pub accepted: u64,
    /// Figures that said what was known already.
    pub unchanged: u64,
    /// Rows of a template that nobody touched.
    pub skipped: u64,
    /// Cells that were refused.
    pub rejected: Listing<RejectionLine>,
    /// Rows with such cells.
    pub rejected_rows: u64,
}
