//! Zhengzhou's industries: where they are, how many key enterprises they have, and what a middling one needs in a day.

use baogong_domain::party::Protection;

use super::timeline::Rhythm;

/// Furnaces and cells that never stop.
const CONTINUOUS: Rhythm =
    Rhythm { months: [98, 96, 100, 100, 100, 102, 104, 104, 101, 99, 99, 99], saturday: 100, sunday: 99, holiday: 94 };
/// Works that rest at the weekend.
const WEEKDAYS: Rhythm =
    Rhythm { months: [98, 92, 100, 98, 99, 104, 108, 107, 102, 97, 101, 103], saturday: 90, sunday: 80, holiday: 58 };
/// Food and daily needs: most before the festivals and in summer.
const EVERYDAY: Rhythm =
    Rhythm { months: [106, 96, 95, 95, 99, 105, 110, 110, 105, 97, 97, 103], saturday: 97, sunday: 93, holiday: 78 };
/// Halls full of machines that need cooling.
const COOLED: Rhythm =
    Rhythm { months: [96, 96, 97, 98, 100, 104, 107, 107, 102, 98, 97, 96], saturday: 100, sunday: 100, holiday: 100 };

/// One industry. Amounts are a day's, of a middling enterprise, in thousandths of the item's unit.
pub(super) struct Trade {
    pub(super) industry: &'static str,
    pub(super) suffix: &'static str,
    pub(super) suffix_en: &'static str,
    /// Codes of the divisions where it is at home; the largest enterprises are in the first.
    pub(super) homes: &'static [&'static str],
    pub(super) enterprises: usize,
    pub(super) protection: Protection,
    /// How its electricity and gas move.
    pub(super) rhythm: &'static Rhythm,
    /// Whether its enterprises stand for growth rather than size.
    pub(super) young: bool,
    pub(super) needs: Needs,
}

/// What a middling enterprise needs in a day.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    pub(super) energy: i64,
    pub(super) gas: i64,
    pub(super) coal: i64,
    pub(super) diesel: i64,
    pub(super) rail: i64,
    pub(super) road: i64,
}

const fn needs(energy: i64, gas: i64, coal: i64, diesel: i64, rail: i64, road: i64) -> Needs {
    Needs { energy, gas, coal, diesel, rail, road }
}

const fn trade(
    industry: &'static str,
    suffix: (&'static str, &'static str),
    homes: &'static [&'static str],
    enterprises: usize,
    needs: Needs,
) -> Trade {
    Trade {
        industry,
        suffix: suffix.0,
        suffix_en: suffix.1,
        homes,
        enterprises,
        protection: Protection::KeyEnterprise,
        rhythm: &WEEKDAYS,
        young: false,
        needs,
    }
}

impl Trade {
    const fn in_rhythm(self, rhythm: &'static Rhythm) -> Self {
        Self { rhythm, ..self }
    }

    const fn protected(self, protection: Protection) -> Self {
        Self { protection, ..self }
    }

    const fn young(self) -> Self {
        Self { young: true, ..self }
    }
}

const ALUMINIUM: &[&str] = &["410181", "410181", "410106", "410185", "410181"];
const CARS: &[&str] = &["410171", "410173", "410122"];
const CAR_PARTS: &[&str] = &["410171", "410122", "410182", "410173"];
const EQUIPMENT: &[&str] = &["410171", "410172", "410182", "410106"];
const ELECTRONICS: &[&str] = &["410173", "410172", "410173"];
const FOODS: &[&str] = &["410108", "410105", "410122", "410184", "410103"];
const KILNS: &[&str] = &["410183", "410185", "410182", "410181"];
const TEXTILES: &[&str] = &["410102", "410183", "410103"];
const CHEMICALS: &[&str] = &["410185", "410182", "410183", "410181"];
const ABRASIVES: &[&str] = &["410172", "410102", "410185"];
const MEDICINES: &[&str] = &["410172", "410173", "410184", "410182"];
const BATTERIES: &[&str] = &["410172", "410173", "410122"];
const HAULIERS: &[&str] = &["410104", "410173", "410171", "410122"];
const METALS: &[&str] = &["410181", "410182", "410184"];
const PRINTERS: &[&str] = &["410184", "410104"];
const COMPUTING: &[&str] = &["410172", "410173", "410105"];

/// The industries, 316 enterprises in all.
pub(super) const TRADES: [Trade; 17] = [
    trade("铝加工", ("铝业", "Aluminium"), ALUMINIUM, 24, needs(60_000, 3_200, 60_000, 1_500, 8_000, 900_000))
        .in_rhythm(&CONTINUOUS),
    trade("汽车制造", ("汽车", "Motors"), CARS, 22, needs(28_000, 1_600, 0, 2_000, 3_000, 300_000)),
    trade("汽车零部件", ("汽车零部件", "Auto Parts"), CAR_PARTS, 22, needs(9_000, 600, 0, 900, 0, 120_000)).young(),
    trade("装备制造", ("装备", "Equipment"), EQUIPMENT, 30, needs(12_000, 800, 0, 1_200, 500, 200_000)).young(),
    trade("电子信息", ("电子", "Electronics"), ELECTRONICS, 34, needs(30_000, 500, 0, 700, 0, 90_000))
        .protected(Protection::StateProject)
        .young(),
    trade("食品制造", ("食品", "Foods"), FOODS, 34, needs(7_000, 900, 0, 1_600, 300, 260_000)).in_rhythm(&EVERYDAY),
    trade("水泥建材", ("水泥", "Cement"), KILNS, 14, needs(35_000, 0, 350_000, 3_000, 6_000, 2_500_000))
        .in_rhythm(&CONTINUOUS)
        .protected(Protection::CurtailedFirst),
    trade("耐火材料", ("耐材", "Refractories"), KILNS, 30, needs(6_000, 2_400, 25_000, 1_100, 1_000, 400_000))
        .in_rhythm(&CONTINUOUS),
    trade("纺织服装", ("纺织", "Textiles"), TEXTILES, 18, needs(8_000, 200, 0, 500, 0, 60_000)),
    trade("煤化工", ("化工", "Chemicals"), CHEMICALS, 12, needs(30_000, 2_400, 180_000, 1_300, 5_000, 700_000))
        .in_rhythm(&CONTINUOUS)
        .protected(Protection::ChemicalSafety),
    trade("超硬材料", ("超硬材料", "Superhard Materials"), ABRASIVES, 14, needs(10_000, 200, 0, 300, 0, 20_000))
        .young(),
    trade("生物医药", ("药业", "Pharma"), MEDICINES, 16, needs(6_000, 500, 0, 400, 0, 40_000))
        .in_rhythm(&EVERYDAY)
        .young(),
    trade("新能源", ("新能源", "New Energy"), BATTERIES, 10, needs(15_000, 700, 0, 400, 0, 80_000)).young(),
    trade("现代物流", ("物流", "Logistics"), HAULIERS, 14, needs(4_000, 0, 0, 18_000, 15_000, 3_000_000))
        .in_rhythm(&EVERYDAY),
    trade("金属制品", ("金属", "Metal Products"), METALS, 12, needs(10_000, 1_000, 0, 900, 3_000, 450_000)),
    trade("包装印刷", ("包装", "Packaging"), PRINTERS, 6, needs(4_000, 300, 0, 400, 0, 70_000)),
    trade("算力服务", ("算力", "Computing"), COMPUTING, 4, needs(40_000, 0, 0, 200, 0, 0)).in_rhythm(&COOLED).young(),
];
