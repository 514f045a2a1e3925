//! The bell that a write rings, so that its consequence shows within a second. It only saves waiting: what was written is
//! noted in the database, and the next look finds it, whoever wrote it.

use std::{sync::Arc, time::Duration};

use baogong_domain::access::Actor;
use tokio::sync::Notify;

use crate::Services;

/// How long a ring waits for others, so that a burst of writes is judged once.
const DEBOUNCE: Duration = Duration::from_millis(200);
/// How long nobody looks where nobody rings: what another process wrote, a clock that has struck, a new day.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Rung after each write that the watch may have to judge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }
}

impl Services {
    /// Keeps the alerts up to date for as long as the program runs: judges after each write, escalates and ends silences
    /// at their minute, begins each new day. An error is logged, and the next look tries again.
    pub async fn keep_watch(self) {
        loop {
            if let Err(error) = self.look(&Actor::System).await {
                tracing::error!(%error, "the watch could not be kept up to date");
            }
            if tokio::time::timeout(LOOK_EVERY, self.bell.0.notified()).await.is_ok() {
                tokio::time::sleep(DEBOUNCE).await;
            }
        }
    }
}
