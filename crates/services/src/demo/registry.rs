//! Who is there: offices, bureaus, suppliers, consumers, checkpoints and the enterprises.

use baogong_domain::{DivisionCode, Factor, Party, PartyCode, PartyKind, UnifiedSocialCreditCode, party::Protection};

use super::{
    coal::{MINES, PLANTS, PlantSpec},
    enterprises::{self, Enterprise},
    places::PLACES,
    timeline::Timeline,
};

/// Where passes are checked: name, English name, division.
const CHECKPOINTS: [(&str, &str, &str); 6] = [
    ("新密溱源公路检查站", "Xinmi Qinyuan Checkpoint", "410183"),
    ("登封颍岭公路检查站", "Dengfeng Yingling Checkpoint", "410185"),
    ("荥阳索水公路检查站", "Xingyang Suoshui Checkpoint", "410182"),
    ("巩义洛汭公路检查站", "Gongyi Luorui Checkpoint", "410181"),
    ("新郑轩溪公路检查站", "Xinzheng Xuanxi Checkpoint", "410184"),
    ("中牟官渡公路检查站", "Zhongmu Guandu Checkpoint", "410122"),
];

/// The registry under construction.
#[derive(Default)]
pub(super) struct Roster {
    pub(super) parties: Vec<Party>,
    companies: usize,
}

impl Roster {
    /// Adds a party and gives its position. The codes are our own and all well formed.
    pub(super) fn add(&mut self, code: &str, name: &str, name_en: &str, kind: PartyKind) -> usize {
        if let Ok(code) = PartyCode::parse(code) {
            self.parties.push(Party { name_en: name_en.to_owned(), ..Party::new(code, name, kind) });
        }
        self.parties.len().saturating_sub(1)
    }

    /// Fills in what only companies have.
    pub(super) fn register_company(&mut self, party: usize, division: &str, industry: &str, protection: Protection) {
        self.companies += 1;
        let party = &mut self.parties[party];
        party.division = DivisionCode::parse(division).ok();
        party.uscc = credit_code(division, self.companies);
        industry.clone_into(&mut party.industry);
        party.protection = Some(protection);
    }

    fn place(&mut self, party: usize, division: &str) {
        self.parties[party].division = DivisionCode::parse(division).ok();
    }

    fn group(&mut self, code: &str, name: &str, name_en: &str, protection: Protection) -> usize {
        let party = self.add(code, name, name_en, PartyKind::ConsumerGroup);
        self.parties[party].protection = Some(protection);
        party
    }

    fn supplier(&mut self, code: &str, name: &str, name_en: &str, industry: &str) -> usize {
        let party = self.add(code, name, name_en, PartyKind::Supplier);
        industry.clone_into(&mut self.parties[party].industry);
        party
    }

    /// Adds the same party again with a number.
    fn copy(&mut self, party: usize, number: u32) -> usize {
        let original = self.parties[party].clone();
        let code = format!("{}-{number}", original.code);
        let (name, name_en) = (format!("{}（{number}）", original.name), format!("{} ({number})", original.name_en));
        let copy = self.add(&code, &name, &name_en, original.kind);
        self.companies += 1;
        let uscc = original.division.as_ref().and_then(|d| credit_code(d.as_str(), self.companies));
        let added = &mut self.parties[copy];
        added.uscc = uscc;
        added.division = original.division;
        added.industry = original.industry;
        added.tiers = original.tiers;
        added.protection = original.protection;
        copy
    }
}

/// A social credit code that is well formed and nobody's: its inner organisation code (characters 9 to 17) ends on a
/// wrong check character of its own standard (GB 11714), so no registry can have issued it.
fn credit_code(division: &str, number: usize) -> Option<UnifiedSocialCreditCode> {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let digit = |place: u32| char::from(ALPHABET[number / 31_usize.pow(place) % 31]);
    let inner: String = ['M', 'A', 'D', 'E', digit(3), digit(2), digit(1), digit(0)].iter().collect();
    let sum: u32 = inner.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    let right = (11 - sum % 11) % 11;
    let wrong = char::from_digit((right + 1) % 10, 10)?;
    let body = format!("91{division}{inner}{wrong}");
    let check = UnifiedSocialCreditCode::check_character(&body)?;
    UnifiedSocialCreditCode::parse(&format!("{body}{check}")).ok()
}

/// Groups of consumers whose demand somebody posts for them.
pub(super) struct Groups {
    pub(super) residents: usize,
    pub(super) commerce: usize,
    pub(super) farms: usize,
    pub(super) public: usize,
    pub(super) heating: usize,
    pub(super) other: usize,
}

/// All parties; the numbers are positions in them.
pub(super) struct Registry {
    pub(super) parties: Vec<Party>,
    pub(super) power: usize,
    pub(super) gas: usize,
    pub(super) fuel: [usize; 2],
    pub(super) rail: usize,
    pub(super) road: usize,
    pub(super) land: usize,
    pub(super) whole_city: usize,
    pub(super) groups: Groups,
    pub(super) mines: Vec<usize>,
    pub(super) plants: Vec<(usize, &'static PlantSpec)>,
    pub(super) enterprises: Vec<Enterprise>,
}

impl Registry {
    pub(super) fn new(timeline: &Timeline, copies: u32) -> Self {
        let mut roster = Roster::default();
        add_authorities(&mut roster);
        let whole_city = roster.add("ZZ-CITY", "郑州市全市", "Zhengzhou, whole city", PartyKind::WholeCity);
        let power = roster.supplier("ZZ-POWER", "郑州城市供电（示例）", "Zhengzhou City Power (example)", "供电");
        let gas = roster.supplier("ZZ-GAS", "郑州城市燃气（示例）", "Zhengzhou City Gas (example)", "燃气");
        let fuel = [
            roster.supplier("ZZ-FUEL-01", "商都石油销售（示例）", "Shangdu Fuels (example)", "成品油"),
            roster.supplier("ZZ-FUEL-02", "豫中能源销售（示例）", "Yuzhong Energy Sales (example)", "成品油"),
        ];
        let rail = roster.supplier("ZZ-RAIL", "郑州铁路货运（示例）", "Zhengzhou Rail Freight (example)", "铁路货运");
        let road =
            roster.supplier("ZZ-ROAD", "郑州公路货运调度（示例）", "Zhengzhou Road Freight (example)", "公路货运");
        let land =
            roster.supplier("ZZ-LAND", "郑州土地储备供应（示例）", "Zhengzhou Land Supply (example)", "土地供应");
        let groups = Groups {
            residents: roster.group("ZZ-GROUP-RESIDENTS", "居民", "Residents", Protection::Livelihood),
            commerce: roster.group("ZZ-GROUP-COMMERCE", "商业", "Commerce", Protection::Ordinary),
            farms: roster.group("ZZ-GROUP-FARMS", "农灌", "Farm irrigation", Protection::Livelihood),
            public: roster.group("ZZ-GROUP-PUBLIC", "公共机构", "Public services", Protection::PublicService),
            heating: roster.group("ZZ-GROUP-HEATING", "集中供热", "District heating", Protection::Utility),
            other: roster.group("ZZ-GROUP-OTHER", "其他", "Other consumers", Protection::Ordinary),
        };
        // The power company posts the groups' and the city's demand.
        let reporter = roster.parties[power].code.clone();
        let Groups { residents, commerce, farms, public, heating, other } = groups;
        for group in [residents, commerce, farms, public, heating, other, whole_city] {
            roster.parties[group].reporter = Some(reporter.clone());
        }
        let mut mines = Vec::new();
        for (index, (name, name_en, division)) in MINES.iter().enumerate() {
            let mine = roster.supplier(&format!("ZZ-MINE-{:02}", index + 1), name, name_en, "煤炭开采");
            roster.place(mine, division);
            mines.push(mine);
        }
        let mut plants = Vec::new();
        for (index, spec) in PLANTS.iter().enumerate() {
            let code = format!("ZZ-PLANT-{:02}", index + 1);
            let plant = roster.add(&code, spec.name, spec.name_en, PartyKind::Enterprise);
            roster.register_company(plant, spec.division, spec.industry, Protection::Utility);
            plants.push((plant, spec));
        }
        let mut enterprises = enterprises::found(&mut roster, timeline);
        let originals = enterprises.len();
        for number in 2..=copies {
            for index in 0..PLANTS.len() {
                let (party, spec) = plants[index];
                plants.push((roster.copy(party, number), spec));
            }
            for index in 0..originals {
                let mut copy: Enterprise = enterprises[index].clone();
                copy.party = roster.copy(copy.party, number);
                enterprises.push(copy);
            }
        }
        let parties = roster.parties;
        Self { parties, power, gas, fuel, rail, road, land, whole_city, groups, mines, plants, enterprises }
    }
}

/// The office, bureaus, police, checkpoints and the divisions' own offices.
fn add_authorities(roster: &mut Roster) {
    let office = "郑州市煤电油运保障工作协调办公室（示例）";
    roster.add("ZZ-OFFICE", office, "Zhengzhou Supply Coordination Office (example)", PartyKind::Office);
    for (code, name, name_en, factor) in [
        ("ZZ-BUREAU-COAL", "煤炭管理局（示例）", "Coal Bureau (example)", Factor::Coal),
        ("ZZ-BUREAU-TRANSPORT", "交通运输局（示例）", "Transport Bureau (example)", Factor::Transport),
        ("ZZ-BUREAU-LAND", "自然资源局（示例）", "Land Bureau (example)", Factor::Land),
    ] {
        let bureau = roster.add(code, name, name_en, PartyKind::Bureau);
        roster.parties[bureau].factors = vec![factor];
    }
    roster.add("ZZ-POLICE", "公安交警支队（示例）", "Traffic Police (example)", PartyKind::Police);
    for (index, (name, name_en, division)) in CHECKPOINTS.iter().enumerate() {
        let code = format!("ZZ-CHECK-{:02}", index + 1);
        let checkpoint = roster.add(&code, name, name_en, PartyKind::Checkpoint);
        roster.place(checkpoint, division);
    }
    for place in &PLACES {
        let district = roster.add(&format!("ZZ-{}", place.code), place.name, place.name_en, PartyKind::District);
        roster.place(district, place.code);
    }
}
