//! Exact sums and shares: nothing is rounded until it is shown.
//!
//! A month's figure spread over its missing days gives thirds and thirty-firsts. They are kept as fractions of machine
//! integers as long as these hold them, and as big integers beyond: no result ever depends on which.

use std::{
    cmp::Ordering,
    fmt,
    ops::{AddAssign, Sub},
};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::quantity::Quantity;

/// An exact number in thousandths of its unit, like [`Quantity`], but a fraction of any size and sign.
#[derive(Clone, Debug)]
pub struct Exact(Repr);

#[derive(Clone, Debug)]
enum Repr {
    /// `den` > 0; not necessarily reduced.
    Small {
        num: i128,
        den: i128,
    },
    Big(Box<BigRational>),
}

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(Repr::Small { num: 0, den: 1 });

    /// `thousandths ÷ parts`: an even share of an amount over `parts` days.
    pub fn share(thousandths: i128, parts: u32) -> Self {
        Self(Repr::Small { num: thousandths, den: i128::from(parts.max(1)) })
    }

    /// The quotient of two amounts, itself in thousandths (0.083 = 83 thousandths); `None` where the divisor is zero.
    pub fn ratio(dividend: &Self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c @ 1.., den: d }) = (&dividend.0, &divisor.0)
            && let Some(num) = a.checked_mul(*d).and_then(|num| num.checked_mul(1000))
            && let Some(den) = b.checked_mul(*c)
        {
            return Some(Self(Repr::Small { num, den }));
        }
        let quotient = dividend.to_big() / divisor.to_big() * BigInt::from(1000);
        Some(Self(Repr::Big(Box::new(quotient))))
    }

    /// This amount times a whole number.
    #[must_use]
    pub fn times(&self, factor: i64) -> Self {
        if let Repr::Small { num, den } = self.0
            && let Some(num) = num.checked_mul(i128::from(factor))
        {
            return Self(Repr::Small { num, den });
        }
        Self(Repr::Big(Box::new(self.to_big() * BigInt::from(factor))))
    }

    /// This amount divided evenly into `parts`.
    #[must_use]
    pub fn divided(&self, parts: u32) -> Self {
        let parts = parts.max(1);
        if let Repr::Small { num, den } = self.0
            && let Some(den) = den.checked_mul(i128::from(parts))
        {
            return Self(Repr::Small { num, den });
        }
        Self(Repr::Big(Box::new(self.to_big() / BigInt::from(parts))))
    }

    /// This amount, or zero where it is negative.
    #[must_use]
    pub fn or_zero(self) -> Self {
        if self.sign() == Ordering::Less { Self::ZERO } else { self }
    }

    /// Whether it is exactly zero.
    pub fn is_zero(&self) -> bool {
        self.sign() == Ordering::Equal
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.sign() == Ordering::Greater
    }

    fn sign(&self) -> Ordering {
        match &self.0 {
            Repr::Small { num, .. } => num.cmp(&0),
            Repr::Big(big) => big.numer().cmp(&BigInt::zero()),
        }
    }

    /// The nearest whole thousandth, halves up: the one place where output rounds.
    pub fn thousandths(&self) -> i128 {
        match &self.0 {
            Repr::Small { num, den: 1 } => *num,
            Repr::Small { num, den } => {
                let (whole, rest) = (num.div_euclid(*den), num.rem_euclid(*den));
                whole + i128::from(rest >= den - rest)
            }
            Repr::Big(big) => {
                let half = BigRational::new(BigInt::one(), BigInt::from(2));
                (big.as_ref() + half).floor().to_integer().to_i128().unwrap_or(i128::MAX)
            }
        }
    }

    /// The number as `numerator/denominator`, reduced; without a denominator of one. For storage: people are shown
    /// three decimals.
    pub fn to_fraction(&self) -> String {
        let (num, den) = match &self.0 {
            Repr::Small { num, den } => {
                let common = num.checked_abs().map_or(1, |num| gcd(num, *den).max(1));
                ((num / common).to_string(), (den / common).to_string())
            }
            Repr::Big(big) => (big.numer().to_string(), big.denom().to_string()),
        };
        if den == "1" { num } else { format!("{num}/{den}") }
    }

    /// Reads [`Exact::to_fraction`].
    pub fn parse_fraction(text: &str) -> Option<Self> {
        let (num, den) = text.split_once('/').unwrap_or((text, "1"));
        if let (Ok(num), Ok(den @ 1..)) = (num.parse(), den.parse()) {
            return Some(Self(Repr::Small { num, den }));
        }
        let (num, den): (BigInt, BigInt) = (num.parse().ok()?, den.parse().ok()?);
        (den > BigInt::zero()).then(|| Self(Repr::Big(Box::new(BigRational::new(num, den)))))
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small { num, den } => BigRational::new((*num).into(), (*den).into()),
            Repr::Big(big) => (**big).clone(),
        }
    }

    fn small_sum(&self, other: &Self, sign: i128) -> Option<Self> {
        let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) else { return None };
        let c = c.checked_mul(sign)?;
        if b == d {
            return Some(Self(Repr::Small { num: a.checked_add(c)?, den: *b }));
        }
        let den = (b / gcd(*b, *d)).checked_mul(*d)?;
        let num = a.checked_mul(den / b)?.checked_add(c.checked_mul(den / d)?)?;
        Some(Self(Repr::Small { num, den }))
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl From<Quantity> for Exact {
    fn from(quantity: Quantity) -> Self {
        Self(Repr::Small { num: quantity.thousandths().into(), den: 1 })
    }
}

impl AddAssign<&Exact> for Exact {
    fn add_assign(&mut self, other: &Exact) {
        if let (Repr::Small { num, den }, Repr::Small { num: more, den: same }) = (&mut self.0, &other.0)
            && den == same
            && let Some(sum) = num.checked_add(*more)
        {
            *num = sum;
            return;
        }
        *self = self.small_sum(other, 1).unwrap_or_else(|| Self(Repr::Big(Box::new(self.to_big() + other.to_big()))));
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: &Exact) -> Exact {
        self.small_sum(other, -1).unwrap_or_else(|| Exact(Repr::Big(Box::new(self.to_big() - other.to_big()))))
    }
}

impl<'a> std::iter::Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |mut total, part| {
            total += part;
            total
        })
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0)
            && let (Some(left), Some(right)) = (a.checked_mul(*d), c.checked_mul(*b))
        {
            return left.cmp(&right);
        }
        (self - other).sign()
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = self.thousandths();
        let sign = if thousandths.is_negative() { "-" } else { "" };
        let thousandths = thousandths.unsigned_abs();
        write!(f, "{sign}{}.{:03}", thousandths / 1000, thousandths % 1000)
    }
}

/// Adds what is known to a total that may still be unknown.
pub(crate) fn add_known(total: &mut Option<Exact>, part: Option<&Exact>) {
    match (total.as_mut(), part) {
        (Some(total), Some(part)) => *total += part,
        (None, Some(part)) => *total = Some(part.clone()),
        (_, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rounds_half_up_only_when_shown() {
        let third = Exact::share(1000, 3);
        assert_eq!(third.to_string(), "0.333");
        let mut sum = third.clone();
        sum += &third;
        sum += &third;
        assert_eq!(sum, Exact::share(1000, 1));
        assert_eq!(Exact::share(1, 2).to_string(), "0.001");
        assert_eq!(Exact::share(-1, 2).to_string(), "0.000");
        assert_eq!(Exact::ratio(&Exact::share(79_241, 1), &Exact::share(955_020, 1)).unwrap().to_string(), "0.083");
        assert!(Exact::ratio(&third, &Exact::ZERO).is_none());
        assert_eq!((&Exact::ZERO - &third).to_string(), "-0.333");
        assert_eq!((&Exact::ZERO - &third).or_zero(), Exact::ZERO);
    }

    proptest! {
        #[test]
        fn sums_are_exact_whatever_the_order(
            mut parts in prop::collection::vec((0i64..1_000_000_000_000_000, 1u32..=366), 1..60),
            swaps in prop::collection::vec((0usize..60, 0usize..60), 0..60),
        ) {
            let total = |parts: &[(i64, u32)]| -> Exact {
                let mut total = Exact::ZERO;
                for (num, den) in parts { total += &Exact::share((*num).into(), *den); }
                total
            };
            let first = total(&parts);
            for (a, b) in swaps {
                let len = parts.len();
                parts.swap(a % len, b % len);
            }
            prop_assert_eq!(&first, &total(&parts));
            // Against big integers throughout.
            let big: BigRational = parts.iter().map(|(n, d)| BigRational::new((*n).into(), (*d).into())).sum();
            prop_assert_eq!(first.to_big(), big);
        }
    }
}
