//! The audit trail's head of each day in a file outside the database: `DATE SEQ:MAC` a line. Whoever copies that file
//! elsewhere can later tell whether entries were cut off, even by somebody who has the database and the key.

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::{Path, PathBuf},
};

use baogong_services::{ServiceError, audit::AuditHead, jobs::KeepHead};
use chrono::NaiveDate;

/// This server's file of heads.
#[derive(Debug)]
pub(crate) struct HeadsFile(pub(crate) PathBuf);

impl KeepHead for HeadsFile {
    fn place(&self) -> String {
        let path = std::path::absolute(&self.0).unwrap_or_else(|_| self.0.clone());
        format!("{}:{}", crate::jobs::host(), path.display())
    }

    fn keep(&self, day: NaiveDate, head: &AuditHead) -> Result<bool, ServiceError> {
        append(&self.0, day, head)
    }
}

fn failed(path: &Path, error: &std::io::Error) -> ServiceError {
    ServiceError::invalid("audit_heads_failed", format!("{}: {error}", path.display()))
}

/// All heads in the file.
pub(crate) fn read(path: &Path) -> Result<Vec<AuditHead>, ServiceError> {
    let text = std::fs::read_to_string(path).map_err(|e| failed(path, &e))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let head = line.split_once(' ').and_then(|(_, head)| AuditHead::parse(head));
            head.ok_or_else(|| {
                let message =
                    format!("{}: 第 {1} 行不是链头 / line {1} is not DATE SEQ:MAC", path.display(), number + 1);
                ServiceError::invalid("audit_heads_invalid", message)
            })
        })
        .collect()
}

/// Adds the day's head, once a day; whether it was added.
pub(crate) fn append(path: &Path, day: NaiveDate, head: &AuditHead) -> Result<bool, ServiceError> {
    let known = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(path, &error)),
    };
    if known.lines().any(|line| line.starts_with(&format!("{day} "))) {
        return Ok(false);
    }
    let write = || {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        writeln!(file, "{day} {head}")?;
        file.sync_all()
    };
    write().map_err(|e| failed(path, &e))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_one_line_and_reads_back() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("kept/heads");
        let head = |seq| AuditHead { seq, mac: "ab".repeat(32) };
        let day = |text: &str| text.parse().unwrap();
        assert!(append(&path, day("2026-11-23"), &head(5)).unwrap());
        assert!(!append(&path, day("2026-11-23"), &head(6)).unwrap());
        assert!(append(&path, day("2026-11-24"), &head(7)).unwrap());
        assert_eq!(read(&path).unwrap(), [head(5), head(7)]);
        std::fs::write(&path, "2026-11-23 5:xyz\n").unwrap();
        assert_eq!(read(&path).unwrap_err().code(), "audit_heads_invalid");
    }
}
