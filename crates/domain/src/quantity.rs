//! Quantities as reported: exact fixed-point numbers with three decimals, 0 ≤ q < 10¹².

use std::fmt;

/// What one reporter states for one item, measure and period, in the item's unit; exact to the thousandth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

/// Why a text is not a [`Quantity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing stands there.
    #[error("数量为空，请填写 / the quantity is empty")]
    Empty,
    /// Not a plain decimal number.
    #[error(
        "不是数字；只写数字和小数点，如 1234.5 / not a number; write digits with at most one decimal point, such as 1234.5"
    )]
    NotANumber,
    /// Below zero.
    #[error("数量不能为负 / a quantity cannot be negative")]
    Negative,
    /// More than three decimals.
    #[error(
        "小数超过三位；请取到 0.001，或换更大的单位 / more than three decimals; round to 0.001 or use a larger unit"
    )]
    TooManyDecimals,
    /// 10¹² or more.
    #[error(
        "数量过大；须小于一万亿，请核对单位 / too large; a quantity must be below 1,000,000,000,000 (check the unit)"
    )]
    TooLarge,
}

impl QuantityError {
    /// Stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "quantity_missing",
            Self::NotANumber => "quantity_not_a_number",
            Self::Negative => "quantity_negative",
            Self::TooManyDecimals => "quantity_too_many_decimals",
            Self::TooLarge => "quantity_too_large",
        }
    }
}

impl Quantity {
    /// The smallest and largest quantity, in thousandths.
    const LIMIT: i64 = 1_000_000_000_000 * 1000;

    /// From thousandths of the unit.
    ///
    /// # Errors
    /// Negative or not below 10¹² units.
    pub fn from_thousandths(thousandths: i64) -> Result<Self, QuantityError> {
        match thousandths {
            ..0 => Err(QuantityError::Negative),
            Self::LIMIT.. => Err(QuantityError::TooLarge),
            _ => Ok(Self(thousandths)),
        }
    }

    /// Thousandths of the unit.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Reads a quantity as people write it: `1234.5`, `1,234.5`, spaces around it.
    ///
    /// # Errors
    /// See [`QuantityError`].
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let number = Decimal::parse(text)?;
        if number.decimals > 3 && !number.negative {
            return Err(QuantityError::TooManyDecimals);
        }
        number.to_quantity()
    }

    /// Reads a quantity given in another unit and converts it exactly: `"7.924"` × `100` = 792.4.
    ///
    /// # Errors
    /// See [`QuantityError`]; also where the product needs more than three decimals.
    pub fn parse_scaled(text: &str, factor: Decimal) -> Result<Self, QuantityError> {
        Decimal::parse(text)?.times(factor)?.to_quantity()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// A decimal number as written, before the limits of a quantity are checked: used for unit factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: u128,
    decimals: u32,
}

impl Decimal {
    /// The number 1: no conversion.
    pub const ONE: Self = Self { negative: false, digits: 1, decimals: 0 };

    /// Reads digits with an optional sign, thousands commas in their right places and one decimal point.
    ///
    /// # Errors
    /// [`QuantityError::Empty`], [`QuantityError::NotANumber`] or [`QuantityError::TooLarge`] (over 30 digits).
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(QuantityError::Empty);
        }
        let (negative, body) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
        let grouped = whole.contains(',');
        let groups_fit = !grouped
            || whole
                .split(',')
                .enumerate()
                .all(|(i, g)| if i == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 });
        let whole: String = whole.chars().filter(|c| *c != ',').collect();
        let all_digits = whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits || !groups_fit || (body.contains('.') && fraction.is_empty()) {
            return Err(QuantityError::NotANumber);
        }
        if whole.len() + fraction.len() > 30 {
            return Err(if whole.trim_start_matches('0').len() > 12 {
                QuantityError::TooLarge
            } else {
                QuantityError::TooManyDecimals
            });
        }
        let digits = format!("{whole}{fraction}").parse().map_err(|_| QuantityError::NotANumber)?;
        Ok(Self { negative, digits, decimals: u32::try_from(fraction.len()).unwrap_or(u32::MAX) })
    }

    fn times(self, factor: Self) -> Result<Self, QuantityError> {
        Ok(Self {
            negative: self.negative != factor.negative,
            digits: self.digits.checked_mul(factor.digits).ok_or(QuantityError::TooLarge)?,
            decimals: self.decimals + factor.decimals,
        })
    }

    fn to_quantity(self) -> Result<Quantity, QuantityError> {
        let Self { negative, mut digits, mut decimals } = self;
        if negative && digits != 0 {
            return Err(QuantityError::Negative);
        }
        while decimals > 3 {
            if digits % 10 != 0 {
                return Err(QuantityError::TooManyDecimals);
            }
            digits /= 10;
            decimals -= 1;
        }
        let thousandths = digits.checked_mul(10u128.pow(3 - decimals)).ok_or(QuantityError::TooLarge)?;
        Quantity::from_thousandths(i64::try_from(thousandths).map_err(|_| QuantityError::TooLarge)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write_and_refuses_the_rest() {
        let ok = |text: &str, expect: &str| assert_eq!(Quantity::parse(text).unwrap().to_string(), expect, "{text}");
        ok("0", "0.000");
        ok("95502", "95502.000");
        ok(" 1,234,567.5 ", "1234567.500");
        ok("999999999999.999", "999999999999.999");
        ok("-0", "0.000");
        let no = |text: &str, expect| assert_eq!(Quantity::parse(text), Err(expect), "{text}");
        no("", QuantityError::Empty);
        no("-1", QuantityError::Negative);
        no("1.2345", QuantityError::TooManyDecimals);
        no("1.5000", QuantityError::TooManyDecimals);
        no("1000000000000", QuantityError::TooLarge);
        no("1000000000000000000", QuantityError::TooLarge);
        no("1000000000000000000000000000000000000000000", QuantityError::TooLarge);
        for text in ["1e5", "abc", "1.", ".5", "1,23", "1 000", "１２", "NaN", "+3", "0x10", "1.2.3"] {
            no(text, QuantityError::NotANumber);
        }
    }

    #[test]
    fn converts_units_exactly() {
        let factor = |f: &str| Decimal::parse(f).unwrap();
        assert_eq!(Quantity::parse_scaled("955.02", factor("100")).unwrap().to_string(), "95502.000");
        assert_eq!(Quantity::parse_scaled("388.059", factor("1000")).unwrap().to_string(), "388059.000");
        assert_eq!(Quantity::parse_scaled("5", factor("0.001")).unwrap().to_string(), "0.005");
        assert_eq!(Quantity::parse_scaled("5.5", factor("0.001")), Err(QuantityError::TooManyDecimals));
    }
}
