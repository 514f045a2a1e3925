//! What storage promises about working days, openings and duties, asked of both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    DayRange, ItemCode, Party, PartyCode, PartyKind, Period, WorkCalendar, WorkDayException, defaults,
    duty::DutySettings,
};
use baogong_storage::{
    Store,
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
