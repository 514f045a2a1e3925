//! The pure rules of supply coordination: what a figure is, what a balance means, when a shortage is an alert.
//!
//! Nothing here reads a clock, a file or a database, and nothing rounds before output. The same code serves the
//! server, the command line and, compiled to wasm, the browser. Rule numbers in the docs refer to ARCHITECTURE.md.

pub mod access;
pub mod balance;
pub mod calendar;
pub mod contact;
pub mod defaults;
pub mod duty;
pub mod evaluation;

pub mod exact;
pub mod figure;
pub mod item;
pub mod jobs;
mod ledger;
pub mod level;
pub mod party;
pub mod period;
pub mod plausible;
pub mod protection;
pub mod provenance;
pub mod quantity;
pub mod replay;
pub mod roster;
pub mod rule;
pub mod settings;
pub mod spread;
mod stored_form;
pub mod watch;
pub mod work_calendar;

pub use balance::{BalanceRow, Composition, balance_over, balance_rows};
pub use calendar::{Calendar, Season, SeasonDecision, SeasonKind};

pub use evaluation::{Alert, AlertKind, Evaluation, evaluate};
pub use exact::Exact;
pub use figure::{FigureError, FigureKey, Measure};
pub use item::{Factor, Item, ItemCode, Nature, Route};
pub use ledger::{ItemBook, Scope, ScopeError, Series};
pub use level::Level;
pub use party::{DivisionCode, Party, PartyCode, PartyKind, UnifiedSocialCreditCode};
pub use period::{DayRange, Grain, Period};
pub use quantity::Quantity;
pub use rule::{Rule, RuleBook};
pub use work_calendar::{WorkCalendar, WorkDayException};
