//! What the desk asks of storage, on both engines: withdrawn figures, the newest revision of a cell, its story, comments.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    DayRange, Grain, ItemCode, Measure, Nature, Party, PartyCode, PartyKind, Period, Quantity, defaults,
};
use baogong_storage::{
    NewFigure, Store, Transaction, capacities,
    comments::{self, Comment},
    desk,
    figures::{self, BatchHeader, BatchId, Filter, Subject},
    parties, settings,
    testing::each_engine,
};
use chrono::{DateTime, NaiveDate, Utc};

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

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn coal() -> ItemCode {
    ItemCode::parse("coal.thermal").unwrap()
}

async fn party(store: &Store, code: &str, kind: PartyKind) -> i64 {
    let mut transaction = store.begin_write().await.unwrap();
    let party = Party::new(PartyCode::parse(code).unwrap(), code, kind);
    let id = parties::put(&mut transaction, &party).await.unwrap();
    transaction.commit().await.unwrap();
    id
}

fn used(item: &ItemCode, consumer: i64) -> Subject<'_> {
    Subject { item, measure: Measure::Used, supplier: None, consumer: Some(consumer) }
}

/// One batch: a quantity is recorded, none withdraws.
async fn write(store: &Store, at: &str, subject: Subject<'_>, cells: &[(&str, Option<&str>)]) -> BatchId {
    let mut transaction = store.begin_write().await.unwrap();
    let header = BatchHeader { recorded_at: instant(at), actor: "Li", source: "desk", reason: "late" };
    let batch = figures::begin_batch(&mut transaction, header).await.unwrap();
    let stated = cells.iter().filter_map(|(text, value)| {
        Some(NewFigure { subject, period: period(text), quantity: q((*value)?), note: "n" })
    });
    let stated: Vec<NewFigure<'_>> = stated.collect();
    figures::record_in(&mut transaction, batch, &stated).await.unwrap();
    let series = desk::series_of_subject(&mut transaction, subject).await.unwrap().unwrap();
    for (text, _) in cells.iter().filter(|(_, value)| value.is_none()) {
        let was_there = figures::withdraw(&mut transaction, batch, series, period(text), "wrong plant").await.unwrap();
        assert!(was_there, "{text}");
    }
    transaction.commit().await.unwrap();
    batch
}

async fn loaded(transaction: &mut Transaction, as_of: Option<&str>) -> Vec<String> {
    let range = DayRange { first: day("2026-11-01"), last: day("2026-11-30") };
    let series = figures::load(transaction, &coal(), Nature::Quota, range, as_of.map(instant)).await.unwrap();
    let mut figures: Vec<String> =
        series.iter().flat_map(|s| &s.figures).map(|(period, quantity)| format!("{period} {quantity}")).collect();
    figures.sort();
    figures
}

async fn listed(transaction: &mut Transaction, as_of: Option<&str>) -> usize {
    let range = DayRange { first: day("2026-01-01"), last: day("2026-12-31") };
    let (item, as_of) = (coal(), as_of.map(instant));
    let filter = Filter { item: &item, measure: None, party: None, range, as_of };
    figures::list(transaction, filter).await.unwrap().len()
}

#[tokio::test]
async fn a_withdrawn_figure_is_gone_now_and_there_as_of_before() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        let subject = used(&item, plant);
        let first = [("2026-11-01", Some("10")), ("2026-11", Some("300")), ("2026", Some("4000"))];
        let first = write(&store, "2026-11-02T00:00:00Z", subject, &first).await;
        let none = [("2026-11-01", None), ("2026-11", None), ("2026", None)];
        let second = write(&store, "2026-11-03T00:00:00Z", subject, &none).await;
        let third = write(&store, "2026-11-04T00:00:00Z", subject, &[("2026-11-01", Some("10"))]).await;
        assert!(first < second && second < third);
        let mut transaction = store.begin_read().await.unwrap();
        let all = ["2026 4000.000", "2026-11 300.000", "2026-11-01 10.000"];
        for (as_of, expect) in [
            (Some("2026-11-01T12:00:00Z"), &all[..0]),
            (Some("2026-11-02T12:00:00Z"), &all),
            (Some("2026-11-03T12:00:00Z"), &[]),
            (Some("2026-11-04T12:00:00Z"), &all[2..]),
            (None, &all[2..]),
        ] {
            assert_eq!(loaded(&mut transaction, as_of).await, expect, "{as_of:?}");
            assert_eq!(listed(&mut transaction, as_of).await, expect.len(), "{as_of:?}");
        }
    })
    .await;
}

/// What was reported by mistake is neither expected nor shown as a row, until somebody reports it again.
#[tokio::test]
async fn a_series_begins_with_the_earliest_figure_that_stands() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        let subject = used(&item, plant);
        let since = async || {
            let mut transaction = store.begin_read().await.unwrap();
            let range = DayRange { first: day("2026-11-01"), last: day("2026-11-30") };
            let since = figures::load(&mut transaction, &item, Nature::Flow, range, None).await.unwrap()[0].since;
            let rows = desk::series_of_party(&mut transaction, plant).await.unwrap().len();
            assert_eq!(desk::series_of_item(&mut transaction, &item).await.unwrap().len(), rows);
            assert_eq!(figures::subjects(&mut transaction, &item).await.unwrap().len(), rows);
            (since.to_string(), rows)
        };
        let cells = [("2026-11-05", Some("1")), ("2026-11", Some("2")), ("2026-11-07", Some("3"))];
        write(&store, "2026-11-08T00:00:00Z", subject, &cells).await;
        for (cell, expect) in [
            (("2026-11-05", None), ("2026-11-07", 1)),
            (("2026-11", None), ("2026-11-07", 1)),
            (("2026-11-07", None), ("9999-12-31", 0)),
            (("2026-11", Some("2")), ("2026-11-30", 1)),
        ] {
            write(&store, "2026-11-09T00:00:00Z", subject, &[cell]).await;
            assert_eq!(since().await, (expect.0.to_owned(), expect.1), "{cell:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_not_withdrawn() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        write(&store, "2026-11-02T00:00:00Z", used(&item, plant), &[("2026-11-01", Some("10"))]).await;
        let mut transaction = store.begin_write().await.unwrap();
        let series = desk::series_of_subject(&mut transaction, used(&item, plant)).await.unwrap().unwrap();
        let header =
            BatchHeader { recorded_at: instant("2026-11-03T00:00:00Z"), actor: "a", source: "desk", reason: "" };
        let batch = figures::begin_batch(&mut transaction, header).await.unwrap();
        for other in ["2026-11-02", "2026-11"] {
            assert!(!figures::withdraw(&mut transaction, batch, series, period(other), "").await.unwrap());
        }
        assert!(figures::withdraw(&mut transaction, batch, series, period("2026-11-01"), "").await.unwrap());
        assert!(!figures::withdraw(&mut transaction, batch, series, period("2026-11-01"), "").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn cells_show_their_newest_revision_even_if_withdrawn() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        let subject = used(&item, plant);
        let first = [("2026-11-01", Some("10")), ("2026-11-02", Some("20")), ("2026-11", Some("300"))];
        let first = write(&store, "2026-11-02T00:00:00Z", subject, &first).await;
        let second = write(&store, "2026-11-03T00:00:00Z", subject, &[("2026-11-01", None)]).await;
        let mut transaction = store.begin_read().await.unwrap();
        let series = desk::series_of_subject(&mut transaction, subject).await.unwrap().unwrap();
        let days = [day("2026-11-01"), day("2026-11-02"), day("2026-11-03")];
        let mut cells = desk::cells(&mut transaction, &[series], Grain::Day, &days).await.unwrap();
        cells.sort_by_key(|cell| cell.period);
        let told: Vec<_> = cells.iter().map(|c| (c.quantity, c.revision, c.note.as_str(), c.actor.as_str())).collect();
        assert_eq!(told, [(None, second, "wrong plant", "Li"), (Some(q("20")), first, "n", "Li")]);
        assert_eq!(cells[0].recorded_at, instant("2026-11-03T00:00:00Z"));
        let months = desk::cells(&mut transaction, &[series], Grain::Month, &days).await.unwrap();
        assert_eq!((months.len(), months[0].period, months[0].quantity), (1, period("2026-11"), Some(q("300"))));
        assert!(desk::cells(&mut transaction, &[], Grain::Day, &days).await.unwrap().is_empty());
        assert!(desk::cells(&mut transaction, &[series], Grain::Day, &[]).await.unwrap().is_empty());
        let cell = (series, period("2026-11-01"));
        let story = figures::revisions(&mut transaction, &[cell], None).await.unwrap().remove(&cell).unwrap();
        let told: Vec<_> = story.iter().map(|r| (r.quantity, r.source.as_str(), r.reason.as_str())).collect();
        assert_eq!(told, [(None, "desk", "late"), (Some(q("10")), "desk", "late")]);
    })
    .await;
}

#[tokio::test]
async fn a_party_has_its_own_side_and_what_it_supplies() {
    each_store(async |store| {
        let (mine, plant) =
            (party(&store, "M", PartyKind::Supplier).await, party(&store, "P", PartyKind::Enterprise).await);
        let item = coal();
        let plan = Subject { item: &item, measure: Measure::Plan, supplier: Some(mine), consumer: Some(plant) };
        write(&store, "2026-11-02T00:00:00Z", plan, &[("2026-12", Some("900"))]).await;
        write(&store, "2026-11-02T00:00:00Z", used(&item, plant), &[("2026-11-01", Some("10"))]).await;
        write(&store, "2026-11-02T00:00:00Z", used(&item, mine), &[("2026-11-01", Some("1"))]).await;
        let mut transaction = store.begin_read().await.unwrap();
        let mut of = async |party| {
            let series = desk::series_of_party(&mut transaction, party).await.unwrap();
            let mut measures: Vec<Measure> = series.iter().map(|s| s.measure).collect();
            measures.sort();
            measures
        };
        assert_eq!(of(mine).await, [Measure::Plan, Measure::Used]);
        assert_eq!(of(plant).await, [Measure::Used]);
        assert_eq!(desk::series_of_item(&mut transaction, &item).await.unwrap().len(), 3);
        let december = period("2026-12");
        let supplied = desk::supplied(&mut transaction, &item, Measure::Plan, mine, december).await.unwrap();
        assert_eq!(supplied, [(Some(plant), q("900"))]);
        let days = [day("2026-10-31"), day("2026-11-01")];
        let own = desk::own_side(&mut transaction, &item, plant, Grain::Day, days).await.unwrap();
        assert_eq!(own, [(Measure::Used, period("2026-11-01"), q("10"))]);
        let unknown = Subject { measure: Measure::Stock, ..used(&item, plant) };
        assert_eq!(desk::series_of_subject(&mut transaction, unknown).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn values_stay_within_their_range_and_length() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        let subject = used(&item, plant);
        let cells =
            [("2026-10-31", Some("1")), ("2026-11-01", Some("2")), ("2026-11-05", Some("3")), ("2026-11", Some("9"))];
        write(&store, "2026-11-06T00:00:00Z", subject, &cells).await;
        let mut transaction = store.begin_read().await.unwrap();
        let series = desk::series_of_subject(&mut transaction, subject).await.unwrap().unwrap();
        let range = DayRange { first: day("2026-11-01"), last: day("2026-11-04") };
        assert_eq!(desk::values(&mut transaction, series, Grain::Day, range).await.unwrap(), [q("2")]);
        assert_eq!(desk::values(&mut transaction, series, Grain::Month, range).await.unwrap(), [q("9")]);
    })
    .await;
}

#[tokio::test]
async fn comments_belong_to_one_cell() {
    each_store(async |store| {
        let (item, plant) = (coal(), party(&store, "P", PartyKind::Enterprise).await);
        let subject = used(&item, plant);
        let mut transaction = store.begin_write().await.unwrap();
        let comment = |text: &str| Comment {
            recorded_at: instant("2026-11-02T00:00:00Z"),
            actor: "Li".to_owned(),
            text: text.to_owned(),
        };
        for (cell, text) in [("2026-11-01", "a"), ("2026-11-01", "b"), ("2026-11-02", "c"), ("2026-11", "d")] {
            comments::add(&mut transaction, subject, period(cell), &comment(text)).await.unwrap();
        }
        let stock = Subject { measure: Measure::Stock, ..subject };
        comments::add(&mut transaction, stock, period("2026-11-01"), &comment("e")).await.unwrap();
        let read = comments::of_cell(&mut transaction, subject, period("2026-11-01")).await.unwrap();
        assert_eq!(read, [comment("a"), comment("b")]);
        let range = DayRange { first: day("2026-11-01"), last: day("2026-11-01") };
        let mut counts = comments::counts(&mut transaction, &item, Grain::Day, range).await.unwrap();
        counts.sort_by_key(|count| count.measure);
        let counts: Vec<_> = counts.iter().map(|c| (c.measure, c.consumer, c.period, c.comments)).collect();
        let first = period("2026-11-01");
        assert_eq!(counts, [(Measure::Used, Some(plant), first, 2), (Measure::Stock, Some(plant), first, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_capacity_is_stated_changed_and_taken_back() {
    each_store(async |store| {
        let (item, mine) = (coal(), party(&store, "M", PartyKind::Supplier).await);
        let mut transaction = store.begin_write().await.unwrap();
        for stated in [None, Some(q("5000")), Some(q("6000.5")), None] {
            capacities::put(&mut transaction, mine, &item, stated).await.unwrap();
            assert_eq!(capacities::per_day(&mut transaction, mine, &item).await.unwrap(), stated);
        }
    })
    .await;
}
