//! What storage promises about working days, openings and duties, asked of both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    DayRange, ItemCode, Measure, Party, PartyCode, PartyKind, Period, Quantity, WorkCalendar, WorkDayException,
    defaults, duty::DutySettings,
};
use baogong_storage::{
    NewFigure, Store, duties,
    figures::{self, BatchHeader, Subject},
    openings::{self, NewOpening},
    parties, settings,
    testing::each_engine,
    work_calendar,
};
use chrono::{DateTime, Utc};

async fn each_store(check: impl AsyncFn(Store)) {
    for database in each_engine().await {
        eprintln!("on {}", database.engine);
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        settings::add_missing_items(&mut transaction, &defaults::items()).await.unwrap();
        transaction.commit().await.unwrap();
        check(store.clone()).await;
        store.close().await;
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn item(code: &str) -> ItemCode {
    ItemCode::parse(code).unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

#[tokio::test]
async fn defaults_are_filled_in_once_and_what_the_office_did_stays() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let (calendar, own) = (defaults::work_calendar(), defaults::duty_settings());
        assert_eq!(work_calendar::settings(&mut transaction).await.unwrap(), None);
        work_calendar::add_missing(&mut transaction, &calendar, &own).await.unwrap();
        assert_eq!(work_calendar::load(&mut transaction).await.unwrap(), calendar);
        assert_eq!(work_calendar::settings(&mut transaction).await.unwrap(), Some(own.clone()));

        let holiday = "2026-10-01".parse().unwrap();
        assert!(work_calendar::remove(&mut transaction, holiday).await.unwrap());
        assert!(!work_calendar::remove(&mut transaction, holiday).await.unwrap());
        let changed =
            WorkDayException { date: "2026-10-10".parse().unwrap(), working: false, source: "通知".to_owned() };
        work_calendar::put(&mut transaction, &changed).await.unwrap();
        let stricter = DutySettings { lock_days_daily: 1, roll_monthly: true, ..own.clone() };
        work_calendar::put_settings(&mut transaction, &stricter).await.unwrap();
        work_calendar::add_missing(&mut transaction, &calendar, &own).await.unwrap();
        let stored = work_calendar::load(&mut transaction).await.unwrap();
        assert!(stored.is_working(holiday) && !stored.is_working(changed.date));
        assert_eq!(work_calendar::settings(&mut transaction).await.unwrap(), Some(stricter));

        // The next year's notice comes with a later program.
        let next =
            WorkDayException { date: "2027-01-01".parse().unwrap(), working: false, source: "元旦".to_owned() };
        let with_next = calendar.exceptions().iter().cloned().chain([next.clone()]).collect();
        work_calendar::add_missing(&mut transaction, &WorkCalendar::new(with_next), &own).await.unwrap();
        let stored = work_calendar::load(&mut transaction).await.unwrap();
        assert!(!stored.is_working(next.date) && stored.is_working(holiday));
    })
    .await;
}

#[tokio::test]
async fn an_opening_holds_for_its_party_item_and_days_until_its_end() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let mut party = async |code: &str| {
            let party = Party::new(PartyCode::parse(code).unwrap(), code, PartyKind::Enterprise);
            parties::put(&mut transaction, &party).await.unwrap()
        };
        let (one, two) = (party("P1").await, party("P2").await);
        let coal = item("coal.thermal");
        let new = |item, first: &str, last: &str, until: &str| NewOpening {
            party: one,
            item,
            days: DayRange { first: first.parse().unwrap(), last: last.parse().unwrap() },
            until: instant(until),
            reason: "断网补报",
            opened_by: "officer",
            opened_at: instant("2026-11-23T02:00:00Z"),
        };
        let of_coal = new(Some(&coal), "2026-11-01", "2026-11-18", "2026-11-24T10:00:00Z");
        let of_all = new(None, "2026-11-17", "2026-11-17", "2026-11-25T10:00:00Z");
        let first = openings::add(&mut transaction, of_coal).await.unwrap();
        openings::add(&mut transaction, of_all).await.unwrap();
        transaction.commit().await.unwrap();

        let mut transaction = store.begin_write().await.unwrap();
        let mut until = async |party, code: &str, of: &str, now: &str| {
            let code = item(code);
            let found = openings::opened_until(&mut transaction, party, &code, period(of), instant(now)).await.unwrap();
            found.map(|until| until.format("%m-%dT%H:%M").to_string())
        };
        let now = "2026-11-23T03:00:00Z";
        for (party, code, of, now, expect) in [
            (one, "coal.thermal", "2026-11-18", now, Some("11-24T10:00")),
            (one, "coal.thermal", "2026-11-19", now, None),
            // Of two openings the one that ends last.
            (one, "coal.thermal", "2026-11-17", now, Some("11-25T10:00")),
            (one, "gas.pipeline", "2026-11-17", now, Some("11-25T10:00")),
            (one, "gas.pipeline", "2026-11-18", now, None),
            // The whole month is not opened by some of its days.
            (one, "coal.thermal", "2026-11", now, None),
            (two, "coal.thermal", "2026-11-17", now, None),
            (one, "coal.thermal", "2026-11-18", "2026-11-24T10:00:00Z", None),
            (one, "coal.thermal", "2026-11-18", "2026-11-24T09:59:59Z", Some("11-24T10:00")),
        ] {
            assert_eq!(until(party, code, of, now).await.as_deref(), expect, "{party} {code} {of} {now}");
        }

        let running = openings::running(&mut transaction, None, instant(now)).await.unwrap();
        assert_eq!(running.len(), 2);
        assert_eq!((running[0].id, running[0].reason.as_str()), (first, "断网补报"));
        assert!(openings::running(&mut transaction, Some(two), instant(now)).await.unwrap().is_empty());
        let closed = openings::close(&mut transaction, first, "officer", instant(now)).await.unwrap();
        assert_eq!(closed.map(|opening| opening.id), Some(first));
        assert_eq!(openings::close(&mut transaction, first, "officer", instant(now)).await.unwrap(), None);
        assert_eq!(openings::running(&mut transaction, Some(one), instant(now)).await.unwrap().len(), 1);
    })
    .await;
}

/// Records figures of thermal coal used, at an instant.
async fn write(store: &Store, at: &str, consumer: i64, figures: &[(&str, &str)]) {
    let coal = item("coal.thermal");
    let subject = Subject { item: &coal, measure: Measure::Used, supplier: None, consumer: Some(consumer) };
    let figure = |(of, quantity): &(&str, &str)| NewFigure {
        subject,
        period: period(of),
        quantity: Quantity::parse(quantity).unwrap(),
        note: "",
    };
    let figures: Vec<NewFigure<'_>> = figures.iter().map(figure).collect();
    let mut transaction = store.begin_write().await.unwrap();
    let header = BatchHeader { recorded_at: instant(at), actor: "test", source: "test", reason: "" };
    figures::record(&mut transaction, header, &figures).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn duties_of(store: &Store, parties: Option<&[i64]>, first: &str, last: &str) -> Vec<duties::Duty> {
    let mut transaction = store.begin_read().await.unwrap();
    let window = DayRange { first: first.parse().unwrap(), last: last.parse().unwrap() };
    duties::load(&mut transaction, parties, window).await.unwrap()
}

/// `period instant` of all that is there, in order.
fn known(duty: &duties::Duty) -> Vec<String> {
    let mut known = duty.known.clone();
    known.sort();
    known.iter().map(|(period, at)| format!("{period} {}", at.format("%m-%dT%H:%M"))).collect()
}

#[tokio::test]
async fn a_duty_knows_when_each_figure_of_the_window_first_came() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let mut party = async |code: &str| {
            let party = Party::new(PartyCode::parse(code).unwrap(), code, PartyKind::Enterprise);
            parties::put(&mut transaction, &party).await.unwrap()
        };
        let (one, two) = (party("P1").await, party("P2").await);
        transaction.commit().await.unwrap();
        let figures = [("2026-10-31", "1"), ("2026-11-01", "2"), ("2026-11-20", "3"), ("2026-12-01", "4")];
        write(&store, "2026-11-21T01:00:00Z", one, &figures).await;
        write(&store, "2026-11-22T01:00:00Z", one, &[("2026-11-20", "5"), ("2026-11", "90"), ("2026", "900")]).await;
        write(&store, "2026-11-23T01:00:00Z", two, &[("2026-11", "7"), ("2025-01-05", "7")]).await;

        let all = duties_of(&store, None, "2026-11-20", "2026-11-22").await;
        assert_eq!(all.len(), 2);
        let expect = ["2026 11-22T01:00", "2026-11 11-22T01:00", "2026-11-01 11-21T01:00", "2026-11-20 11-21T01:00"];
        let mut got = known(&all[0]);
        got.sort();
        assert_eq!(got, expect);
        assert_eq!((all[0].measure, all[0].consumer, all[0].ended), (Measure::Used, Some(one), None));
        assert_eq!((all[0].since.to_string().as_str(), all[0].by_day), ("2026-10-31", true));
        // The second has told days too, but long ago.
        assert_eq!((all[1].since.to_string().as_str(), all[1].by_day), ("2025-01-05", false));
        assert_eq!(duties_of(&store, Some(&[two]), "2026-11-20", "2026-11-22").await, all[1..]);
        assert_eq!(duties_of(&store, Some(&[two, one]), "2026-11-20", "2026-11-22").await, all);
        assert!(duties_of(&store, Some(&[]), "2026-11-20", "2026-11-22").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_duty_ends_where_the_office_says_and_goes_on_where_it_says() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let party = Party::new(PartyCode::parse("P1").unwrap(), "P1", PartyKind::Enterprise);
        let one = parties::put(&mut transaction, &party).await.unwrap();
        transaction.commit().await.unwrap();
        write(&store, "2026-11-21T01:00:00Z", one, &[("2026-11-20", "3")]).await;
        let coal = item("coal.thermal");
        let subject = Subject { item: &coal, measure: Measure::Used, supplier: None, consumer: Some(one) };
        let last = "2026-11-25".parse().unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        assert_eq!(
            duties::end(&mut transaction, subject, Some(last), instant("2026-11-23T02:00:00Z")).await.unwrap(),
            Some(None)
        );
        assert_eq!(
            duties::end(&mut transaction, subject, Some(last), instant("2026-11-23T02:00:00Z")).await.unwrap(),
            Some(Some(last))
        );
        let other = Subject { measure: Measure::Stock, ..subject };
        assert_eq!(
            duties::end(&mut transaction, other, Some(last), instant("2026-11-23T02:00:00Z")).await.unwrap(),
            None
        );
        transaction.commit().await.unwrap();
        assert_eq!(duties_of(&store, None, "2026-11-20", "2026-11-22").await[0].ended, Some(last));
        let mut transaction = store.begin_write().await.unwrap();
        assert_eq!(
            duties::end(&mut transaction, subject, None, instant("2026-11-23T02:00:00Z")).await.unwrap(),
            Some(Some(last))
        );
    })
    .await;
}
