//! What makes the program's own jobs come: a scheduler that ticks when one is due, in the office's zone, and one worker
//! that has them done one after the other. What is due, and who has it, `services::jobs` decides; a tick that comes too
//! often does no harm.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use baogong_domain::{access::Actor, jobs::Job};
use baogong_services::{ServiceError, Services, clock::office_zone, jobs::Runner};
use tokio::{sync::Notify, task::JoinHandle};
use tokio_cron_scheduler::{Job as Tick, JobScheduler, JobSchedulerError};

/// A run that has begun is given so long to end when the program is told to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// The running jobs.
pub(crate) struct Jobs {
    scheduler: JobScheduler,
    worker: Worker,
    working: JoinHandle<()>,
    watch: JoinHandle<()>,
}

impl Jobs {
    /// Starts no more of them, and lets one that is running end.
    pub(crate) async fn stop(mut self) {
        self.worker.stop();
        // A look that is broken off has not happened; the next one does what it would have done.
        self.watch.abort();
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "the scheduler did not stop");
        }
        if tokio::time::timeout(STOP_WITHIN, &mut self.working).await.is_err() {
            // Nothing of it has happened that is not whole; another server, or this one later, takes it over.
            tracing::warn!("a job did not end in time and is broken off");
            self.working.abort();
        }
    }
}

/// Starts all jobs; what was to be done while the program was down is done at once, in order.
pub(crate) async fn start(services: Services, lease: Duration) -> Result<Jobs, ServiceError> {
    let failed = |e: JobSchedulerError| ServiceError::invalid("scheduler_failed", e.to_string());
    let worker = Worker::default();
    let scheduler = JobScheduler::new().await.map_err(failed)?;
    for job in Job::ALL {
        let worker = worker.clone();
        let tick = Tick::new_async_tz(job.schedule().cron(), office_zone(), move |_, _| {
            worker.tick();
            Box::pin(async {})
        });
        scheduler.add(tick.map_err(failed)?).await.map_err(failed)?;
    }
    // Between them: runs whose server has died, those that are to be tried again, a clock that was set.
    let (ticked, every) = (worker.clone(), (lease / 6).max(Duration::from_secs(1)));
    let tick = Tick::new_repeated(every, move |_, _| ticked.tick());
    scheduler.add(tick.map_err(failed)?).await.map_err(failed)?;
    scheduler.start().await.map_err(failed)?;
    let working = tokio::spawn(worker.clone().work(services.clone()));
    // After each write within a second, and by itself for clocks that strike.
    let watch = tokio::spawn(services.keep_watch());
    Ok(Jobs { scheduler, worker, working, watch })
}

/// Has jobs done, one after the other.
#[derive(Clone, Default)]
struct Worker {
    bell: Arc<Notify>,
    stopping: Arc<AtomicBool>,
}

impl Worker {
    fn tick(&self) {
        self.bell.notify_one();
    }

    fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.tick();
    }

    fn stops(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    async fn work(self, services: Services) {
        while !self.stops() {
            match services.run_next_job(&Actor::System).await {
                Ok(Some(_)) => {}
                Ok(None) => self.bell.notified().await,
                Err(error) => {
                    tracing::error!(%error, "no job could be begun");
                    self.bell.notified().await;
                }
            }
        }
    }
}

/// This server as the others know it.
pub(crate) fn runner(lease: Duration, heads: Arc<dyn baogong_services::jobs::KeepHead>) -> Runner {
    Runner { server: format!("{}#{}", host(), std::process::id()), lease, heads: Some(heads) }
}

/// The machine's name.
pub(crate) fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "server".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use baogong_domain::jobs::Schedule;
    use chrono::{NaiveDateTime, TimeZone as _};
    use croner::parser::{CronParser, Seconds};

    use super::*;

    /// What ticks and what counts slots must mean the same.
    #[test]
    fn the_scheduler_ticks_when_a_slot_is_due() {
        let zone = office_zone();
        for (from, slots) in [("2026-12-30T23:59:59", 60), ("2028-02-28T00:00:00", 60), ("2026-11-23T10:20:30", 30)] {
            for job in Job::ALL {
                let schedule: Schedule = job.schedule();
                let cron = CronParser::builder().seconds(Seconds::Required).build().parse(&schedule.cron()).unwrap();
                let mut now = NaiveDateTime::from_str(from).unwrap();
                for _ in 0..slots {
                    let next = schedule.next(now);
                    let here = zone.from_local_datetime(&now).unwrap();
                    let ticks = cron.find_next_occurrence(&here, false).unwrap();
                    assert_eq!(ticks.naive_local(), next, "{job:?} after {now}");
                    now = next;
                }
            }
        }
    }
}
