//! Real servers on one PostgreSQL database: one of them killed in mid-job, one told to stop in mid-job. Nothing is lost.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use baogong_domain::{access::Actor, jobs::Job};
use baogong_services::{
    Services,
    audit::TrailState,
    clock::Clock,
    import::ImportOptions,
    jobs::{JobRun, RunOutcome, RunsAsk},
    watch::AlertFilter,
};
use baogong_storage::{
    Store, Transaction, audit,
    testing::{self, TestDatabase},
};
use tempfile::TempDir;

/// Seconds after which a server without a sign of life is taken for dead.
const LEASE: &str = "4";
/// Nothing here takes so long, even where others use the machine.
const PATIENCE: Duration = Duration::from_secs(90);

struct Server {
    child: Child,
    /// Where it keeps its file of heads.
    folder: TempDir,
}

impl Server {
    /// Starts the program; it answers by HTTP when it has said so.
    fn start(database: &TestDatabase) -> Self {
        let folder = TempDir::new().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_baogong"))
            .current_dir(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database.url])
            .env("BAOGONG_JOB_LEASE", LEASE)
            .env_remove("BAOGONG_TODAY")
            .stdout(Stdio::piped())
            .spawn();
        Self { child: child.unwrap(), folder }
    }

    /// Waits until it has said how the first administrator gets in, which is the last that it does before it serves.
    fn wait(&mut self) {
        let mut lines = BufReader::new(self.child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("/invitation/")), "the server ended at once");
        // What else it may say goes nowhere, but must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
    }

    fn carries_out(&self, run: &JobRun) -> bool {
        run.server.ends_with(&format!("#{}", self.child.id()))
    }

    /// Tells it to stop, as a service manager does; whether it ended well.
    fn terminate(&mut self) -> bool {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Site {
    database: TestDatabase,
    services: Services,
    store: Store,
}

impl Site {
    /// A plant with coal for one day, on PostgreSQL.
    async fn open() -> Option<Self> {
        let database = testing::each_engine().await.into_iter().find(|database| database.engine == "postgres")?;
        let services = Services::open(&database.url, Clock::Real).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        let parties = "code,name,kind,division\nA,甲电厂,enterprise,410183\n";
        services.import_parties(&Actor::System, "p.csv", parties.as_bytes().to_vec()).await.unwrap();
        let day = services.clock().today().pred_opt().unwrap();
        let sheet = format!(
            "item,measure,period,supplier,consumer,quantity,note\ncoal.thermal,used,{day},,A,100,\n\
             coal.thermal,stock,{day},,A,100,\n"
        );
        let report = services.import(&Actor::System, "f.csv", sheet.into_bytes(), ImportOptions::default()).await;
        assert_eq!(report.unwrap().accepted, 2);
        let store = Store::open(&database.url).await.unwrap();
        Some(Self { database, services, store })
    }

    /// Holds the place for writers: who judges waits in its transaction.
    async fn hold(&self) -> Transaction {
        let mut holding = self.store.begin_write().await.unwrap();
        audit::take_head(&mut holding).await.unwrap();
        holding
    }

    async fn runs(&self) -> Vec<JobRun> {
        self.services.jobs(&Actor::System, RunsAsk::default()).await.unwrap().runs
    }

    /// The runs, when they are as asked for.
    async fn until(&self, what: &str, is_so: impl Fn(&[JobRun]) -> bool) -> Vec<JobRun> {
        let wait = async {
            loop {
                let runs = self.runs().await;
                if is_so(&runs) {
                    return runs;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let Ok(runs) = tokio::time::timeout(PATIENCE, wait).await else {
            panic!("not in time: {what}: {:#?}", self.runs().await)
        };
        runs
    }

    async fn shortages(&self) -> Vec<String> {
        let open = self.services.alerts(&Actor::System, &AlertFilter::default()).await.unwrap().alerts;
        let shortages = open.iter().filter(|entry| entry.alert.key.kind.is_shortage());
        shortages.map(|entry| format!("{} {}", entry.alert.level.code(), entry.alert.key)).collect()
    }

    async fn close(self) {
        self.store.close().await;
        self.services.close().await;
    }
}

fn of(runs: &[JobRun], job: Job) -> Option<&JobRun> {
    runs.iter().find(|run| run.job == job)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_in_mid_job_loses_nothing_and_the_other_ends_it() {
    let Some(site) = Site::open().await else { return };
    let holding = site.hold().await;
    let mut servers = [Server::start(&site.database), Server::start(&site.database)];
    // The slots are caught up at start. One server has the seasons and waits, the other, some jobs further, the evaluation.
    let running = |runs: &[JobRun], job| of(runs, job).is_some_and(|run| run.outcome == RunOutcome::Running);
    let both = |runs: &[JobRun]| running(runs, Job::Seasons) && running(runs, Job::Evaluation);
    let runs = site.until("both servers are in mid-job", both).await;
    let evaluation = of(&runs, Job::Evaluation).unwrap().clone();
    let place = servers.iter().position(|server| server.carries_out(&evaluation)).unwrap();
    assert!(servers[1 - place].carries_out(of(&runs, Job::Seasons).unwrap()));
    servers[place].child.kill().unwrap();
    servers[place].child.wait().unwrap();
    assert!(site.shortages().await.is_empty(), "half of a job has happened");
    drop(holding);

    let done = |run: &JobRun| matches!(run.outcome, RunOutcome::Done(Some(_)));
    let taken_over = |runs: &[JobRun]| runs.iter().any(|run| run.id == evaluation.id && done(run));
    let all = |runs: &[JobRun]| taken_over(runs) && of(runs, Job::Reminders).is_some() && runs.iter().all(done);
    let runs = site.until("the other server has done everything", all).await;
    let ended = runs.iter().find(|run| run.id == evaluation.id).unwrap();
    assert_eq!((ended.attempt, ended.slot), (2, evaluation.slot));
    assert!(servers[1 - place].carries_out(ended), "{ended:?}");
    // Each slot once: what each server does for itself once for each.
    let mut slots: BTreeMap<(Job, _), usize> = BTreeMap::new();
    for run in runs.iter().filter(|run| !run.job.on_each_server()) {
        *slots.entry((run.job, run.slot)).or_default() += 1;
        assert!(run.attempt == 1 || run.id == evaluation.id, "{run:?}");
    }
    assert!(slots.values().all(|count| *count == 1), "{slots:?}");
    assert!(servers[1 - place].folder.path().join("data/baogong.heads").exists());
    // The work was done once: one alert, opened once, and a whole trail.
    assert_eq!(site.shortages().await, ["red stock coal.thermal party:A"]);
    let alerts = site.services.alerts(&Actor::System, &AlertFilter::default()).await.unwrap().alerts;
    let alert = alerts.iter().find(|entry| entry.alert.key.kind.is_shortage()).unwrap();
    let detail = site.services.alert(&Actor::System, alert.id).await.unwrap();
    let openings = detail.timeline.iter().filter(|entry| entry.event.kind.code() == "opened").count();
    assert_eq!(openings, 1, "{:?}", detail.timeline);
    let trail = site.services.verify_audit(&Actor::System, &[]).await.unwrap();
    assert!(matches!(trail, TrailState::Whole { .. }), "{trail:?}");
    drop(servers);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_ends_what_it_has_begun() {
    let Some(site) = Site::open().await else { return };
    let mut server = Server::start(&site.database);
    server.wait();
    let quiet = |runs: &[JobRun]| {
        of(runs, Job::Reminders).is_some() && runs.iter().all(|run| run.outcome != RunOutcome::Running)
    };
    site.until("the slots at start are done", quiet).await;
    // Another server died in mid-job; this one takes its run over, and waits in it.
    let holding = site.hold().await;
    testing::run(
        &site.database,
        &["INSERT INTO job_run (job, place, slot, state, attempt, started_at, server, result, wake_at) VALUES \
           ('evaluation', '', '2020-01-01T00:00:00Z', 'running', 1, '2020-01-01T00:00:00Z', 'dead', '', \
           '2020-01-01T00:01:00Z')"],
    )
    .await;
    let begun = |runs: &[JobRun]| runs.iter().any(|run| run.attempt == 2 && server.carries_out(run));
    let runs = site.until("the run is taken over", begun).await;
    let id = runs.iter().find(|run| run.attempt == 2).unwrap().id;
    let stopping = tokio::task::spawn_blocking(move || server.terminate());
    // It goes on while it waits; then it ends.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!stopping.is_finished());
    drop(holding);
    assert!(stopping.await.unwrap(), "it ended well");
    let run = site.runs().await.into_iter().find(|run| run.id == id).unwrap();
    assert!(matches!(run.outcome, RunOutcome::Done(Some(_))) && run.attempt == 2, "{run:?}");
    site.close().await;
}
