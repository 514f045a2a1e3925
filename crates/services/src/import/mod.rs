//! Import of figures from a sheet: all rows or none by default, each refused row named with its place and remedy.

pub(crate) mod columns;
mod gathered;
mod judged;
pub mod mapping;
mod names;
mod preview;
mod reading;
mod refused;
mod report;
mod rows;

use baogong_domain::access::{self, Action, Actor, Role};
use baogong_storage::{
    NewFigure,
    audit::take_head,
    figures::{self, BatchHeader},
};

pub(crate) use gathered::Gathered;
pub(crate) use names::ImportNames;
pub use preview::{Listing, Preview, PreviewFigure, Previewed};
pub(crate) use reading::off_thread;
pub use refused::MadeFile;
pub use report::{ImportReport, Rejection};

use crate::{
    ServiceError, Services,
    audit::{self, Act},
};
use judged::{Judged, overtaken};
use mapping::Mapping;
use reading::{Reader, Reading};

/// What an import is to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions<'a> {
    /// How to read somebody else's sheet; `None`: the standard header.
    pub mapping: Option<&'a Mapping>,
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Keep the good rows where others are refused.
    pub partial: bool,
    /// Pass over rows with neither quantity nor remark, as a template has many. What a program writes has none: there
    /// an empty quantity is a fault.
    pub skip_untouched: bool,
    /// Why the figures are written; kept in their history.
    pub reason: &'a str,
    /// What was previewed; another file, or figures that changed since, are refused.
    pub previewed: Option<&'a Previewed>,
}

impl Services {
    /// Imports a file's figures. `source` names the file in the history of each figure.
    ///
    /// # Errors
    /// Not allowed, a mapping that does not fit, or the database fails. Bad rows are in the report.
    pub async fn import(
        &self,
        actor: &Actor,
        source: &str,
        bytes: Vec<u8>,
        options: ImportOptions<'_>,
    ) -> Result<ImportReport, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        if actor.role().is_some_and(Role::is_office) && options.reason.trim().is_empty() {
            let message = "协调办改数须写明原因 / the office gives a reason for what it writes: fill it in";
            return Err(ServiceError::invalid("reason_missing", message));
        }
        let reader = Reader::prepare(&mut self.store.begin_read().await?, actor, &options).await?;
        // The file is read before the one place for writers is taken.
        let reading = match reader.read(bytes).await? {
            Ok(reading) => reading,
            Err(rejection) => return Ok(ImportReport::refused(rejection)),
        };
        if options.previewed.is_some_and(|previewed| previewed.digest != reading.digest) {
            let message = "不是预览过的文件，请重新预览 / not the file that was previewed: preview it again";
            return Ok(ImportReport::refused(Rejection::of_whole("file_changed", message)));
        }
        self.write_file(actor, source, reading, options).await
    }

    async fn write_file(
        &self,
        actor: &Actor,
        source: &str,
        reading: Reading,
        options: ImportOptions<'_>,
    ) -> Result<ImportReport, ServiceError> {
        let mut reading = reading;
        let mut rejected = reading.gathered.take_rejected(&reading.header, reading.place.as_ref());
        if !rejected.is_empty() && (!options.partial || reading.gathered.is_hopeless()) {
            return Ok(ImportReport { rejected, ..ImportReport::default() });
        }
        let mut transaction = self.store.begin_write().await?;
        reading.gathered.put_parties(&mut transaction).await?;
        let gathered = &reading.gathered;
        // The program itself is held back by no lock, and overwrites nothing that it has not been told to.
        let good = if matches!(actor, Actor::System) && options.previewed.is_none() {
            gathered.good()
        } else {
            take_head(&mut transaction).await?;
            let mut judged = Judged::of(&mut transaction, actor, gathered, self.clock.now()).await?;
            let locked = reading.placed(std::mem::take(&mut judged.locked));
            if !locked.is_empty() && !options.partial {
                rejected.extend(locked);
                transaction.rollback().await?;
                return Ok(ImportReport { rejected, ..ImportReport::default() });
            }
            rejected.extend(locked);
            if judged.late > 0 && options.reason.trim().is_empty() {
                let message = format!(
                    "{} 个数已过报送期限，请写明原因 / {0} figures are past their deadline: give a reason",
                    judged.late
                );
                return Err(ServiceError::invalid("reason_missing", message));
            }
            if let Some(previewed) = options.previewed {
                let overtaken = overtaken(&mut transaction, gathered, &judged, previewed.seen).await?;
                if !overtaken.is_empty() {
                    transaction.rollback().await?;
                    return Ok(ImportReport { rejected: reading.placed(overtaken), ..ImportReport::default() });
                }
            }
            judged.taken()
        };
        let new = good.iter().filter_map(|stated| {
            let (period, quantity, note) = (Gathered::period(stated), stated.quantity, &*stated.note);
            Some(NewFigure { subject: gathered.subject(stated)?, period, quantity, note })
        });
        let new: Vec<NewFigure<'_>> = new.collect();
        let (recorded_at, reason) = (self.clock.now(), options.reason);
        let batch = BatchHeader { recorded_at, actor: actor.name(), source, reason };
        let recorded = figures::record(&mut transaction, batch, &new).await?;
        let report = ImportReport {
            accepted: recorded.accepted(),
            unchanged: recorded.unchanged + gathered.repeated,
            skipped: gathered.skipped,
            rejected,
        };
        if options.dry_run || report.is_refused() {
            transaction.rollback().await?;
            return Ok(report);
        }
        if report.accepted > 0 {
            let lines = recorded.changed.iter().map(|changed| gathered.audit_line(good[*changed])).collect();
            let detail = serde_json::json!({
                "accepted": report.accepted, "unchanged": report.unchanged, "digest": audit::digest(lines)
            });
            self.remember(&mut transaction, Act { actor, action: "figures.import", subject: source, detail: &detail })
                .await?;
        }
        transaction.commit().await?;
        Ok(report)
    }
}
