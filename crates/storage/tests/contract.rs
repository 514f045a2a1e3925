//! What storage promises, asked of both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    DayRange, Item, ItemCode, Measure, Nature, Party, PartyCode, PartyKind, Period, Quantity, RuleBook, defaults,
};
use baogong_storage::{
    NewFigure, Recorded, Store, StoreError, Transaction,
    figures::{self, BatchHeader, Filter, Subject},
    parties, settings,
    testing::each_engine,
};
use chrono::{DateTime, Utc};

async fn each_store(check: impl AsyncFn(Store)) {
    for database in each_engine().await {
        eprintln!("on {}", database.engine);
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        settings::add_missing_items(&mut transaction, &defaults::items()).await.unwrap();
        settings::add_missing_rules(&mut transaction, &defaults::rule_book()).await.unwrap();
        transaction.commit().await.unwrap();
        check(store.clone()).await;
        store.close().await;
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn range(from: &str, to: &str) -> DayRange {
    DayRange { first: from.parse().unwrap(), last: to.parse().unwrap() }
}

fn coal() -> ItemCode {
    ItemCode::parse("coal.thermal").unwrap()
}

async fn plant(transaction: &mut Transaction, code: &str) -> i64 {
    let party = Party::new(PartyCode::parse(code).unwrap(), code, PartyKind::Enterprise);
    parties::put(transaction, &party).await.unwrap()
}

/// Writes `period quantity` pairs as used coal of a party, at an instant.
async fn write(store: &Store, at: &str, party: i64, figures: &[(&str, &str)]) -> Recorded {
    let item = coal();
    let subject = Subject { item: &item, measure: Measure::Used, supplier: None, consumer: Some(party) };
    let figure = |(period, quantity): &(&str, &str)| NewFigure {
        subject,
        period: Period::parse(period).unwrap(),
        quantity: Quantity::parse(quantity).unwrap(),
        note: "",
    };
    let figures: Vec<NewFigure<'_>> = figures.iter().map(figure).collect();
    let mut transaction = store.begin_write().await.unwrap();
    let header = BatchHeader { recorded_at: instant(at), actor: "test", source: "test", reason: "" };
    let recorded = figures::record(&mut transaction, header, &figures).await.unwrap();
    transaction.commit().await.unwrap();
    recorded
}

async fn loaded(store: &Store, range: DayRange, as_of: Option<&str>) -> Vec<String> {
    let mut transaction = store.begin_read().await.unwrap();
    let series = figures::load(&mut transaction, &coal(), Nature::Flow, range, as_of.map(instant)).await.unwrap();
    let mut figures: Vec<String> =
        series.iter().flat_map(|s| &s.figures).map(|(period, quantity)| format!("{period} {quantity}")).collect();
    figures.sort();
    figures
}

#[tokio::test]
async fn settings_come_back_as_they_were_stored() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        assert_eq!(settings::items(&mut transaction).await.unwrap(), defaults::items());
        let RuleBook { calendar, mut rules } = settings::rule_book(&mut transaction).await.unwrap();
        assert_eq!(calendar, defaults::calendar());
        let mut expect = defaults::rule_book().rules;
        let key = |r: &baogong_domain::Rule| (r.item.clone(), r.season);
        rules.sort_by_key(key);
        expect.sort_by_key(key);
        assert_eq!(rules, expect);
        // What the office edited stays.
        let edited: Vec<Item> = defaults::items().into_iter().map(|i| Item { name: "别名".into(), ..i }).collect();
        settings::add_missing_items(&mut transaction, &edited).await.unwrap();
        assert_eq!(settings::items(&mut transaction).await.unwrap(), defaults::items());
        assert_eq!(settings::site_fact(&mut transaction, "demo").await.unwrap(), None);
        settings::set_site_fact(&mut transaction, "demo", "a").await.unwrap();
        settings::set_site_fact(&mut transaction, "demo", "b").await.unwrap();
        assert_eq!(settings::site_fact(&mut transaction, "demo").await.unwrap().as_deref(), Some("b"));
    })
    .await;
}

#[tokio::test]
async fn parties_are_kept_by_code_and_the_whole_city_is_one() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let mut party = Party::new(PartyCode::parse("ZZ-1").unwrap(), "一厂", PartyKind::Enterprise);
        let id = parties::put(&mut transaction, &party).await.unwrap();
        party.division = Some(baogong_domain::DivisionCode::parse("410181").unwrap());
        party.protection = Some(baogong_domain::party::Protection::Utility);
        party.uscc = Some(baogong_domain::UnifiedSocialCreditCode::parse("91350100M000100Y43").unwrap());
        assert_eq!(parties::put(&mut transaction, &party).await.unwrap(), id);
        assert_eq!(parties::all(&mut transaction).await.unwrap(), [(id, party)]);
        let city = |code: &str| Party::new(PartyCode::parse(code).unwrap(), "全市", PartyKind::WholeCity);
        parties::put(&mut transaction, &city("CITY")).await.unwrap();
        let second = parties::put(&mut transaction, &city("CITY-2")).await;
        assert!(matches!(second, Err(StoreError::Conflict(_))), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn the_same_figure_again_changes_nothing_and_a_new_value_is_a_revision() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let id = plant(&mut transaction, "P").await;
        transaction.commit().await.unwrap();
        let figures = [("2026-11-01", "10"), ("2026-11", "300"), ("2026", "4000")];
        let first = write(&store, "2026-11-02T01:00:00Z", id, &figures).await;
        assert_eq!(first, Recorded { changed: vec![0, 1, 2], unchanged: 0 });
        let again = write(&store, "2026-11-02T02:00:00Z", id, &figures).await;
        assert_eq!(again, Recorded { changed: vec![], unchanged: 3 });
        let changed = write(&store, "2026-11-03T01:00:00Z", id, &[("2026-11", "300"), ("2026-11-01", "11")]).await;
        assert_eq!(changed, Recorded { changed: vec![1], unchanged: 1 });
        let november = range("2026-11-05", "2026-11-05");
        assert_eq!(loaded(&store, november, None).await, ["2026 4000.000", "2026-11 300.000", "2026-11-01 11.000"]);
        let then = loaded(&store, november, Some("2026-11-02T12:00:00Z")).await;
        assert_eq!(then, ["2026 4000.000", "2026-11 300.000", "2026-11-01 10.000"]);
        assert!(loaded(&store, november, Some("2026-11-01T00:00:00Z")).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn loading_reads_whole_months_and_no_other_history() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let id = plant(&mut transaction, "P").await;
        transaction.commit().await.unwrap();
        let figures =
            [("2026-09-30", "1"), ("2026-10-01", "2"), ("2026-10", "3"), ("2026-11-30", "4"), ("2026-12-01", "5")];
        write(&store, "2026-12-02T00:00:00Z", id, &figures).await;
        let read = loaded(&store, range("2026-10-20", "2026-11-02"), None).await;
        assert_eq!(read, ["2026-10 3.000", "2026-10-01 2.000", "2026-11-30 4.000"]);
        // Where a year's figure is to be spread, the whole year is needed.
        write(&store, "2026-12-03T00:00:00Z", id, &[("2026", "900")]).await;
        assert_eq!(loaded(&store, range("2026-10-20", "2026-11-02"), None).await.len(), 6);
    })
    .await;
}

#[tokio::test]
async fn since_is_the_end_of_the_earliest_period() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let id = plant(&mut transaction, "P").await;
        transaction.commit().await.unwrap();
        let since = async || {
            let mut transaction = store.begin_read().await.unwrap();
            let all = range("2020-01-01", "2020-01-02");
            figures::load(&mut transaction, &coal(), Nature::Flow, all, None).await.unwrap()[0].since.to_string()
        };
        write(&store, "2026-11-02T00:00:00Z", id, &[("2026-10", "1"), ("2026-10-05", "1")]).await;
        assert_eq!(since().await, "2026-10-05");
        write(&store, "2026-11-02T00:00:00Z", id, &[("2026-11", "1")]).await;
        assert_eq!(since().await, "2026-10-05");
        write(&store, "2026-11-02T00:00:00Z", id, &[("2026-02", "1")]).await;
        assert_eq!(since().await, "2026-02-28");
    })
    .await;
}

#[tokio::test]
async fn lists_filter_by_measure_party_and_time() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let (one, two) = (plant(&mut transaction, "P1").await, plant(&mut transaction, "P2").await);
        transaction.commit().await.unwrap();
        write(&store, "2026-11-02T00:00:00Z", one, &[("2026-10", "1"), ("2026-11-01", "2")]).await;
        write(&store, "2026-11-02T00:00:00Z", two, &[("2026-10", "3")]).await;
        let item = coal();
        let all =
            Filter { item: &item, measure: None, party: None, range: range("2026-01-01", "2026-12-31"), as_of: None };
        let count = async |filter: Filter<'_>| {
            let mut transaction = store.begin_read().await.unwrap();
            figures::list(&mut transaction, filter).await.unwrap().len()
        };
        assert_eq!(count(all).await, 3);
        assert_eq!(count(Filter { party: Some(two), ..all }).await, 1);
        assert_eq!(count(Filter { measure: Some(Measure::Stock), ..all }).await, 0);
        assert_eq!(count(Filter { range: range("2026-11-01", "2026-11-30"), ..all }).await, 1);
        assert_eq!(count(Filter { as_of: Some(instant("2026-11-03T00:00:00Z")), ..all }).await, 3);
        assert_eq!(count(Filter { as_of: Some(instant("2026-11-01T00:00:00Z")), ..all }).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_rolled_back_never_was() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        plant(&mut transaction, "P").await;
        transaction.rollback().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        plant(&mut transaction, "Q").await;
        drop(transaction);
        let mut transaction = store.begin_read().await.unwrap();
        assert!(parties::all(&mut transaction).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn thousands_of_figures_in_one_batch() {
    each_store(async |store| {
        let mut transaction = store.begin_write().await.unwrap();
        let id = plant(&mut transaction, "P").await;
        transaction.commit().await.unwrap();
        let days =
            Period::between("2010-01-01".parse().unwrap(), "2020-12-31".parse().unwrap(), baogong_domain::Grain::Day);
        let texts: Vec<String> = days.iter().map(ToString::to_string).collect();
        let figures: Vec<(&str, &str)> = texts.iter().map(|t| (t.as_str(), "1.5")).collect();
        assert_eq!(write(&store, "2026-11-02T00:00:00Z", id, &figures).await.accepted(), 4018);
        assert_eq!(write(&store, "2026-11-02T00:00:00Z", id, &figures).await.unchanged, 4018);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_address_is_refused_in_words() {
    let error = Store::open("mysql://somewhere").await.unwrap_err().to_string();
    assert!(error.contains("sqlite:data/baogong.db"), "{error}");
}
