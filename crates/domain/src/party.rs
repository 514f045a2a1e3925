//! Parties: everybody who needs, supplies, reports or supervises; and the codes that identify them.

use std::fmt;

use crate::item::Factor;

/// Short code of a party in this city's registry, such as `ZZ-PLANT-01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyCode(String);

/// Why a value of the registry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartyError {
    /// Not a party code.
    #[error("单位代码不合规 / not a party code; use up to 64 letters, digits, Chinese characters, - and _")]
    Code,
    /// Not one of the kinds.
    #[error(
        "单位类型不认识 / unknown kind; use office, supplier, bureau, enterprise, consumer_group, whole_city, police, checkpoint or district"
    )]
    Kind,
    /// Not a division code.
    #[error("行政区划代码应为6位数字 / a division code has six digits, such as 410181")]
    Division,
    /// A wrong social credit code.
    #[error("统一社会信用代码不正确 / not a valid unified social credit code (18 characters with a check character)")]
    Uscc,
    /// A tier that does not read.
    #[error(
        "重点企业类别不认识 / unknown tier; write year:tier such as 2026:scale, several parted by ; (tiers: scale 规模优势, growth 高成长, industry 行业强)"
    )]
    Tier,
    /// Not one of the protection classes.
    #[error("保障类别不认识 / unknown protection class; see the template for the list")]
    Protection,
    /// Not one of the factors.
    #[error(
        "生产要素不认识 / unknown factor; use electricity, coal, gas, fuel, transport or land, several parted by ;"
    )]
    Factor,
    /// No name.
    #[error("单位名称为空 / the name is empty")]
    Name,
}

impl PartyError {
    /// Stable code for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "party_code_invalid",
            Self::Kind => "party_kind_unknown",
            Self::Division => "division_invalid",
            Self::Uscc => "uscc_invalid",
            Self::Tier => "tier_unknown",
            Self::Protection => "protection_unknown",
            Self::Factor => "factor_unknown",
            Self::Name => "party_name_missing",
        }
    }
}

impl PartyCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`PartyError::Code`].
    pub fn parse(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        let fits = (1..=64).contains(&text.chars().count())
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if fits { Ok(Self(text.to_owned())) } else { Err(PartyError::Code) }
    }

    /// The code of a party that a foreign sheet knows by name only: prefix + name in capitals, every run of other
    /// characters than letters, digits and Chinese characters turned into one `-`, none at the ends.
    ///
    /// # Errors
    /// [`PartyError::Code`] where nothing of the name is left or the code grows too long.
    pub fn from_name(prefix: &str, name: &str) -> Result<Self, PartyError> {
        let mut code = String::new();
        for word in name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            if !code.is_empty() {
                code.push('-');
            }
            code.extend(word.chars().flat_map(char::to_uppercase));
        }
        if code.is_empty() {
            return Err(PartyError::Code);
        }
        Self::parse(&format!("{prefix}{code}"))
    }

    /// The text of the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a party is in the coordination of supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// The coordination office (协调办).
    Office,
    /// Power company, mine, gas company, railway…
    Supplier,
    /// Coal, transport, land… bureau.
    Bureau,
    /// An enterprise that needs factors.
    Enterprise,
    /// Residents, commerce and others, posted by a named reporter.
    ConsumerGroup,
    /// The city as one: at most one.
    WholeCity,
    /// The police, who issue passes.
    Police,
    /// A checkpoint, which verifies passes.
    Checkpoint,
    /// A district's office.
    District,
}

impl PartyKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Office,
        Self::Supplier,
        Self::Bureau,
        Self::Enterprise,
        Self::ConsumerGroup,
        Self::WholeCity,
        Self::Police,
        Self::Checkpoint,
        Self::District,
    ];

    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Supplier => "supplier",
            Self::Bureau => "bureau",
            Self::Enterprise => "enterprise",
            Self::ConsumerGroup => "consumer_group",
            Self::WholeCity => "whole_city",
            Self::Police => "police",
            Self::Checkpoint => "checkpoint",
            Self::District => "district",
        }
    }

    /// Reads [`PartyKind::code`].
    ///
    /// # Errors
    /// [`PartyError::Kind`].
    pub fn parse(code: &str) -> Result<Self, PartyError> {
        Self::ALL.into_iter().find(|k| k.code() == code.trim()).ok_or(PartyError::Kind)
    }

    /// Whether figures may name it as the one who supplies.
    pub const fn can_supply(self) -> bool {
        matches!(self, Self::Supplier | Self::Enterprise)
    }

    /// Whether figures may name it as the one who needs.
    pub const fn can_consume(self) -> bool {
        matches!(self, Self::Enterprise | Self::ConsumerGroup | Self::WholeCity | Self::Supplier)
    }
}

/// Administrative division, GB/T 2260: six digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(String);

impl DivisionCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`PartyError::Division`].
    pub fn parse(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        let fits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(PartyError::Division) }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 统一社会信用代码, GB 32100-2015: 18 characters, the last of which checks the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnifiedSocialCreditCode(String);

impl UnifiedSocialCreditCode {
    const ALPHABET: &'static str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// Reads and checks a code; small letters are taken as capitals.
    ///
    /// # Errors
    /// [`PartyError::Uscc`].
    pub fn parse(text: &str) -> Result<Self, PartyError> {
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.split_at_checked(17).ok_or(PartyError::Uscc)?;
        if check.len() != 1 || Self::check_character(body) != check.chars().next() {
            return Err(PartyError::Uscc);
        }
        Ok(Self(text))
    }

    /// The check character for the first 17; `None` where these are not 17 characters of the alphabet.
    pub fn check_character(body: &str) -> Option<char> {
        let values: Option<Vec<usize>> = body.chars().map(|c| Self::ALPHABET.find(c)).collect();
        let values = values.filter(|v| v.len() == 17)?;
        let sum: usize = values.iter().zip(Self::WEIGHTS).map(|(value, weight)| value * weight).sum();
        Self::ALPHABET.chars().nth((31 - sum % 31) % 31)
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Tier of a key enterprise (双百企业), selected anew every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyTier {
    /// 规模优势
    Scale,
    /// 高成长
    Growth,
    /// 行业强
    Industry,
}

impl KeyTier {
    /// All tiers with the word in files and the Chinese name.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Scale, "scale", "规模优势"),
        (Self::Growth, "growth", "高成长"),
        (Self::Industry, "industry", "行业强"),
    ];

    /// The word in files, database and API.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|t| t.0 == self).map_or("", |t| t.1)
    }

    /// Reads `2026:scale;2025:高成长`.
    ///
    /// # Errors
    /// [`PartyError::Tier`].
    pub fn parse_roster(text: &str) -> Result<Vec<(i32, Self)>, PartyError> {
        let entries = text.split([';', '；', '|']).map(str::trim).filter(|e| !e.is_empty());
        entries
            .map(|entry| {
                let (year, tier) = entry.split_once([':', '：']).ok_or(PartyError::Tier)?;
                let year = year.trim().parse().ok().filter(|y| (1900..2200).contains(y)).ok_or(PartyError::Tier)?;
                let tier = tier.trim();
                let known = Self::ALL.iter().find(|t| t.1 == tier || t.2 == tier).ok_or(PartyError::Tier)?;
                Ok((year, known.0))
            })
            .collect()
    }

    /// Writes what [`KeyTier::parse_roster`] reads.
    pub fn write_roster(roster: &[(i32, Self)]) -> String {
        let entries: Vec<String> = roster.iter().map(|(year, tier)| format!("{year}:{}", tier.code())).collect();
        entries.join(";")
    }
}

/// Place in the order of protection (有序用电 and gas plans): who is supplied first and curtailed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protection {
    /// Residents, farm irrigation (居民、农灌).
    Livelihood,
    /// Command, government, broadcasting, telecom, transport.
    PublicCommand,
    /// Safety load of hazardous chemistry (危化保安负荷).
    ChemicalSafety,
    /// Hospitals, schools, finance, major events.
    PublicService,
    /// Water, heat and energy supply.
    Utility,
    /// State key projects and defence.
    StateProject,
    /// Key enterprises: a local promise, below the classes above.
    KeyEnterprise,
    /// Everybody else.
    Ordinary,
    /// Curtailed first: restricted and over-limit users, scenic lighting, other high-energy users.
    CurtailedFirst,
}

impl Protection {
    /// All classes with the word in files and the Chinese name, first protected first.
    pub const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Livelihood, "livelihood", "民生"),
        (Self::PublicCommand, "public_command", "指挥与公共机构"),
        (Self::ChemicalSafety, "chemical_safety", "危化保安"),
        (Self::PublicService, "public_service", "公共服务"),
        (Self::Utility, "utility", "水热能源"),
        (Self::StateProject, "state_project", "国家重点"),
        (Self::KeyEnterprise, "key_enterprise", "重点企业"),
        (Self::Ordinary, "ordinary", "一般"),
        (Self::CurtailedFirst, "curtailed_first", "优先限制"),
    ];

    /// Reads the word or the Chinese name.
    ///
    /// # Errors
    /// [`PartyError::Protection`].
    pub fn parse(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        Self::ALL.iter().find(|p| p.1 == text || p.2 == text).map(|p| p.0).ok_or(PartyError::Protection)
    }

    /// The word in files, database and API.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|p| p.0 == self).map_or("", |p| p.1)
    }
}

/// One entry of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its code, unique.
    pub code: PartyCode,
    /// 名称
    pub name: String,
    /// English name; empty where there is none.
    pub name_en: String,
    /// What it is.
    pub kind: PartyKind,
    /// Where it is; without one it counts for the city alone.
    pub division: Option<DivisionCode>,
    /// Its social credit code.
    pub uscc: Option<UnifiedSocialCreditCode>,
    /// Industry, in words.
    pub industry: String,
    /// Key-enterprise tiers by year.
    pub tiers: Vec<(i32, KeyTier)>,
    /// Place in the order of protection.
    pub protection: Option<Protection>,
    /// Of what it has charge: a bureau's factors.
    pub factors: Vec<Factor>,
    /// Who reports its demand side, where it does not do so itself: a consumer group's reporter.
    pub reporter: Option<PartyCode>,
}

impl Party {
    /// A party of which only code, name and kind are known.
    pub fn new(code: PartyCode, name: &str, kind: PartyKind) -> Self {
        Self {
            code,
            name: name.to_owned(),
            name_en: String::new(),
            kind,
            division: None,
            uscc: None,
            industry: String::new(),
            tiers: Vec::new(),
            protection: None,
            factors: Vec::new(),
            reporter: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_foreign_names() {
        let check = |name: &str, expect: &str| assert_eq!(PartyCode::from_name("IN-", name).unwrap().as_str(), expect);
        check("UTRAULA TPS", "IN-UTRAULA-TPS");
        check("UTs of J&K and Ladakh", "IN-UTS-OF-J-K-AND-LADAKH");
        check("Andaman- Nicobar", "IN-ANDAMAN-NICOBAR");
        check(" (郑州) 热电 1 ", "IN-郑州-热电-1");
        assert!(PartyCode::from_name("IN-", " .. ").is_err());
    }

    #[test]
    fn social_credit_codes_are_checked() {
        assert_eq!(UnifiedSocialCreditCode::check_character("91350100M000100Y4"), Some('3'));
        assert!(UnifiedSocialCreditCode::parse("91350100M000100Y43").is_ok());
        for bad in ["91350100M000100Y44", "91350100M000100Y4", "91350100M000100I43", "", "九1350100M000100Y43"] {
            assert_eq!(UnifiedSocialCreditCode::parse(bad), Err(PartyError::Uscc), "{bad}");
        }
    }

    #[test]
    fn tiers_are_by_year() {
        let roster = KeyTier::parse_roster("2026:scale; 2025:高成长").unwrap();
        assert_eq!(KeyTier::write_roster(&roster), "2026:scale;2025:growth");
        assert!(KeyTier::parse_roster("").unwrap().is_empty());
        assert!(KeyTier::parse_roster("2026:best").is_err());
        assert!(KeyTier::parse_roster("scale").is_err());
    }
}
