//! The watch: the reconciler that keeps alerts, and what people do with them.
//!
//! A run judges a day and applies what changes, in one transaction: it has happened or it has not. Two servers queue at
//! the head of the audit trail, and who comes second finds nothing left to do. What figures say is [`run`]; what people
//! do is [`handle`], [`declared`] and [`notes`]; what they see is [`list`] and [`detail`].

mod apply;
mod bell;
mod context;
mod curve;
mod declared;
mod demo;
mod detail;
mod handle;
mod list;
mod neighbours;
mod notes;
mod part;
mod past;
mod run;
mod sight;
mod whole;

pub use baogong_storage::watch::{
    alerts::AlertId,
    declared::{Confirmation, DeclaredId},
    timeline::{AlertComment, TimelineEntry},
};
pub(crate) use bell::Bell;
pub use curve::{AlertCurve, StockDay};
pub use declared::{Declaration, Measures, NewDeclaration};
pub use detail::AlertDetail;
pub use handle::MOST_AT_ONCE;
pub use list::{AlertCounts, AlertEntry, AlertFilter, AlertList, AlertState, PAGE_SIZE};
pub use notes::{HandOver, NewShiftNote, ShiftNoteEntry, Standing};
pub use run::Reconciled;
pub use sight::People;
