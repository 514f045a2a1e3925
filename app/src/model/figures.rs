//! What travels: the figures behind a number.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{Amount, Day, ItemName, Name, SeasonView, Taken, Whom};

/// Which number is asked about, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresAsk {
    /// Code of the item.
    pub item: String,
    /// `city`, `division:410181` or `party:CODE`; empty is the city.
    pub scope: String,
    /// A day, month or year.
    pub from: String,
    /// The same; empty is that of `from`.
    pub to: String,
    /// Code of a measure; empty is all.
    pub measure: String,
    /// As of this instant, office time; empty is now.
    pub as_of: String,
    /// Which page, from one.
    pub page: String,
}

/// The figures behind a number, and their sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    /// When it was taken.
    pub taken: Taken,
    /// Whether that is an earlier instant that was asked for.
    pub past: bool,
    /// The season of that day.
    pub season: SeasonView,
    /// What was asked for.
    pub ask: FiguresAsk,
    /// The item.
    pub item: ItemName,
    /// Whose number.
    pub whom: Whom,
    /// First day asked about.
    pub first: NaiveDate,
    /// Last day asked about.
    pub last: NaiveDate,
    /// The single day that the sums show, where it is not all of these: the worst of a peak, the last of a quota.
    pub only: Option<NaiveDate>,
    /// The sums, as the balance has them.
    pub sums: Day,
    /// Whose demand or supply is unknown.
    pub unknown: Vec<Whom>,
    /// The figures of this page.
    pub figures: Vec<FigureRow>,
    /// How many there are on all pages.
    pub total: usize,
    /// Which page this is, from one.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Whether there are others that the reader may not see.
    pub hidden: bool,
    /// The measures to choose from: code and name.
    pub measures: Vec<(String, Name)>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRow {
    /// The measure.
    pub measure: Name,
    /// Its period, ISO.
    pub period: String,
    /// Who supplies.
    pub supplier: Option<Name>,
    /// Who needs.
    pub consumer: Option<Name>,
    /// What it states.
    pub quantity: Amount,
    /// What of it is in the sum of its measure; none where it is not.
    pub part: Amount,
    /// What of it is in demand or supply; none where it is in neither.
    pub counts: Amount,
    /// Whether it is in demand or supply, wholly or in part.
    pub counted: bool,
    /// What became of it, in words.
    pub fate: Name,
    /// Its revisions, newest first.
    pub revisions: Vec<FigureRevision>,
}

/// One revision of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRevision {
    /// What it states; none where it withdrew the figure.
    pub quantity: Amount,
    /// The reporter's remark.
    pub note: String,
    /// When, office time.
    pub at: NaiveDateTime,
    /// The person, where the reader may know.
    pub person: Option<String>,
    /// Whom they act for.
    pub party: Option<Name>,
    /// Through which door or from which file.
    pub source: String,
    /// Why.
    pub reason: String,
}
