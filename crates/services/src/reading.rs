//! What a reader gets to see of books, alerts and figures: the domain's `access` applied to what was loaded.

use baogong_domain::{
    Alert, AlertKind, BalanceRow, Evaluation, Item, ItemBook, ItemCode, Scope,
    access::{self, Actor, Named, Reach, Sight},
};
use baogong_storage::{Transaction, figures};

use crate::{ServiceError, city::City};

/// Consumers named in the supply of those whom the actor answers for; see [`Named`].
pub(crate) fn named(actor: &Actor, book: &ItemBook<'_>) -> Named {
    let Actor::User(user) = actor else { return Named::new() };
    let in_charge = user.factors.contains(&book.item.code.factor());
    let supply = book.series.iter().filter(|s| s.measure.is_supply_side());
    let answered = supply.filter(|s| in_charge || s.supplier.is_some_and(|p| user.is_of(&book.parties[p].code)));
    answered.filter_map(|s| s.consumer).map(|c| book.parties[c].code.clone()).collect()
}

/// What the actor sees of the scope.
pub(crate) fn sight(actor: &Actor, scope: &Scope, book: &ItemBook<'_>) -> Sight {
    access::sight(actor, scope, book, &named(actor, book))
}

/// The rows as the actor sees them.
pub(crate) fn masked(sight: Sight, rows: Vec<BalanceRow>) -> Vec<BalanceRow> {
    rows.into_iter().map(|row| sight.mask(row)).collect()
}

/// The books by which an evaluation is cut down to what the actor may see; none where that is everything.
pub(crate) fn books_to_judge_by<'b>(reach: Reach, books: &[ItemBook<'b>]) -> Vec<ItemBook<'b>> {
    if reach == Reach::All { Vec::new() } else { books.to_vec() }
}

/// The evaluation without what the actor may not see; `books` are those it was made of.
pub(crate) fn visible(reach: Reach, actor: &Actor, books: &[ItemBook<'_>], mut evaluation: Evaluation) -> Evaluation {
    if reach == Reach::All {
        return evaluation;
    }
    let named: Vec<Named> = books.iter().map(|book| named(actor, book)).collect();
    let sight = |scope: &Scope, item: &ItemCode| {
        let place = books.iter().position(|book| book.item.code == *item);
        place.map_or(Sight::NONE, |p| access::sight(actor, scope, &books[p], &named[p]))
    };
    let seen = |alert: &Alert| {
        let sight = sight(&alert.scope, &alert.item);
        match alert.kind {
            AlertKind::Gap => sight.gap(),
            AlertKind::Stock => sight.stock && sight.used,
        }
    };
    evaluation.alerts.retain(seen);
    evaluation.unknown.retain(|(scope, item)| {
        let sight = sight(scope, item);
        sight.gap() || sight.stock
    });
    evaluation
}

/// Consumers named in the supply of those whom the actor answers for, of one item, read from what series there are.
pub(crate) async fn named_of_item(
    transaction: &mut Transaction,
    city: &City,
    item: &Item,
    actor: &Actor,
) -> Result<Named, ServiceError> {
    let Actor::User(user) = actor else { return Ok(Named::new()) };
    let in_charge = user.factors.contains(&item.code.factor());
    let subjects = figures::subjects(transaction, &item.code).await?;
    let answered = subjects.into_iter().filter(|s| {
        s.measure.is_supply_side()
            && (in_charge || s.supplier.and_then(|id| city.code_of(id)).is_some_and(|code| user.is_of(code)))
    });
    Ok(answered.filter_map(|s| s.consumer).filter_map(|id| city.code_of(id).cloned()).collect())
}
