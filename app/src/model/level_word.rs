//! Levels travel by the word that files and API use.

use baogong_domain::Level;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
pub(super) fn serialize<S: Serializer>(level: &Option<Level>, serializer: S) -> Result<S::Ok, S::Error> {
    level.map(Level::code).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Level>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|word| parse(&word)).transpose()
}

fn parse<E: serde::de::Error>(word: &str) -> Result<Level, E> {
    Level::parse(word).ok_or_else(|| E::custom("unknown level"))
}

pub(super) mod required {
    use super::{Deserialize, Deserializer, Level, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
    pub(in crate::model) fn serialize<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
        level.code().serialize(serializer)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Level, D::Error> {
        super::parse(&String::deserialize(deserializer)?)
    }
}
