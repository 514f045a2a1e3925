//! Factors (生产要素) and items (品种): what is measured, in which unit, and how its figures add up.

use std::fmt;

use crate::party::PartyError;

/// One of the six production factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// 电力
    Electricity,
    /// 煤炭
    Coal,
    /// 天然气
    Gas,
    /// 成品油
    Fuel,
    /// 运力
    Transport,
    /// 用地
    Land,
}

impl Factor {
    /// All factors, in the order in which people list them.
    pub const ALL: [Self; 6] = [Self::Electricity, Self::Coal, Self::Gas, Self::Fuel, Self::Transport, Self::Land];

    /// The first word of an item code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Electricity => "electricity",
            Self::Coal => "coal",
            Self::Gas => "gas",
            Self::Fuel => "fuel",
            Self::Transport => "transport",
            Self::Land => "land",
        }
    }

    /// Reads `coal;transport`, in words or Chinese names.
    ///
    /// # Errors
    /// [`PartyError::Factor`].
    pub fn parse_list(text: &str) -> Result<Vec<Self>, PartyError> {
        let words = text.split([';', '；', '、', ',']).map(str::trim).filter(|word| !word.is_empty());
        let known = |word| Self::ALL.into_iter().find(|f| f.code() == word || f.names().0 == word);
        words.map(|word| known(word).ok_or(PartyError::Factor)).collect()
    }

    /// Writes what [`Factor::parse_list`] reads.
    pub fn write_list(factors: &[Self]) -> String {
        factors.iter().map(|f| f.code()).collect::<Vec<_>>().join(";")
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Electricity => ("电力", "Electricity"),
            Self::Coal => ("煤炭", "Coal"),
            Self::Gas => ("天然气", "Gas"),
            Self::Fuel => ("成品油", "Fuel"),
            Self::Transport => ("运力", "Transport"),
            Self::Land => ("用地", "Land"),
        }
    }
}

/// Code of an item, such as `coal.thermal`: factor, point, name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemCode(String);

impl ItemCode {
    /// Reads a code; `None` where it has no known factor or other characters than small letters after the point.
    pub fn parse(text: &str) -> Option<Self> {
        let (factor, name) = text.split_once('.')?;
        let known = Factor::ALL.iter().any(|f| f.code() == factor);
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        (known && plain).then(|| Self(text.to_owned()))
    }

    /// The text of the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether fulfilment is 请车满足率: against the wagons asked for, instead of the plan.
    pub fn is_rail(&self) -> bool {
        self.0 == "transport.rail"
    }

    /// The factor that the item belongs to.
    pub fn factor(&self) -> Factor {
        let prefix = self.0.split('.').next().unwrap_or_default();
        Factor::ALL.into_iter().find(|f| f.code() == prefix).unwrap_or(Factor::Electricity)
    }
}

impl fmt::Display for ItemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How figures of an item add up over days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Days add up to a month.
    Flow,
    /// Days do not add up: a month is its worst day.
    Peak,
    /// Accumulates from 1 January.
    Quota,
}

impl Nature {
    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Peak => "peak",
            Self::Quota => "quota",
        }
    }

    /// Reads [`Nature::code`].
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Flow, Self::Peak, Self::Quota].into_iter().find(|n| n.code() == code)
    }
}

/// How supply reaches its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Through a city pool: one user's surplus serves another.
    Pool,
    /// A supplier serves a named consumer: one plant's surplus does not heat another.
    Direct,
}

impl Route {
    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Direct => "direct",
        }
    }

    /// Reads [`Route::code`].
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Pool, Self::Direct].into_iter().find(|r| r.code() == code)
    }
}

/// What is measured inside a factor, with one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its code, such as `coal.thermal`.
    pub code: ItemCode,
    /// 中文名
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Unit of all its figures, in Chinese.
    pub unit: String,
    /// The unit in English.
    pub unit_en: String,
    /// How its figures add up.
    pub nature: Nature,
    /// How its supply reaches users.
    pub route: Route,
    /// Whether parties hold stocks of it.
    pub has_stock: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_codes_name_a_known_factor() {
        assert_eq!(ItemCode::parse("coal.thermal").unwrap().factor(), Factor::Coal);
        for bad in ["coal", "steel.plate", "coal.", "Coal.thermal", "coal.thermal.x", ""] {
            assert!(ItemCode::parse(bad).is_none(), "{bad}");
        }
    }
}
