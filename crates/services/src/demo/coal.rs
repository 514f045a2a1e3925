//! Coal: which mine serves which plant, what each plant burns and holds, and the mine that stopped.

use baogong_domain::{Measure, period::plus_days};

use super::{
    city::{City, Kind, Line, Pace, series_of},
    enterprises::Enterprise,
    registry::Registry,
    timeline::{Month, Rhythm, WHOLE, count, part, round_up, share_on},
};

/// Mines: name, English name, division.
pub(super) const MINES: [(&str, &str, &str); 6] = [
    ("新密桦岭煤矿", "Xinmi Hualing Mine", "410183"),
    ("新密云檀煤矿", "Xinmi Yuntan Mine", "410183"),
    ("巩义松涧煤矿", "Gongyi Songjian Mine", "410181"),
    ("荥阳槐峪煤矿", "Xingyang Huaiyu Mine", "410182"),
    ("登封砚坪煤矿", "Dengfeng Yanping Mine", "410185"),
    ("新郑栗岗煤矿", "Xinzheng Ligang Mine", "410184"),
];

/// The mine that has stopped, and since how many days.
const STOPPED_MINE: usize = 1;
const STOPPED_DAYS: usize = 9;
/// A plant that is late has not told its stock and use for so many days.
const LATE_DAYS: usize = 5;
/// How long ago a forgetful plant left out a day: long enough that it is locked in season.
const FORGOTTEN_DAYS: usize = 5;
/// Since when some plants have burnt more than they had foreseen.
const BUSY_DAYS: usize = 80;

/// What a month's plan has above the order, so that a slow day does not make a gap.
const PLAN_SURPLUS: i64 = 200;
/// How much less is weighed on arrival than was loaded.
const WEIGHED_LESS: i64 = 20;

const FIRES: Rhythm =
    Rhythm { months: [100, 94, 82, 70, 69, 79, 91, 92, 76, 68, 83, 97], saturday: 98, sunday: 96, holiday: 90 };
/// What a cold spell adds to the fires.
const SPELL_EXTRA: i64 = 400;

/// A power or heating plant.
pub(super) struct PlantSpec {
    pub(super) name: &'static str,
    pub(super) name_en: &'static str,
    pub(super) division: &'static str,
    pub(super) industry: &'static str,
    /// What it burns on a day in January, in thousandths of a tonne.
    burn: i64,
    /// Which mines serve it, and their shares in percent.
    mines: &'static [(usize, i64)],
    /// Days of stock that it aims at in a peak season and off season.
    aim: (i64, i64),
    /// Tenths of days of stock that it has today, in a peak season and off season.
    today: (i64, i64),
    /// What it burns above the forecast in the last weeks.
    busy: i64,
    late: bool,
    forgetful: bool,
}

const fn plant(
    names: (&'static str, &'static str),
    division: &'static str,
    burn: i64,
    mines: &'static [(usize, i64)],
    today: (i64, i64),
) -> PlantSpec {
    let (name, name_en) = names;
    let industry = "火电";
    PlantSpec {
        name,
        name_en,
        division,
        industry,
        burn,
        mines,
        aim: (23, 19),
        today,
        busy: 0,
        late: false,
        forgetful: false,
    }
}

impl PlantSpec {
    const fn heating(self) -> Self {
        Self { industry: "热电", ..self }
    }

    const fn aims(self, aim: (i64, i64)) -> Self {
        Self { aim, ..self }
    }

    const fn busy(self, busy: i64) -> Self {
        Self { busy, ..self }
    }

    const fn late(self) -> Self {
        Self { late: true, ..self }
    }

    const fn forgetful(self) -> Self {
        Self { forgetful: true, ..self }
    }
}

/// The eight plants. The stopped mine served the third almost alone, and a fifth of the second.
pub(super) const PLANTS: [PlantSpec; 8] = [
    plant(("新密溱源发电", "Xinmi Qinyuan Power"), "410183", 8_500_000, &[(0, 50), (5, 30), (2, 20)], (234, 194))
        .forgetful(),
    plant(("新密洧阳热电", "Xinmi Weiyang Cogeneration"), "410183", 5_500_000, &[(0, 50), (1, 20), (5, 30)], (57, 57))
        .heating()
        .aims((14, 14))
        .busy(800),
    plant(("新密青屏热电", "Xinmi Qingping Cogeneration"), "410183", 2_200_000, &[(1, 90), (0, 10)], (28, 28))
        .heating()
        .aims((15, 15))
        .busy(400),
    plant(("荥阳索水发电", "Xingyang Suoshui Power"), "410182", 7_000_000, &[(3, 60), (2, 40)], (221, 182)),
    plant(("巩义洛汭发电", "Gongyi Luorui Power"), "410181", 6_500_000, &[(2, 55), (3, 45)], (246, 203)),
    plant(("登封颍岭发电", "Dengfeng Yingling Power"), "410185", 5_000_000, &[(4, 70), (5, 30)], (112, 108))
        .aims((13, 13))
        .busy(200),
    plant(("新郑轩溪热电", "Xinzheng Xuanxi Cogeneration"), "410184", 3_500_000, &[(5, 60), (4, 40)], (176, 136))
        .heating()
        .aims((18, 15)),
    plant(("高新须水热电", "Gaoxin Xushui Cogeneration"), "410172", 2_800_000, &[(3, 60), (5, 40)], (213, 176))
        .heating()
        .late(),
];

/// Writes all figures of coal.
pub(super) fn write(city: &mut City, registry: &Registry) {
    for (party, spec) in &registry.plants {
        write_plant(city, registry, *party, spec);
    }
    for enterprise in registry.enterprises.iter().filter(|e| e.trade.needs.coal > 0) {
        write_user(city, registry, enterprise);
    }
}

/// One plant, reckoned month by month: what it orders, what the mines deliver, what it burns.
struct Yard {
    demand: Vec<i64>,
    received: Vec<i64>,
    used: Vec<i64>,
    /// What it holds as long as everything goes as planned.
    foreseen: i64,
}

fn write_plant(city: &mut City, registry: &Registry, party: usize, spec: &PlantSpec) {
    let days = city.timeline.len();
    let forecast = burnt_as_forecast(city, spec);
    let first = aim(city, spec, city.timeline.months[0]);
    let mut yard = Yard {
        demand: vec![0; days],
        received: vec![0; days],
        used: burnt(city, party, spec, &forecast),
        foreseen: first,
    };
    for month in city.timeline.months.clone() {
        let burn: i64 = forecast[month.days()].iter().sum();
        let wanted = burn + aim(city, spec, month) - yard.foreseen;
        let ordered = wanted.clamp(burn * 7 / 10, burn * 3 / 2);
        yard.foreseen += part(part(ordered, WHOLE + PLAN_SURPLUS), WHOLE - WEIGHED_LESS) - burn;
        let daily = ordered / count(month.len) / Kind::ThermalCoal.step() * Kind::ThermalCoal.step();
        yard.demand[month.days()].fill(daily);
        for (mine, percent) in spec.mines {
            deliver(city, registry.mines[*mine], (*mine, party), month, (ordered * percent / 100, &mut yard.received));
        }
    }
    for received in &mut yard.received {
        *received = round_up(part(*received, WHOLE - WEIGHED_LESS), Kind::ThermalCoal.step());
    }
    let stock = stock(city, spec, &yard);
    let silent = spec.late.then(|| city.timeline.days_ago(LATE_DAYS));
    let forgotten = spec.forgetful.then(|| city.timeline.days_ago(FORGOTTEN_DAYS));
    let of =
        |measure| Line::of(Kind::ThermalCoal, measure, party, Pace::Daily).silent_from(silent).forgetting(forgotten);
    let demand = Line::of(Kind::ThermalCoal, Measure::Demand, party, Pace::Daily);
    for (line, days) in [
        (demand, &yard.demand),
        (of(Measure::Received), &yard.received),
        (of(Measure::Used), &yard.used),
        (of(Measure::Stock), &stock),
    ] {
        city.write(line, days);
    }
}

/// One mine's month for one plant: the plan (对口保供计划), and what is delivered day by day. The stopped mine's plan
/// stands, but nothing comes.
fn deliver(
    city: &mut City,
    supplier: usize,
    (mine, plant): (usize, usize),
    month: Month,
    (share, arriving): (i64, &mut [i64]),
) {
    let step = Kind::ThermalCoal.step();
    let plan = round_up(part(share, WHOLE + PLAN_SURPLUS), 10 * step);
    let line = |measure| Line::from(Kind::ThermalCoal, measure, supplier, Some(plant), Pace::Daily);
    city.push(line(Measure::Plan), month.period, plan);
    let series = series_of(Kind::ThermalCoal, plant) ^ (u64::try_from(mine + 1).unwrap_or(0) << 44);
    let stopped = mine == STOPPED_MINE;
    let stopped_from = city.timeline.days_ago(STOPPED_DAYS);
    for day in month.days() {
        let noise = city.timeline.noise(series, day, 200);
        let comes = !(stopped && (stopped_from..city.timeline.today).contains(&day));
        let delivered = if comes { round_up(part(plan / count(month.len), WHOLE + noise), step) } else { 0 };
        arriving[day] += delivered;
        if day < city.timeline.today {
            city.push(line(Measure::Delivered), baogong_domain::Period::day(city.timeline.date(day)), delivered);
        }
    }
}

/// What the plant expects to burn.
fn burnt_as_forecast(city: &City, spec: &PlantSpec) -> Vec<i64> {
    let weather = |day: usize| if city.timeline.spell(day).is_some() { WHOLE + SPELL_EXTRA } else { WHOLE };
    let day = |(day, share)| part(part(spec.burn, share), weather(day));
    city.timeline.profile(&FIRES).into_iter().enumerate().map(day).collect()
}

/// What it burns.
fn burnt(city: &City, party: usize, spec: &PlantSpec, forecast: &[i64]) -> Vec<i64> {
    let series = series_of(Kind::ThermalCoal, party);
    let busy_from = city.timeline.days_ago(BUSY_DAYS);
    let day = |(day, forecast): (usize, &i64)| {
        let busy = if day >= busy_from { spec.busy } else { 0 };
        let share = WHOLE + busy + city.timeline.noise(series, day, 300);
        round_up(part(*forecast, share), Kind::ThermalCoal.step())
    };
    forecast.iter().enumerate().map(day).collect()
}

/// The stock that the plant wants at the end of a month: days of what it will burn in the middle of the next.
fn aim(city: &City, spec: &PlantSpec, month: Month) -> i64 {
    let next = plus_days(month.period.last_day(), 15);
    let burn = part(spec.burn, share_on(&FIRES, next));
    // Winter is prepared before it begins.
    let ahead = city.timeline.peak.get(month.first + month.len + 14).copied();
    let in_peak = ahead.unwrap_or_else(|| city.timeline.in_peak());
    burn * if in_peak { spec.aim.0 } else { spec.aim.1 }
}

/// The stock at the end of each day: what came less what was burnt, levelled so that the last known one lasts as long
/// as the story says.
fn stock(city: &City, spec: &PlantSpec, yard: &Yard) -> Vec<i64> {
    let mut level = 0;
    let mut levels: Vec<i64> = yard
        .received
        .iter()
        .zip(&yard.used)
        .map(|(received, used)| {
            level += received - used;
            level
        })
        .collect();
    let known = city.timeline.days_ago(1);
    let week = &yard.used[known.saturating_sub(6)..=known];
    let daily_use = week.iter().sum::<i64>() / count(week.len());
    let tenths = if city.timeline.in_peak() { spec.today.0 } else { spec.today.1 };
    let shift = round_up(daily_use * tenths / 10, Kind::ThermalCoal.step()) - levels[known];
    for level in &mut levels {
        *level += shift;
    }
    levels
}

/// An industrial user of coal: everything by months, from one mine.
fn write_user(city: &mut City, registry: &Registry, enterprise: &Enterprise) {
    const KIND: Kind = Kind::IndustrialCoal;
    let party = enterprise.party;
    // The mine that stops serves plants alone.
    let others: Vec<usize> = (0..registry.mines.len()).filter(|mine| *mine != STOPPED_MINE).collect();
    let mine = registry.mines[others[enterprise.number % others.len()]];
    let base = enterprise.need(enterprise.trade.needs.coal);
    let need = city.monthly_need(KIND, party, base, enterprise.trade.rhythm);
    let mut held = round_up(base * 18, KIND.step());
    for month in city.timeline.months.clone() {
        let demand = round_up(need[month.days()].iter().sum(), KIND.step());
        let series = series_of(KIND, party) ^ (1 << 50);
        // Now and then a mine falls a little short for a month, but not lately.
        let short = city.timeline.noise(series_of(KIND, mine), month.first, 1 << 20).rem_euclid(18) == 0;
        let lot = city.timeline.noise(series, month.first, 100).abs();
        let recent = month.first + 75 > city.timeline.today;
        let share = if short && !recent { WHOLE - 100 - 2 * lot } else { WHOLE + lot };
        let delivered = round_up(part(demand, share), KIND.step());
        let plan = round_up(part(demand, WHOLE + 100), KIND.step());
        let used = (delivered + held / 20).min(part(demand, WHOLE + 100)) / KIND.step() * KIND.step();
        held += delivered - used;
        let of = |measure| Line::of(KIND, measure, party, Pace::Monthly);
        let from = |measure| Line::from(KIND, measure, mine, Some(party), Pace::Monthly);
        city.push(of(Measure::Demand), month.period, demand);
        city.push(from(Measure::Plan), month.period, plan);
        if month.first + month.len <= city.timeline.today {
            city.push(from(Measure::Delivered), month.period, delivered);
            city.push(of(Measure::Used), month.period, used);
            city.push(of(Measure::Stock), month.period, held);
        }
    }
}
