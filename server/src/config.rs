//! Settings: flags, then `BAOGONG_*` variables (both through the command line), then `baogong.toml`.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use baogong_services::{ServiceError, clock::Clock, jobs::Runner};
use chrono::NaiveDate;
use serde::Deserialize;

/// `baogong.toml` in the working directory; all of it is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    database: Option<String>,
    listen: Option<SocketAddr>,
    today: Option<NaiveDate>,
    /// Where the audit trail's head of each day is written.
    audit_heads: Option<PathBuf>,
    /// After so many seconds without a sign of life a server is taken for dead, and another finishes its job.
    job_lease: Option<u64>,
    /// Proxies whose X-Forwarded-For is believed.
    #[serde(default)]
    trusted_proxies: Vec<IpAddr>,
    /// Browsers reach the site by HTTPS, through a proxy on this machine; elsewhere that is taken for granted.
    #[serde(default)]
    https: bool,
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

    /// Addresses of the proxies that are believed; a variable's are parted by commas.
    pub(crate) fn proxies(&self) -> Result<Vec<IpAddr>, ServiceError> {
        let Ok(text) = std::env::var("BAOGONG_TRUSTED_PROXIES") else { return Ok(self.trusted_proxies.clone()) };
        let read = |word: &str| {
            word.parse().map_err(|_| {
                ServiceError::invalid(
                    "config_invalid",
                    format!("BAOGONG_TRUSTED_PROXIES: “{word}” 不是地址 / is not an address"),
                )
            })
        };
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(read).collect()
    }

    /// Whether browsers come by HTTPS.
    pub(crate) fn https(&self, listen: SocketAddr) -> bool {
        self.https
            || !listen.ip().is_loopback()
            || std::env::var("BAOGONG_HTTPS").is_ok_and(|v| v == "1" || v == "true")
    }

    /// Where the audit trail's head of each day is written: beside the embedded database, else in `data`.
    pub(crate) fn audit_heads(&self, database: &str) -> PathBuf {
        let named = std::env::var_os("BAOGONG_AUDIT_HEADS").map(PathBuf::from).or_else(|| self.audit_heads.clone());
        named.unwrap_or_else(|| {
            let file = database.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
            let file = file.map(|rest| rest.split('?').next().unwrap_or_default()).filter(|f| !f.is_empty());
            PathBuf::from(format!("{}.heads", file.unwrap_or("data/baogong")))
        })
    }

    /// How long after its last sign of life a server is taken for dead.
    pub(crate) fn job_lease(&self) -> Result<Duration, ServiceError> {
        let refused = |said: &str| {
            let message =
                format!("BAOGONG_JOB_LEASE: “{said}” 不是 1–3600 秒 / is not a number of seconds from 1 to 3600");
            ServiceError::invalid("config_invalid", message)
        };
        let seconds = match std::env::var("BAOGONG_JOB_LEASE") {
            Ok(said) => Some(said.trim().parse().map_err(|_| refused(&said))?),
            Err(_) => self.job_lease,
        };
        match seconds {
            None => Ok(Runner::LEASE),
            Some(seconds @ 1..=3600) => Ok(Duration::from_secs(seconds)),
            Some(other) => Err(refused(&other.to_string())),
        }
    }

    pub(crate) fn clock(&self, flag: Option<NaiveDate>) -> Clock {
        flag.or(self.today).map_or(Clock::Real, Clock::OnDate)
    }
}
