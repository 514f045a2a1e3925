//! The life of an alert: hysteresis, missing data, attention, causes; as tables and as laws.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attention;
mod causes;
mod clocks;
mod laws;
mod life;
mod room;
