//! Settings: flags, then `BAOGONG_*` variables (both through the command line), then `baogong.toml`.

use std::{net::SocketAddr, path::Path};

use baogong_services::{ServiceError, clock::Clock};
use chrono::NaiveDate;
use serde::Deserialize;

/// `baogong.toml` in the working directory; all of it is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    database: Option<String>,
    listen: Option<SocketAddr>,
    today: Option<NaiveDate>,
}

impl Config {
    pub(crate) fn read() -> Result<Self, ServiceError> {
        let path = Path::new("baogong.toml");
        if !path.exists() {
            return Ok(Self::default());
        }
        let text =
            std::fs::read_to_string(path).map_err(|e| ServiceError::invalid("config_unreadable", e.to_string()))?;
        toml::from_str(&text).map_err(|e| ServiceError::invalid("config_invalid", format!("baogong.toml: {e}")))
    }

    pub(crate) fn database(&self, flag: Option<String>) -> String {
        flag.or_else(|| self.database.clone()).unwrap_or_else(|| "sqlite:data/baogong.db".to_owned())
    }

    pub(crate) fn listen(&self, flag: Option<SocketAddr>) -> SocketAddr {
        flag.or(self.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)))
    }

    pub(crate) fn clock(&self, flag: Option<NaiveDate>) -> Clock {
        flag.or(self.today).map_or(Clock::Real, Clock::OnDate)
    }
}
