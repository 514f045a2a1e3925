//! The order of protection: who is supplied first and curtailed last.

use crate::party::PartyError;

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

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Livelihood => ("民生", "Livelihood"),
            Self::PublicCommand => ("指挥与公共机构", "Command and public bodies"),
            Self::ChemicalSafety => ("危化保安", "Safety load of chemistry"),
            Self::PublicService => ("公共服务", "Public services"),
            Self::Utility => ("水热能源", "Water, heat and energy"),
            Self::StateProject => ("国家重点", "State key projects"),
            Self::KeyEnterprise => ("重点企业", "Key enterprises"),
            Self::Ordinary => ("一般", "Ordinary"),
            Self::CurtailedFirst => ("优先限制", "Curtailed first"),
        }
    }
}
