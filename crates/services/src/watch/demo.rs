//! The demo's watch: what the office would have seen and done over the last weeks, through the use cases themselves.

use baogong_domain::{
    Level, Scope,
    access::{self, Action, Actor, Role},
    period::minus_days,
    watch::{Confirmer, Step},
};
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{AlertFilter, AlertId, NewDeclaration, NewShiftNote, handle::instant_of};
use crate::{ServiceError, Services, clock::Clock};

/// The first day that is judged, before today.
const DAYS_BACK: u32 = 21;
/// Until so many days ago the officer took everything; of what came later only the worst.
const ALL_TAKEN: u32 = 9;
/// What the officer took of the last days.
const TAKEN_LATER: [&str; 6] = [
    "gap coal.thermal party:ZZ-MINE-02",
    "gap coal.thermal party:ZZ-PLANT-02",
    "gap coal.thermal party:ZZ-PLANT-03",
    "stock coal.thermal party:ZZ-PLANT-07",
    "gap electricity.load city",
    "overdue coal.thermal party:ZZ-PLANT-01",
];

impl Services {
    /// Judges the demo city's last three weeks day by day, and does what its duty officer did: takes what rings, says
    /// why a mine stands still, silences what is known, declares a level, hands the shift over. Some is left to be taken. Nothing depends on the time of day.
    ///
    /// # Errors
    /// Not allowed, or the site is not the demo.
    pub async fn seed_watch(&self, actor: &Actor) -> Result<(), ServiceError> {
        access::check(actor, Action::Operate)?;
        let today = self.clock.today();
        let officer = self.demo_actor(Role::OfficeOfficer).await?;
        for back in (1..=DAYS_BACK).rev() {
            let day = minus_days(today, back);
            self.at(day, 10, 20)?.reconcile(&Actor::System, Some(day)).await?;
            self.at(day, 10, 35)?.take(&officer, back > ALL_TAKEN).await?;
        }
        let yesterday = minus_days(today, 1);
        self.story(yesterday, today, &officer).await?;
        self.reconcile(&Actor::System, None).await?;
        Ok(())
    }

    /// The same services at an hour of a day in the office.
    fn at(&self, day: NaiveDate, hour: u32, minute: u32) -> Result<Self, ServiceError> {
        Ok(self.clone().with_clock(Clock::Fixed(instant(day, hour, minute)?)))
    }

    /// Takes what nobody has: everything, or what the story needs.
    async fn take(&self, officer: &Actor, everything: bool) -> Result<(), ServiceError> {
        let filter = AlertFilter { unclaimed: true, ..AlertFilter::default() };
        let waiting = self.alerts(officer, &filter).await?.alerts;
        let wanted = waiting.iter().filter(|e| everything || TAKEN_LATER.contains(&e.alert.key.to_string().as_str()));
        let waiting: Vec<AlertId> = wanted.map(|e| e.id).collect();
        self.acknowledge(officer, &waiting).await.map(drop)
    }

    async fn story(&self, yesterday: NaiveDate, today: NaiveDate, officer: &Actor) -> Result<(), ServiceError> {
        let open = self.alerts(officer, &AlertFilter::default()).await?.alerts;
        let find = |key: &str| open.iter().find(|e| e.alert.key.to_string() == key);
        if let Some(mine) = find("gap coal.thermal party:ZZ-MINE-02") {
            let said = "已电话矿方：主井提升机故障，抢修中；已请煤炭主管部门协调周边煤矿临时增供。";
            let at = self.at(yesterday, 15, 40)?;
            at.comment_alert(officer, mine.id, said).await?;
        }
        if let Some(stock) = find("stock fuel.gasoline party:ZZ-FUEL-01") {
            let until = (today + Days::new(2)).and_hms_opt(8, 0, 0).unwrap_or_default();
            let reason = "油库检修，主管部门已备案，后天恢复进油。";
            self.at(yesterday, 16, 10)?.silence(officer, stock.id, until, reason).await?;
        }
        if let Some(load) = find("gap electricity.load city") {
            let head = self.demo_actor(Role::OfficeHead).await?;
            let declared = NewDeclaration {
                item: load.alert.key.item.clone(),
                scope: Scope::City,
                level: Level::Yellow,
                document: format!("保供办〔{}〕17号", yesterday.format("%Y")),
                note: "寒潮期间有序用电，先错峰、后避峰，居民用电不限。".to_owned(),
            };
            let id = self.at(yesterday, 17, 0)?.declare(&head, &declared).await?;
            let power = self.demo_actor(Role::SupplierClerk).await?;
            let done = self.at(yesterday, 18, 30)?;
            done.confirm_measure(&power, id, Step::Shift, Confirmer::Supplier, "错峰方案已下发").await?;
        }
        let note = NewShiftNote {
            taken_by: "陈主任".to_owned(),
            text: "煤矿停产影响三家电厂，夜间每两小时问一次库存；寒潮预警未变，负荷缺口预计月底最大。".to_owned(),
        };
        self.at(yesterday, 20, 0)?.hand_over(officer, &note).await.map(drop)
    }
}

fn instant(day: NaiveDate, hour: u32, minute: u32) -> Result<DateTime<Utc>, ServiceError> {
    instant_of(day.and_hms_opt(hour, minute, 0).unwrap_or_default())
}
