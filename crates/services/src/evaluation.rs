//! Evaluation of a day over all items.

use baogong_domain::{
    Evaluation,
    access::{self, Action, Actor, Reach},
    evaluate,
    evaluation::reading_range,
};
use baogong_storage::Transaction;
use chrono::NaiveDate;

use crate::{ServiceError, Services, city::City, reading};

impl Services {
    /// Which shortages are seen from the day (today where none is named), of those that the actor may see. Writes nothing.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn evaluate(&self, actor: &Actor, on: Option<NaiveDate>) -> Result<Evaluation, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        evaluate_city(&mut transaction, &city, (reach, actor), on.unwrap_or_else(|| self.clock.today())).await
    }
}

pub(crate) async fn evaluate_city(
    transaction: &mut Transaction,
    city: &City,
    (reach, actor): (Reach, &Actor),
    on: NaiveDate,
) -> Result<Evaluation, ServiceError> {
    let mut books = Vec::with_capacity(city.items.len());
    for item in &city.items {
        let range = reading_range(city.rule(&item.code, on)?, on);
        books.push(city.book(transaction, item, range, None).await?);
    }
    let kept = reading::books_to_judge_by(reach, &books);
    Ok(reading::visible(reach, actor, &kept, evaluate(on, books, &city.rules)))
}
