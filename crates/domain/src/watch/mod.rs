//! The watch: what becomes of a shortage from the day on which it is first seen until it has passed.
//!
//! [`analyze`] compares the alerts that are open with what a day's figures answer, and says what changes. It reads no
//! clock and stores nothing; the same figures always lead to the same alerts, however often and in whatever order they
//! are judged. The rules, which the tests name:
//!
//! 1. *A level rises at once* and falls only when the value has passed its line by the hysteresis on one evaluation day
//!    and still on a later one ([`Easing`]). Each line is passed by itself: from red at 25 % to 9.5 % an alert falls to
//!    orange, whose line of 10 % has not been passed by a whole point.
//! 2. *Missing data* leaves level and phase as they are and marks the alert as unknown. It never resolves one: a line has
//!    been passed for good when two days that are known, the hold apart, say so. What lies between them does not count
//!    for or against, so that figures by the month, known on its last day alone, lead to the same as a look once a month.
//!    Nor has a gap passed that lasted on too few days for its rule only because the days beside them are unknown.
//! 3. *Pending* is a gap that is there today or ahead on fewer days in a row than its rule asks for. It rings for nobody.
//!    Where a rule asks for one day (in a peak season) nothing is ever pending; a stock never is.
//! 4. *A report* that is overdue or implausible is right as soon as it is mended: no hysteresis, no hold.
//! 5. *A consequence* stands under its cause and does not ring, unless it is worse than the cause.
//! 6. *Attention*: what rings waits for an owner and is escalated when its time is up; a silence defers both, ends at its
//!    minute, and ends by itself where the level gets worse than the one that was silenced.

mod alert;
mod analyze;
mod attention;
mod cause;
mod declared;
mod doubts;
mod easing;
mod event;
mod finding;
mod judge;
mod kind;
mod layout;
mod overdue;
mod settings;
mod share;
mod sums;

pub use alert::{Handled, Phase, Refusal, Watched};
pub use analyze::{Changed, Diff, Input, analyze};
pub use attention::{Attention, Silence};
pub use cause::Relations;
pub use declared::{Confirmer, DeclaredLevel, Step, measures};
pub use easing::Easing;
pub use event::{Event, EventKind, SilenceEnd};
pub use finding::{Answer, Doubt, Facts, Judged, complete};
pub use judge::{Answers, ItemWatch};
pub use kind::{AlertKey, Kind};
pub use overdue::Missing;
pub use settings::{ByLevel, WatchBook, WatchSettings};
pub use sums::{CitySums, GroupSums, ItemSums, SupplierSums};
