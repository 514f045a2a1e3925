//! The workbook that people fill in: the standard headings, a row for each figure that the party reports, lists to choose
//! from, and a sheet that says how. What is filled in is imported as it is; untouched rows are passed over.

use baogong_domain::{
    FigureKey, Grain, Item, Measure, Party, Period,
    access::{self, Action, Actor, Named, Reach},
    period::{minus_days, plus_days},
};
use baogong_storage::figures;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::{ServiceError, Services, city::City, import::ImportNames, reading, table::unwritable};

/// Days that a daily template covers on each side of its first day.
const DAYS: u32 = 7;

/// The most rows that are filled in beforehand.
const MOST_ROWS: usize = 5000;

/// Empty rows below the prepared ones in which the lists work, too.
const SPARE_ROWS: u32 = 200;

/// Which template.
#[derive(Clone, Copy, Debug)]
pub struct TemplateQuery {
    /// Days or months.
    pub grain: Grain,
    /// The first day (or a day of the first month) that is still to come; without one tomorrow, or this month.
    pub first: Option<NaiveDate>,
}

/// A row to fill in.
struct Prepared<'c> {
    item: &'c Item,
    measure: Measure,
    period: Period,
    supplier: Option<&'c Party>,
    consumer: Option<&'c Party>,
}

impl Services {
    /// The template of the actor's own figures: needs and plans of the seven days (or the month) from `first` on, and
    /// what was delivered, received, used and kept in stock in the seven days (or the month) before.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn template(&self, actor: &Actor, query: TemplateQuery) -> Result<Vec<u8>, ServiceError> {
        let reach = access::check(actor, Action::WriteFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let (ahead, behind) = periods(query, self.clock.today());
        let (mut rows, mut named) = (Vec::new(), Named::new());
        for item in city.items.iter().filter(|_| reach == Reach::Own) {
            named.extend(reading::named_of_item(&mut transaction, &city, item, actor).await?);
            let mut subjects = Vec::new();
            for subject in figures::subjects(&mut transaction, &item.code).await? {
                let party = |id: Option<_>| id.and_then(|id| city.party_of(id));
                let (supplier, consumer) = (party(subject.supplier), party(subject.consumer));
                let key = FigureKey::new(item, subject.measure, supplier, consumer);
                if key.is_ok_and(|key| access::may_write_figure(actor, &key, consumer)) {
                    subjects.push((subject.measure, supplier, consumer));
                }
            }
            let code = |party: Option<&Party>| party.map(|party| party.code.to_string());
            subjects.sort_by_key(|(measure, supplier, consumer)| (*measure, code(*supplier), code(*consumer)));
            for (measure, supplier, consumer) in subjects {
                let periods = if measure.is_intention() { &ahead } else { &behind };
                rows.extend(periods.iter().map(|period| Prepared {
                    item,
                    measure,
                    period: *period,
                    supplier,
                    consumer,
                }));
            }
        }
        rows.truncate(MOST_ROWS);
        let listed = |party: &&Party| {
            (party.kind.can_supply() || party.kind.can_consume()) && access::may_see_party(actor, party, &named)
        };
        let parties: Vec<&Party> = city.parties.iter().filter(listed).collect();
        let shown = ImportNames::new(&city.parties);
        workbook(&rows, &city.items, &parties, &shown).map_err(|error| unwritable(&error))
    }
}

/// What is still to come, and what lies before it.
fn periods(query: TemplateQuery, today: NaiveDate) -> (Vec<Period>, Vec<Period>) {
    if query.grain == Grain::Day {
        let first = query.first.unwrap_or_else(|| plus_days(today, 1));
        let ahead = Period::between(first, plus_days(first, DAYS - 1), Grain::Day);
        (ahead, Period::between(minus_days(first, DAYS), minus_days(first, 1), Grain::Day))
    } else {
        let month = Period::containing(query.first.unwrap_or(today), Grain::Month);
        (vec![month], vec![Period::containing(minus_days(month.first_day(), 1), Grain::Month)])
    }
}

const HEADINGS: [(&str, f64); 7] = [
    ("品种", 14.0),
    ("指标", 12.0),
    ("时期", 12.0),
    ("供应单位", 30.0),
    ("需求单位", 30.0),
    ("数量", 16.0),
    ("备注", 30.0),
];

/// Name of the second sheet.
const HELP: &str = "说明";

const HOW_TO: [&str; 8] = [
    "1. 只填“数量”和“备注”；没有数的行留空即可，导入时自动跳过。",
    "2. 时期写 2026-11-23（日）或 2026-11（月），保持文本格式。",
    "3. 数量最多三位小数，按本表所列单位填写；不要用公式。",
    "4. 计划和实际供应填供应单位；电煤、工业用煤还须填需求单位。",
    "5. 需求、实收、实际消耗、库存只填需求单位。",
    "6. 可在下方空行补充新的品种、指标或单位，可用名称或代码。",
    "7. 不要改动表头，不要合并单元格。",
    "8. 在“文件”页上传，先看预览，再导入。",
];

fn workbook(
    rows: &[Prepared<'_>],
    items: &[Item],
    parties: &[&Party],
    names: &ImportNames,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_background_color(0x00E6_EFEB).set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_num_format("@");
    let number = Format::new().set_num_format("#,##0.###").set_background_color(0x00FF_FBE6);
    let sheet = book.add_worksheet();
    sheet.set_name("填报")?.set_freeze_panes(1, 0)?;
    for (column, (heading, width)) in (0..).zip(HEADINGS) {
        sheet.write_with_format(0, column, heading, &head)?.set_column_width(column, width)?;
        sheet.set_column_format(column, if column == 5 { &number } else { &text })?;
    }
    for (line, row) in (1..).zip(rows) {
        let name = |party: Option<&Party>| party.map_or("", |party| names.of(party)).to_owned();
        let period = row.period.to_string();
        let cells = [row.item.name.as_str(), row.measure.names().0, &period, &name(row.supplier), &name(row.consumer)];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(line, column, cell, &text)?;
        }
        sheet.write_blank(line, 5, &number)?;
    }
    add_lists(sheet, rows, items.len(), parties.len())?;
    help(book.add_worksheet(), items, parties, names, &head)?;
    book.save_to_buffer()
}

/// Lists to choose from, and what a quantity may be.
fn add_lists(sheet: &mut Worksheet, rows: &[Prepared<'_>], items: usize, parties: usize) -> Result<(), XlsxError> {
    let prepared = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = prepared + SPARE_ROWS;
    let one_of = |column: char, length: usize| {
        let formula = Formula::new(format!("={HELP}!${column}$2:${column}${}", length.max(1) + 1));
        DataValidation::new().allow_list_formula(formula).ignore_blank(true)
    };
    let known = |validation: DataValidation| {
        let words = "请从列表中选择，或写代码 / choose from the list, or write a code";
        // Codes may be written, too: a warning, not a refusal.
        validation.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning).set_error_message(words)
    };
    sheet.add_data_validation(1, 0, last, 0, &known(one_of('A', items))?)?;
    sheet.add_data_validation(1, 1, last, 1, &known(one_of('E', Measure::ALL.len()))?)?;
    sheet.add_data_validation(1, 3, last, 3, &known(one_of('H', parties))?)?;
    sheet.add_data_validation(1, 4, last, 4, &known(one_of('H', parties))?)?;
    let quantity = || {
        let words = "数量为不小于零的数 / a number, not below zero";
        DataValidation::new()
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .ignore_blank(true)
            .set_error_message(words)
    };
    // The unit is shown while one types.
    let mut line = 1;
    for group in rows.chunk_by(|a, b| a.item.code == b.item.code) {
        let end = line + u32::try_from(group.len()).unwrap_or(u32::MAX) - 1;
        let unit = format!("单位：{} / unit: {}", group[0].item.unit, group[0].item.unit_en);
        sheet.add_data_validation(line, 5, end, 5, &quantity()?.set_input_message(unit)?)?;
        line = end + 1;
    }
    sheet.add_data_validation(line, 5, last, 5, &quantity()?)?;
    Ok(())
}

/// The second sheet: items with their units, measures, parties, and how to fill in.
fn help(
    sheet: &mut Worksheet,
    items: &[Item],
    parties: &[&Party],
    names: &ImportNames,
    head: &Format,
) -> Result<(), XlsxError> {
    sheet.set_name(HELP)?.set_freeze_panes(1, 0)?;
    let columns = [
        ("品种", 14.0),
        ("代码", 20.0),
        ("单位", 14.0),
        ("", 3.0),
        ("指标", 12.0),
        ("代码", 12.0),
        ("", 3.0),
        ("单位名称", 32.0),
    ];
    let more = [("代码", 22.0), ("", 3.0), ("怎样填写", 60.0)];
    for (column, (heading, width)) in (0..).zip(columns.into_iter().chain(more)) {
        sheet.set_column_width(column, width)?;
        if !heading.is_empty() {
            sheet.write_with_format(0, column, heading, head)?;
        }
    }
    for (line, item) in (1..).zip(items) {
        sheet.write(line, 0, item.name.as_str())?.write(line, 1, item.code.as_str())?.write(
            line,
            2,
            item.unit.as_str(),
        )?;
    }
    for (line, measure) in (1..).zip(Measure::ALL) {
        sheet.write(line, 4, measure.names().0)?.write(line, 5, measure.code())?;
    }
    for (line, party) in (1..).zip(parties) {
        sheet.write(line, 7, names.of(party))?.write(line, 8, party.code.as_str())?;
    }
    for (line, words) in (1..).zip(HOW_TO) {
        sheet.write(line, 10, words)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_come_and_what_has_been_lie_side_by_side() {
        let today = "2026-11-23".parse().unwrap();
        let (ahead, behind) = periods(TemplateQuery { grain: Grain::Day, first: None }, today);
        assert_eq!((ahead.len(), ahead[0].to_string().as_str()), (7, "2026-11-24"));
        assert_eq!((behind.len(), behind[6].to_string().as_str()), (7, "2026-11-23"));
        let first = Some("2027-01-15".parse().unwrap());
        let (ahead, behind) = periods(TemplateQuery { grain: Grain::Month, first }, today);
        assert_eq!((ahead[0].to_string(), behind[0].to_string()), ("2027-01".to_owned(), "2026-12".to_owned()));
    }
}
