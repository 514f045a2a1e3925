//! The refused rows of a file, given back as a file: mended, it is imported again as it is.

use baogong_domain::access::{self, Action, Actor};

use super::{
    ImportOptions, Rejection,
    columns::REASON_HEADING,
    judged::Judged,
    reading::{Reader, RefusedRows, off_thread},
};
use crate::{
    ServiceError, Services,
    table::{Cell, Table, TableFormat},
};

/// A file made for somebody to take away.
#[derive(Clone, Debug)]
pub struct MadeFile {
    /// Its format.
    pub format: TableFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Services {
    /// The refused rows of a file, in the format it came in, with the reason in a last column; writes nothing.
    ///
    /// # Errors
    /// Not allowed, a file that is refused as a whole, or the database fails.
    pub async fn refused_rows(
        &self,
        actor: &Actor,
        bytes: Vec<u8>,
        options: ImportOptions<'_>,
    ) -> Result<MadeFile, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let reader = Reader::prepare(&mut transaction, actor, &options).await?;
        let as_error = |rejection: Rejection| ServiceError::invalid(rejection.code, rejection.message);
        let mut reading = reader.read(bytes.clone()).await?.map_err(as_error)?;
        let locked = Judged::of(&mut transaction, actor, &reading.gathered, self.clock.now()).await?.locked;
        let reasons = reading.reasons(locked);
        drop(transaction);
        let refused = off_thread(move || RefusedRows::pick(bytes, &reasons)).await?;
        let refused = refused.map_err(|error| as_error(Rejection::of_file(&error)))?;
        let format = if refused.is_workbook { TableFormat::Xlsx } else { TableFormat::Csv };
        Ok(MadeFile { format, bytes: table(refused).write(format)? })
    }
}

fn table(refused: RefusedRows) -> Table {
    let mut headings: Vec<String> = refused.header;
    // A file that was given back before has the column already.
    let reason = headings.iter().position(|heading| heading == REASON_HEADING).unwrap_or(headings.len());
    if reason == headings.len() {
        headings.push(REASON_HEADING.to_owned());
    }
    let row = |(cells, why): (Vec<String>, String)| {
        let mut row: Vec<Cell> = cells.into_iter().map(Cell::text).collect();
        row.resize(row.len().max(reason + 1), Cell::Empty);
        row[reason] = Cell::text(why);
        row
    };
    Table { title: "退回 refused".to_owned(), rows: refused.rows.into_iter().map(row).collect(), headings }
}
