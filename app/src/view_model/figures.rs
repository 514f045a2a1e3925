//! The figures behind a number.

use baogong_domain::{ItemCode, Measure, Period, Scope, provenance::Fate};
use baogong_services::{
    ServiceError,
    trail::{PER_PAGE, Trail, TrailFigure, TrailQuery, TrailRevision},
    updated::Updated,
};

use super::{Names, amount, day, item_name, pair};
use crate::model::{
    Name, SeasonView, Taken,
    figures::{FigureRevision, FigureRow, FiguresAsk, FiguresView},
};

/// What the address asks, read.
pub(crate) fn query(ask: &FiguresAsk) -> Result<TrailQuery, ServiceError> {
    let not_found = || ServiceError::NotFound(format!("品种 / item {}", ask.item));
    let invalid = |name: &str, error: String| ServiceError::invalid("parameter_invalid", format!("{name}: {error}"));
    let period = |name: &str, text: &str| Period::parse(text).map_err(|error| invalid(name, error.to_string()));
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let measure =
        |text: String| Measure::parse(&text).ok_or_else(|| invalid("measure", "不是指标 / not a measure".to_owned()));
    let from = period("from", ask.from.trim())?;
    Ok(TrailQuery {
        item: ItemCode::parse(&ask.item).ok_or_else(not_found)?,
        scope: match given(&ask.scope) {
            Some(text) => text.parse().map_err(|error| invalid("scope", format!("{error}")))?,
            None => Scope::City,
        },
        from,
        to: given(&ask.to).map(|text| period("to", &text)).transpose()?.unwrap_or(from),
        measure: given(&ask.measure).map(measure).transpose()?,
        as_of: baogong_services::as_of::read(&ask.as_of)?,
        page: Some(ask.page.trim().parse().unwrap_or(1)),
    })
}

/// The page.
pub(crate) fn view(trail: &Trail, ask: FiguresAsk) -> FiguresView {
    let names = Names::new(&trail.parties);
    let days = trail.days;
    FiguresView {
        taken: Taken { at: trail.taken_at, today: trail.taken_at.date(), synthetic: trail.synthetic },
        past: !ask.as_of.trim().is_empty(),
        season: SeasonView { name: pair(trail.season.names()), days_left: None },
        item: item_name(&trail.item),
        whom: names.whom(&trail.scope),
        first: days.first,
        last: days.last,
        only: (trail.shown != days).then_some(trail.shown.last),
        sums: day(&trail.item.code, &trail.row, &Updated::default(), &names),
        unknown: trail.row.unknown.iter().map(|code| names.party(code)).collect(),
        figures: trail.figures.iter().map(|figure| row(figure, &names)).collect(),
        total: trail.total,
        page: ask.page.trim().parse().unwrap_or(1).max(1),
        pages: trail.total.div_ceil(PER_PAGE).max(1),
        hidden: trail.hidden,
        measures: Measure::ALL.map(|measure| (measure.code().to_owned(), pair(measure.names()))).into(),
        ask,
    }
}

fn row(figure: &TrailFigure, names: &Names<'_>) -> FigureRow {
    let party = |code: Option<&baogong_domain::PartyCode>| code.map(|code| names.party_name(code));
    FigureRow {
        measure: pair(figure.measure.names()),
        period: figure.period.to_string(),
        supplier: party(figure.supplier.as_ref()),
        consumer: party(figure.consumer.as_ref()),
        quantity: Some(figure.quantity.to_string()),
        part: amount(figure.column.as_ref()),
        counts: amount(match figure.measure {
            Measure::Demand => figure.column.as_ref(),
            _ => figure.supply.as_ref(),
        }),
        counted: matches!(figure.fate, Fate::Counted | Fate::Partly(_)),
        fate: pair(figure.fate_names()),
        revisions: figure.revisions.iter().map(revision).collect(),
    }
}

fn revision(revision: &TrailRevision) -> FigureRevision {
    let party = |party: &baogong_domain::Party| Name { zh: party.name.clone(), en: party.name_en.clone() };
    FigureRevision {
        quantity: revision.quantity.map(|quantity| quantity.to_string()),
        note: revision.note.clone(),
        at: revision.at,
        person: revision.who.name.clone(),
        party: revision.who.party.as_ref().map(party),
        source: revision.source.clone(),
        reason: revision.reason.clone(),
    }
}
