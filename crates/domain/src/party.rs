//! Parties: everybody who needs, supplies, reports or supervises; and the codes that identify them.

use std::fmt;

use crate::item::Factor;
pub use crate::{protection::Protection, roster::KeyTier};

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
    /// A name or another text that nobody could read in a table.
    #[error("文字过长，最多 200 字 / too long: at most 200 characters")]
    Long,
    /// Only a bureau has charge of factors.
    #[error("只有主管部门有分管的生产要素 / only a bureau has charge of factors")]
    FactorsNotHere,
    /// Only those who have nobody to report for them have a reporter.
    #[error("只有用户群体和全市有填报单位 / only a consumer group or the whole city has a reporter")]
    ReporterNotHere,
    /// Nobody has the reporter's code.
    #[error("没有这个填报单位 / no party has this code")]
    ReporterUnknown,
    /// The reporter is not of a kind that reports.
    #[error("填报单位须是供应单位、主管部门或企业 / the reporter must be a supplier, a bureau or an enterprise")]
    ReporterKind,
    /// Only enterprises are key enterprises.
    #[error(
        "只有企业或供应单位可列入重点企业名单 / only an enterprise or a supplier stands on the roster of key enterprises"
    )]
    TiersNotHere,
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
            Self::Long => "text_too_long",
            Self::FactorsNotHere => "factors_not_for_kind",
            Self::ReporterNotHere => "reporter_not_for_kind",
            Self::ReporterUnknown => "reporter_unknown",
            Self::ReporterKind => "reporter_kind",
            Self::TiersNotHere => "tiers_not_for_kind",
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

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Office => ("协调办", "Office"),
            Self::Supplier => ("供应单位", "Supplier"),
            Self::Bureau => ("主管部门", "Bureau"),
            Self::Enterprise => ("企业", "Enterprise"),
            Self::ConsumerGroup => ("用户群体", "Consumer group"),
            Self::WholeCity => ("全市", "Whole city"),
            Self::Police => ("公安", "Police"),
            Self::Checkpoint => ("检查站", "Checkpoint"),
            Self::District => ("区县", "District"),
        }
    }

    /// Whether somebody else reports its demand side: it has nobody of its own.
    pub const fn has_reporter(self) -> bool {
        matches!(self, Self::ConsumerGroup | Self::WholeCity)
    }

    /// Whether it may report for those who have a reporter.
    pub const fn can_report_for_others(self) -> bool {
        matches!(self, Self::Supplier | Self::Bureau | Self::Enterprise)
    }

    /// Whether it may stand on the roster of key enterprises.
    pub const fn can_be_key(self) -> bool {
        matches!(self, Self::Enterprise | Self::Supplier)
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

/// Names and other texts have at most so many characters.
const LONGEST_TEXT: usize = 200;

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

    /// Whether its facts go together; `reporter` is the party that it names as its reporter. Form and import ask here
    /// alike.
    ///
    /// # Errors
    /// The first fact that does not fit, with the name of its field.
    pub fn check(&self, reporter: Option<&Self>) -> Result<(), (&'static str, PartyError)> {
        let long = |text: &str| text.chars().count() > LONGEST_TEXT;
        if self.name.trim().is_empty() {
            return Err(("name", PartyError::Name));
        }
        for (field, text) in [("name", &self.name), ("name_en", &self.name_en), ("industry", &self.industry)] {
            if long(text) {
                return Err((field, PartyError::Long));
            }
        }
        if !self.factors.is_empty() && self.kind != PartyKind::Bureau {
            return Err(("factors", PartyError::FactorsNotHere));
        }
        if !self.tiers.is_empty() && !self.kind.can_be_key() {
            return Err(("tiers", PartyError::TiersNotHere));
        }
        match (&self.reporter, reporter) {
            (None, _) => Ok(()),
            (Some(_), _) if !self.kind.has_reporter() => Err(("reporter", PartyError::ReporterNotHere)),
            (Some(_), None) => Err(("reporter", PartyError::ReporterUnknown)),
            (Some(_), Some(reporter)) if reporter.kind.can_report_for_others() => Ok(()),
            (Some(_), Some(_)) => Err(("reporter", PartyError::ReporterKind)),
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
    fn facts_must_go_together() {
        let party = |code: &str, kind| Party::new(PartyCode::parse(code).unwrap(), code, kind);
        let power = party("POWER", PartyKind::Supplier);
        let police = party("POLICE", PartyKind::Police);
        let check = |party: &Party, reporter: Option<&Party>, expect| assert_eq!(party.check(reporter), expect);
        let reported = |kind, by: &Party| Party { reporter: Some(by.code.clone()), ..party("P", kind) };
        check(&power, None, Ok(()));
        check(&reported(PartyKind::ConsumerGroup, &power), Some(&power), Ok(()));
        check(&reported(PartyKind::WholeCity, &power), Some(&power), Ok(()));
        check(&reported(PartyKind::Enterprise, &power), Some(&power), Err(("reporter", PartyError::ReporterNotHere)));
        check(&reported(PartyKind::WholeCity, &power), None, Err(("reporter", PartyError::ReporterUnknown)));
        check(&reported(PartyKind::WholeCity, &police), Some(&police), Err(("reporter", PartyError::ReporterKind)));
        let charged = |kind| Party { factors: vec![Factor::Coal], ..party("B", kind) };
        check(&charged(PartyKind::Bureau), None, Ok(()));
        check(&charged(PartyKind::Supplier), None, Err(("factors", PartyError::FactorsNotHere)));
        let key = |kind| Party { tiers: vec![(2026, KeyTier::Scale)], ..party("K", kind) };
        check(&key(PartyKind::Enterprise), None, Ok(()));
        check(&key(PartyKind::District), None, Err(("tiers", PartyError::TiersNotHere)));
        check(&Party { name: "长".repeat(201), ..power.clone() }, None, Err(("name", PartyError::Long)));
        check(&Party { name: " ".to_owned(), ..power.clone() }, None, Err(("name", PartyError::Name)));
    }
}
