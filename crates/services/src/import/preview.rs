//! What an import would do, before anything is written.
//!
//! Nothing is kept between preview and import: the import sends the same file again with the preview's digest and the
//! number of the newest act that the preview saw, and is refused where it would overwrite what came later.

use baogong_domain::{
    Item, Measure, Party, Period, Quantity,
    access::{self, Action, Actor},
};
use baogong_storage::{
    Transaction,
    figures::{self, Current, Subject},
};

use super::{
    ImportOptions, Rejection,
    gathered::{Gathered, Stated},
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
        let rejected = reading.gathered.take_rejected(&reading.header, reading.place.as_ref());
        let gathered = &reading.gathered;
        let mut preview = Preview {
            digest: reading.digest,
            seen,
            new: Listing::default(),
            changed: Listing::default(),
            unchanged: Listing { count: gathered.repeated, first: Vec::new() },
            skipped: gathered.skipped,
            rejected_rows: lines(&rejected),
            rejected: Listing { count: rejected.len() as u64, first: rejected.into_iter().take(LISTED).collect() },
        };
        let good = gathered.good();
        for (stated, current) in good.iter().zip(current(&mut transaction, gathered, &good).await?) {
            let figure = || gathered.figure(stated, current.as_ref());
            match &current {
                None => preview.new.push(figure),
                Some(current) if stated.differs(current) => preview.changed.push(figure),
                Some(_) => preview.unchanged.push(figure),
            }
        }
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

impl Stated {
    /// Whether it would overwrite what stands.
    pub(super) fn differs(&self, current: &Current) -> bool {
        current.quantity != self.quantity || *current.note != *self.note
    }
}

/// What stands of each figure; nothing where it names a party that is not there yet.
async fn current(
    transaction: &mut Transaction,
    gathered: &Gathered,
    stated: &[&Stated],
) -> Result<Vec<Option<Current>>, ServiceError> {
    let (asked, known) = asked(gathered, stated);
    let mut found = figures::current(transaction, &asked).await?.into_iter();
    Ok(known.into_iter().map(|known| if known { found.next().flatten() } else { None }).collect())
}

/// What is asked of the database, and of which figures it can be asked.
fn asked<'g>(gathered: &'g Gathered, stated: &[&Stated]) -> (Vec<(Subject<'g>, Period)>, Vec<bool>) {
    let all: Vec<_> =
        stated.iter().map(|stated| gathered.subject(stated).map(|s| (s, Gathered::period(stated)))).collect();
    (all.iter().flatten().copied().collect(), all.iter().map(Option::is_some).collect())
}

/// Refusals of what was written or withdrawn since the preview and would be overwritten.
pub(super) async fn overtaken(
    transaction: &mut Transaction,
    gathered: &Gathered,
    stated: &[&Stated],
    seen: i64,
) -> Result<Vec<Rejection>, ServiceError> {
    let (asked, known) = asked(gathered, stated);
    let touched = figures::written_since(transaction, &asked, seen).await?;
    if !touched.contains(&true) {
        return Ok(Vec::new());
    }
    let current = current(transaction, gathered, stated).await?;
    let mut touched = touched.into_iter();
    let mut rejections = Vec::new();
    for ((stated, current), known) in stated.iter().zip(&current).zip(known) {
        let is_touched = known && touched.next().unwrap_or(false);
        if !is_touched || current.as_ref().is_some_and(|current| !stated.differs(current)) {
            continue;
        }
        let message = match current {
            Some(current) => format!(
                "预览之后有人把它改成了 {}，未覆盖；请重新预览 / changed to {0} since the preview, and not overwritten: preview again",
                current.quantity
            ),
            None => "预览之后有人撤回了它；请重新预览 / withdrawn since the preview: preview again".to_owned(),
        };
        rejections.push(Rejection::at(stated.line, &stated.column, "changed_meanwhile", message));
    }
    Ok(rejections)
}

fn lines(rejected: &[Rejection]) -> u64 {
    rejected.chunk_by(|a, b| a.line == b.line).filter(|rejections| rejections[0].line.is_some()).count() as u64
}
