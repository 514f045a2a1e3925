//! From a file's bytes to everything that it says, off the threads that answer requests.

use std::collections::BTreeMap;

use baogong_domain::access::{self, Action, Actor};
use baogong_storage::{Transaction, settings};
use sha2::{Digest as _, Sha256};

use super::{
    ImportOptions, Rejection,
    gathered::{Gathered, Registry},
    mapping::Mapping,
    rows::RowReader,
};
use crate::{
    ServiceError,
    sheet::{Row, Sheet, SheetError, SheetPlace, is_workbook},
};

/// A file that could be read as a table.
pub(super) struct Reading {
    pub(super) gathered: Gathered,
    pub(super) header: Vec<String>,
    pub(super) place: Option<SheetPlace>,
    /// SHA-256 of the file, in hexadecimal.
    pub(super) digest: String,
}

impl Reading {
    /// Refusals with their places in the workbook.
    pub(super) fn placed(&self, mut rejections: Vec<Rejection>) -> Vec<Rejection> {
        if let Some(place) = &self.place {
            for rejection in &mut rejections {
                rejection.stand_at(&self.header, place);
            }
        }
        rejections
    }
}

/// What reading needs to know beforehand.
pub(super) struct Reader {
    gathered: Gathered,
    mapping: Option<Mapping>,
}

impl Reader {
    /// Loads it for a file that the actor brings.
    pub(super) async fn prepare(
        transaction: &mut Transaction,
        actor: &Actor,
        options: &ImportOptions<'_>,
    ) -> Result<Self, ServiceError> {
        let items = settings::items(transaction).await?;
        let registry = Registry::load(transaction).await?;
        let create = options.mapping.and_then(|mapping| mapping.create);
        if create.is_some() {
            access::check(actor, Action::WriteParties)?;
        }
        let gathered = Gathered::new(actor.clone(), registry, items, create, options.skip_untouched);
        Ok(Self { gathered, mapping: options.mapping.cloned() })
    }

    /// Reads a file; a file that is no table, or whose header does not fit, is refused as a whole.
    pub(super) async fn read(self, bytes: Vec<u8>) -> Result<Result<Reading, Rejection>, ServiceError> {
        off_thread(move || self.read_now(bytes)).await
    }

    fn read_now(self, bytes: Vec<u8>) -> Result<Reading, Rejection> {
        let Self { mut gathered, mapping } = self;
        let digest = file_digest(&bytes);
        let sheet = Sheet::open(bytes).map_err(|error| Rejection::of_file(&error))?;
        let items = gathered.items().to_vec();
        let reader = RowReader::new(&sheet.header, mapping.as_ref(), &items).map_err(|mut rejection| {
            if let Some(place) = &sheet.place {
                rejection.stand_at(&sheet.header, place);
            }
            rejection
        })?;
        let visited = sheet.rows.visit(|line, row| reader.read(line, row, &mut gathered));
        visited.map_err(|error| Rejection::of_file(&error))?;
        Ok(Reading { gathered, digest, header: sheet.header, place: sheet.place })
    }
}

/// Why lines were refused.
pub(super) type Reasons = BTreeMap<u64, Vec<String>>;

impl Reading {
    /// All that was refused, by line; `more` comes on top.
    pub(super) fn reasons(&mut self, more: Vec<Rejection>) -> Reasons {
        let mut reasons = Reasons::new();
        let mut rejected = self.gathered.take_rejected(&self.header, self.place.as_ref());
        rejected.extend(self.placed(more));
        for rejection in rejected {
            let place = rejection.cell.or(rejection.column).map_or_else(String::new, |place| format!("{place}: "));
            let Some(line) = rejection.line else { continue };
            reasons.entry(line).or_default().push(format!("{place}{}", rejection.message));
        }
        for stated in self.gathered.contradicted() {
            let reason = "另一行与此矛盾 / another line contradicts this one: keep one";
            reasons.entry(stated.line).or_default().push(reason.to_owned());
        }
        reasons
    }
}

/// The refused rows of a file.
pub(super) struct RefusedRows {
    pub(super) is_workbook: bool,
    pub(super) header: Vec<String>,
    /// Cells as they were, and the reasons.
    pub(super) rows: Vec<(Vec<String>, String)>,
}

impl RefusedRows {
    /// Picks the rows that have reasons.
    pub(super) fn pick(bytes: Vec<u8>, reasons: &Reasons) -> Result<Self, SheetError> {
        let is_workbook = is_workbook(&bytes);
        let sheet = Sheet::open(bytes)?;
        let mut rows = Vec::new();
        let cells = |row: &Row| row.iter().map(str::to_owned).collect();
        sheet.rows.visit(|line, row| {
            if let Some(reasons) = reasons.get(&line) {
                rows.push((cells(row), reasons.join("；")));
            }
        })?;
        Ok(Self { is_workbook, header: sheet.header, rows })
    }
}

/// SHA-256 of a file, in hexadecimal.
pub(super) fn file_digest(bytes: &[u8]) -> String {
    crate::hex(&Sha256::digest(bytes))
}

/// Runs what takes long on a thread of its own.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ServiceError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "reading a file failed");
        ServiceError::invalid("file_failed", "文件处理失败 / the file could not be processed")
    })
}
