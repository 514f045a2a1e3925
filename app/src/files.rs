//! The page's side of the file doors: the web server reads uploads and hands answers to the page in its own terms. On the
//! server only.

use std::collections::BTreeMap;

use axum::http::request::Parts;
use baogong_domain::{Party, Quantity};
use baogong_services::{
    audit::office_time,
    import::{
        ImportReport, Listing as Listed, Preview, PreviewFigure, Rejection,
        mapping::{ConsumerFile, FigureFile, MappingFile, PartyFile, SupplierFile},
    },
    mappings::{Sample, SavedMapping as Saved},
    table::Language,
};

use crate::{
    model::{
        Name,
        files::{
            Counterpart, FigureLine, Listing, MappingColumn, MappingForm, PreviewView, RejectionLine, ReportView,
            SampleView, SavedMapping, UploadAnswer,
        },
    },
    request,
    text::Lang,
};

/// What became of an upload, in the context of the page that answers it.
#[derive(Clone, Debug)]
pub struct Uploaded(pub UploadAnswer);

/// Rejections shown on a page.
const SHOWN: usize = 200;

/// The language that a request asks for.
pub fn language(parts: &Parts) -> Language {
    match request::language_of(parts) {
        Lang::Zh => Language::Zh,
        Lang::En => Language::En,
    }
}

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

fn party(party: &Party) -> Name {
    name(&party.name, &party.name_en)
}

fn listing<T, V>(listed: &Listed<T>, view: impl Fn(&T) -> V) -> Listing<V> {
    Listing { count: listed.count, first: listed.first.iter().map(view).collect() }
}

/// What an import would do.
pub fn preview(preview: &Preview, file: String, mapping: Option<i64>, reason_always: bool) -> UploadAnswer {
    UploadAnswer::Preview(Box::new(PreviewView {
        file,
        mapping,
        digest: preview.digest.clone(),
        seen: preview.seen,
        new: listing(&preview.new, figure),
        changed: listing(&preview.changed, figure),
        unchanged: listing(&preview.unchanged, figure),
        rejected: listing(&preview.rejected, rejection),
        rejected_rows: preview.rejected_rows,
        skipped: preview.skipped,
        late: preview.late,
        reason_needed: reason_always || preview.late > 0,
    }))
}

/// What an import did.
pub fn report(report: &ImportReport, file: String, mapping: Option<i64>) -> UploadAnswer {
    let rows = report.rejected.chunk_by(|a, b| a.line == b.line).filter(|rejected| rejected[0].line.is_some());
    UploadAnswer::Report(Box::new(ReportView {
        file,
        mapping,
        refused: report.is_refused(),
        accepted: report.accepted,
        unchanged: report.unchanged,
        skipped: report.skipped,
        rejected: Listing {
            count: report.rejected.len() as u64,
            first: report.rejected.iter().take(SHOWN).map(rejection).collect(),
        },
        rejected_rows: rows.count() as u64,
    }))
}

/// A sheet's headings and first rows.
pub fn sample(sample: Sample) -> UploadAnswer {
    let Sample { header, rows, row_count } = sample;
    UploadAnswer::Sample(Box::new(SampleView { header, rows, row_count }))
}

fn figure(figure: &PreviewFigure) -> FigureLine {
    let measure = figure.measure.names();
    FigureLine {
        line: figure.line,
        item: name(&figure.item.name, &figure.item.name_en),
        unit: name(&figure.item.unit, &figure.item.unit_en),
        measure: name(measure.0, measure.1),
        period: figure.period.to_string(),
        supplier: figure.supplier.as_ref().map(party),
        consumer: figure.consumer.as_ref().map(party),
        before: figure.before.as_ref().map(Quantity::to_string),
        quantity: Some(figure.quantity.to_string()),
        note: figure.note.clone(),
    }
}

fn rejection(rejection: &Rejection) -> RejectionLine {
    let Rejection { line, column, code, message, sheet, cell } = rejection.clone();
    RejectionLine { line, cell, sheet, column, code: code.to_owned(), message }
}

/// A mapping that is kept.
pub(crate) fn saved(saved: Saved) -> SavedMapping {
    SavedMapping {
        id: saved.id,
        name: saved.name,
        changed_at: office_time(saved.changed_at),
        changed_by: saved.changed_by,
        form: form(saved.file),
    }
}

fn form(file: MappingFile) -> MappingForm {
    let column = |figure: FigureFile| MappingColumn {
        heading: figure.column,
        item: figure.item,
        measure: figure.measure,
        factor: figure.factor.unwrap_or_default(),
        counterpart: match figure.consumer {
            None => Counterpart::None,
            Some(ConsumerFile::One { code }) => Counterpart::One(code),
            Some(ConsumerFile::Column { column }) => Counterpart::Column(column),
        },
    };
    MappingForm {
        period: file.period,
        party_column: file.party.column,
        party: file.party.code,
        columns: file.figure.into_iter().map(column).collect(),
    }
}

/// The mapping file that a form stands for.
pub fn mapping_file(form: MappingForm) -> MappingFile {
    let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let figure = |column: MappingColumn| {
        let supplies =
            baogong_domain::Measure::parse(&column.measure).is_some_and(baogong_domain::Measure::is_supply_side);
        FigureFile {
            column: column.heading,
            item: column.item,
            measure: column.measure,
            factor: given(column.factor),
            supplier: supplies.then(|| SupplierFile::Word("row".to_owned())),
            consumer: match column.counterpart {
                Counterpart::One(code) if supplies => Some(ConsumerFile::One { code }),
                Counterpart::Column(column) if supplies => Some(ConsumerFile::Column { column }),
                _ => None,
            },
        }
    };
    let column = form.party_column.and_then(given);
    MappingFile {
        period: form.period,
        filter: BTreeMap::new(),
        party: PartyFile {
            known: column.is_some(),
            code: form.party.filter(|_| column.is_none()),
            column,
            ..PartyFile::default()
        },
        figure: form.columns.into_iter().map(figure).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_back_from_its_mapping_as_it_was() {
        let column = |measure: &str, counterpart| MappingColumn {
            heading: "计划".to_owned(),
            item: "coal.thermal".to_owned(),
            measure: measure.to_owned(),
            factor: "10000".to_owned(),
            counterpart,
        };
        for (party_column, party) in [(Some("单位".to_owned()), None), (None, Some("MINE-1".to_owned()))] {
            let made = MappingForm {
                period: "日期".to_owned(),
                party_column,
                party,
                columns: vec![
                    column("plan", Counterpart::Column("电厂".to_owned())),
                    column("plan", Counterpart::One("PLANT-1".to_owned())),
                    column("delivered", Counterpart::None),
                    column("stock", Counterpart::None),
                ],
            };
            let file = mapping_file(made.clone());
            assert_eq!(form(MappingFile::read(&file.write().unwrap()).unwrap()), made);
            assert!(file.check().is_ok());
        }
    }
}
