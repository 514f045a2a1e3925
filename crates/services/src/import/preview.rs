//! What an import would do, before anything is written.
//!
//! Nothing is kept between preview and import: the import sends the same file again with the preview's digest and the
//! number of the newest act that the preview saw, and is refused where it would overwrite what came later.

use baogong_domain::{
    Item, Measure, Party, Period, Quantity,
    access::{self, Action, Actor},
};
use baogong_storage::figures::{self, Current};

use super::{
    ImportOptions, Rejection,
    gathered::{Gathered, Stated},
    judged::Judged,
    reading::Reader,
};
use crate::{ServiceError, Services};

/// Figures listed of each kind.
const LISTED: usize = 200;

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Preview {
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// The newest act of writing that was seen.
    pub seen: i64,
    /// Figures that nobody has reported yet.
    pub new: Listing<PreviewFigure>,
    /// Figures that would change.
    pub changed: Listing<PreviewFigure>,
    /// Figures that say what is known already.
    pub unchanged: Listing<PreviewFigure>,
    /// Of the new and changed, how many are past their deadline: the import needs a reason.
    pub late: u64,
    /// Rows of a template that nobody touched.
    pub skipped: u64,
    /// Cells that are refused.
    pub rejected: Listing<Rejection>,
    /// Rows with such cells.
    pub rejected_rows: u64,
}

/// How many there are, and the first of them.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// All.
    pub count: u64,
    /// The first ones.
    pub first: Vec<T>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self { count: 0, first: Vec::new() }
    }
}

impl<T> Listing<T> {
    fn push(&mut self, one: impl FnOnce() -> T) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(one());
        }
    }
}

/// One figure of a file.
#[derive(Clone, Debug)]
pub struct PreviewFigure {
    /// Line of the file.
    pub line: u64,
    /// The item.
    pub item: Item,
    /// The measure.
    pub measure: Measure,
    /// Its period.
    pub period: Period,
    /// Who supplies.
    pub supplier: Option<Party>,
    /// Who needs.
    pub consumer: Option<Party>,
    /// What is known.
    pub before: Option<Quantity>,
    /// What the file says.
    pub quantity: Quantity,
    /// The remark, where it would change.
    pub note: Option<String>,
}

/// What was previewed: the import takes nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previewed {
    /// [`Preview::digest`].
    pub digest: String,
    /// [`Preview::seen`].
    pub seen: i64,
}

impl Services {
    /// Says what an import would do, and writes nothing.
    ///
    /// # Errors
    /// Not allowed, or the database fails. A file that is refused as a whole is a preview with that one rejection.
    pub async fn preview(
        &self,
        actor: &Actor,
        bytes: Vec<u8>,
        options: ImportOptions<'_>,
    ) -> Result<Preview, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let seen = figures::newest_batch(&mut transaction).await?;
        let mut reading = match Reader::prepare(&mut transaction, actor, &options).await?.read(bytes).await? {
            Ok(reading) => reading,
            Err(rejection) => return Ok(Preview::refused(rejection)),
        };
        let mut rejected = reading.gathered.take_rejected(&reading.header, reading.place.as_ref());
        let gathered = &reading.gathered;
        let judged = Judged::of(&mut transaction, actor, gathered, self.clock.now()).await?;
        rejected.extend(reading.placed(judged.locked));
        rejected.sort_by(|a, b| (a.line, &a.column).cmp(&(b.line, &b.column)));
        let mut preview = Preview {
            digest: reading.digest.clone(),
            seen,
            new: Listing::default(),
            changed: Listing::default(),
            unchanged: Listing { count: gathered.repeated, first: Vec::new() },
            late: judged.late,
            skipped: gathered.skipped,
            rejected_rows: lines(&rejected),
            rejected: Listing { count: rejected.len() as u64, first: rejected.into_iter().take(LISTED).collect() },
        };
        judged.new.iter().for_each(|stated| preview.new.push(|| gathered.figure(stated, None)));
        for (stated, current) in &judged.changed {
            preview.changed.push(|| gathered.figure(stated, Some(current)));
        }
        judged.unchanged.iter().for_each(|stated| preview.unchanged.push(|| gathered.figure(stated, None)));
        Ok(preview)
    }
}

impl Preview {
    fn refused(rejection: Rejection) -> Self {
        Self {
            digest: String::new(),
            seen: 0,
            new: Listing::default(),
            changed: Listing::default(),
            unchanged: Listing::default(),
            late: 0,
            skipped: 0,
            rejected: Listing { count: 1, first: vec![rejection] },
            rejected_rows: 0,
        }
    }

    /// What an import of this has to name.
    pub fn previewed(&self) -> Previewed {
        Previewed { digest: self.digest.clone(), seen: self.seen }
    }
}

impl Gathered {
    fn figure(&self, stated: &Stated, current: Option<&Current>) -> PreviewFigure {
        let (supplier, consumer) = self.parties(stated);
        let same_note = current.is_some_and(|current| *current.note == *stated.note);
        PreviewFigure {
            line: stated.line,
            item: self.item(stated).clone(),
            measure: Self::measure(stated),
            period: Self::period(stated),
            supplier: supplier.cloned(),
            consumer: consumer.cloned(),
            before: current.map(|current| current.quantity),
            quantity: stated.quantity,
            note: (!same_note && !stated.note.is_empty()).then(|| stated.note.to_string()),
        }
    }
}

fn lines(rejected: &[Rejection]) -> u64 {
    rejected.chunk_by(|a, b| a.line == b.line).filter(|rejections| rejections[0].line.is_some()).count() as u64
}
