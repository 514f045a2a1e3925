//! Figures: one number that somebody reported, and who may be named in it.

use std::fmt;

use crate::{
    item::{Item, ItemCode, Route},
    party::{Party, PartyCode},
};

/// What a figure states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// 需求: what a consumer needs.
    Demand,
    /// 供应计划: what a supplier plans to deliver.
    Plan,
    /// 实际供应: what a supplier delivered.
    Delivered,
    /// 实收 (来煤): what a consumer received.
    Received,
    /// 实际消耗: what a consumer used.
    Used,
    /// 库存: what a consumer holds at the end of the period.
    Stock,
}

impl Measure {
    /// All measures, in the order in which people list them.
    pub const ALL: [Self; 6] = [Self::Demand, Self::Plan, Self::Delivered, Self::Received, Self::Used, Self::Stock];

    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Plan => "plan",
            Self::Delivered => "delivered",
            Self::Received => "received",
            Self::Used => "used",
            Self::Stock => "stock",
        }
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Demand => ("需求", "Demand"),
            Self::Plan => ("供应计划", "Plan"),
            Self::Delivered => ("实际供应", "Delivered"),
            Self::Received => ("实收", "Received"),
            Self::Used => ("实际消耗", "Used"),
            Self::Stock => ("库存", "Stock"),
        }
    }

    /// Reads the word or one of the Chinese names in use.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let also = |m: Self| match m {
            Self::Plan => text == "计划",
            Self::Delivered => text == "供应",
            Self::Received => matches!(text, "来煤" | "实收 (来煤)" | "实收（来煤）" | "实收(来煤)"),
            Self::Used => matches!(text, "消耗" | "耗用"),
            Self::Demand | Self::Stock => false,
        };
        Self::ALL.into_iter().find(|m| m.code() == text || m.names().0 == text || also(*m))
    }

    /// Whether the supplier states it (else the consumer does).
    pub const fn is_supply_side(self) -> bool {
        matches!(self, Self::Plan | Self::Delivered)
    }

    /// Whether it may count for an evaluation before its period has ended: intentions do, facts do not.
    pub const fn is_intention(self) -> bool {
        matches!(self, Self::Demand | Self::Plan)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a figure is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// A plan or delivery by nobody.
    #[error("缺少供应单位 / a plan or delivery must name the supplier")]
    SupplierMissing,
    /// A demand-side figure of nobody.
    #[error("缺少需求单位 / demand, received, used and stock must name the consumer")]
    ConsumerMissing,
    /// Supply of a direct item to nobody.
    #[error("该品种须对口到户，缺少需求单位 / supply of this item goes to a named consumer: fill in the consumer")]
    DirectConsumerMissing,
    /// A demand-side figure with a supplier.
    #[error("需求侧指标不填供应单位 / demand, received, used and stock do not name a supplier: leave it empty")]
    SupplierNotAllowed,
    /// A stock of something that is not stored.
    #[error("该品种没有库存 / this item has no stock")]
    NoStock,
    /// A party that cannot supply.
    #[error("{0} 不能作为供应单位 / {0} is not a supplier")]
    NotASupplier(PartyCode),
    /// A party that cannot consume.
    #[error("{0} 不能作为需求单位 / {0} is not a consumer")]
    NotAConsumer(PartyCode),
}

impl FigureError {
    /// Stable code for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SupplierMissing => "supplier_missing",
            Self::ConsumerMissing | Self::DirectConsumerMissing => "consumer_missing",
            Self::SupplierNotAllowed => "supplier_not_allowed",
            Self::NoStock => "item_has_no_stock",
            Self::NotASupplier(_) => "not_a_supplier",
            Self::NotAConsumer(_) => "not_a_consumer",
        }
    }

    /// Which field of the figure is wrong.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::SupplierMissing | Self::SupplierNotAllowed | Self::NotASupplier(_) => "supplier",
            Self::ConsumerMissing | Self::DirectConsumerMissing | Self::NotAConsumer(_) => "consumer",
            Self::NoStock => "measure",
        }
    }
}

/// What a figure is about, without its period: the parties are named as the measure asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    item: ItemCode,
    measure: Measure,
    supplier: Option<PartyCode>,
    consumer: Option<PartyCode>,
}

impl FigureKey {
    /// Checks who is named.
    ///
    /// # Errors
    /// See [`FigureError`].
    pub fn new(
        item: &Item,
        measure: Measure,
        supplier: Option<&Party>,
        consumer: Option<&Party>,
    ) -> Result<Self, FigureError> {
        if measure == Measure::Stock && !item.has_stock {
            return Err(FigureError::NoStock);
        }
        match (measure.is_supply_side(), supplier, consumer) {
            (true, None, _) => return Err(FigureError::SupplierMissing),
            (true, _, None) if item.route == Route::Direct => return Err(FigureError::DirectConsumerMissing),
            (false, Some(_), _) => return Err(FigureError::SupplierNotAllowed),
            (false, _, None) => return Err(FigureError::ConsumerMissing),
            _ => {}
        }
        if let Some(party) = supplier.filter(|p| !p.kind.can_supply()) {
            return Err(FigureError::NotASupplier(party.code.clone()));
        }
        if let Some(party) = consumer.filter(|p| !p.kind.can_consume()) {
            return Err(FigureError::NotAConsumer(party.code.clone()));
        }
        Ok(Self {
            item: item.code.clone(),
            measure,
            supplier: supplier.map(|p| p.code.clone()),
            consumer: consumer.map(|p| p.code.clone()),
        })
    }

    /// The item.
    pub const fn item(&self) -> &ItemCode {
        &self.item
    }

    /// The measure.
    pub const fn measure(&self) -> Measure {
        self.measure
    }

    /// Who supplies, for supply-side measures.
    pub const fn supplier(&self) -> Option<&PartyCode> {
        self.supplier.as_ref()
    }

    /// Who needs; `None` for supply into a city pool.
    pub const fn consumer(&self) -> Option<&PartyCode> {
        self.consumer.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{defaults, party::PartyKind};

    fn party(code: &str, kind: PartyKind) -> Party {
        Party::new(PartyCode::parse(code).unwrap(), code, kind)
    }

    #[test]
    fn each_measure_names_its_own_side() {
        let items = defaults::items();
        let item = |code: &str| items.iter().find(|i| i.code.as_str() == code).unwrap();
        let (mine, plant) = (party("MINE", PartyKind::Supplier), party("PLANT", PartyKind::Enterprise));
        let police = party("POLICE", PartyKind::Police);
        let check = |code: &str, measure, supplier: Option<&Party>, consumer: Option<&Party>, expect: Option<&str>| {
            let got = FigureKey::new(item(code), measure, supplier, consumer);
            assert_eq!(got.as_ref().err().map(FigureError::code), expect, "{code} {measure} {got:?}");
        };
        let (m, p) = (Some(&mine), Some(&plant));
        check("coal.thermal", Measure::Plan, m, p, None);
        check("coal.thermal", Measure::Plan, m, None, Some("consumer_missing"));
        check("coal.thermal", Measure::Delivered, None, p, Some("supplier_missing"));
        check("coal.thermal", Measure::Stock, None, p, None);
        check("coal.thermal", Measure::Stock, m, p, Some("supplier_not_allowed"));
        check("electricity.energy", Measure::Plan, m, None, None);
        check("electricity.energy", Measure::Demand, None, None, Some("consumer_missing"));
        check("electricity.energy", Measure::Stock, None, p, Some("item_has_no_stock"));
        check("coal.thermal", Measure::Used, None, Some(&police), Some("not_a_consumer"));
        check("coal.thermal", Measure::Plan, Some(&police), p, Some("not_a_supplier"));
    }

    #[test]
    fn measures_read_in_both_languages() {
        for (text, expect) in [
            ("plan", Measure::Plan),
            ("供应计划", Measure::Plan),
            ("来煤", Measure::Received),
            (" 库存 ", Measure::Stock),
        ] {
            assert_eq!(Measure::parse(text), Some(expect));
        }
        assert_eq!(Measure::parse("Plan!"), None);
    }
}
