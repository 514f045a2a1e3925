//! The roles that people have.

use crate::party::PartyKind;

/// What somebody is in the coordination of supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 协调办负责人
    OfficeHead,
    /// 协调办值班员
    OfficeOfficer,
    /// 供应单位填报员
    SupplierClerk,
    /// 主管部门人员
    BureauOfficer,
    /// 企业填报员
    EnterpriseClerk,
    /// 公安通行证签发
    PoliceOfficer,
    /// 检查站
    Checkpoint,
    /// 区县人员: sees and supervises one division.
    DistrictOfficer,
    /// 系统管理员: accounts and settings only.
    Administrator,
    /// 审计: reads all, changes nothing.
    Auditor,
}

impl Role {
    /// All roles, in the order in which people list them.
    pub const ALL: [Self; 10] = [
        Self::OfficeHead,
        Self::OfficeOfficer,
        Self::SupplierClerk,
        Self::BureauOfficer,
        Self::EnterpriseClerk,
        Self::DistrictOfficer,
        Self::PoliceOfficer,
        Self::Checkpoint,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The word in database, forms and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficeHead => "office_head",
            Self::OfficeOfficer => "office_officer",
            Self::SupplierClerk => "supplier_clerk",
            Self::BureauOfficer => "bureau_officer",
            Self::EnterpriseClerk => "enterprise_clerk",
            Self::PoliceOfficer => "police_officer",
            Self::Checkpoint => "checkpoint",
            Self::DistrictOfficer => "district_officer",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Reads [`Role::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code.trim())
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::OfficeHead => ("协调办负责人", "Office head"),
            Self::OfficeOfficer => ("协调办值班员", "Office officer"),
            Self::SupplierClerk => ("供应单位填报员", "Supplier clerk"),
            Self::BureauOfficer => ("主管部门人员", "Bureau officer"),
            Self::EnterpriseClerk => ("企业填报员", "Enterprise clerk"),
            Self::PoliceOfficer => ("公安签发员", "Police officer"),
            Self::Checkpoint => ("检查站", "Checkpoint"),
            Self::DistrictOfficer => ("区县人员", "District officer"),
            Self::Administrator => ("系统管理员", "Administrator"),
            Self::Auditor => ("审计员", "Auditor"),
        }
    }

    /// The kind of party that somebody in this role must belong to; `None`: to none, or to any.
    pub const fn party_kind(self) -> Option<PartyKind> {
        match self {
            Self::OfficeHead | Self::OfficeOfficer => Some(PartyKind::Office),
            Self::SupplierClerk => Some(PartyKind::Supplier),
            Self::BureauOfficer => Some(PartyKind::Bureau),
            Self::EnterpriseClerk => Some(PartyKind::Enterprise),
            Self::PoliceOfficer => Some(PartyKind::Police),
            Self::Checkpoint => Some(PartyKind::Checkpoint),
            Self::DistrictOfficer => Some(PartyKind::District),
            Self::Administrator | Self::Auditor => None,
        }
    }

    /// Whether a second factor is required: who opens accounts, who decides, who issues passes.
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::OfficeHead | Self::PoliceOfficer)
    }

    /// Whether it reports figures for its own party or its factors.
    pub const fn reports(self) -> bool {
        matches!(self, Self::SupplierClerk | Self::BureauOfficer | Self::EnterpriseClerk)
    }

    /// Whether it is one of the coordination office's own.
    pub const fn is_office(self) -> bool {
        matches!(self, Self::OfficeHead | Self::OfficeOfficer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("mayor"), None);
    }
}
