//! The reporting desk: a party's subjects over days or months, edited as a spreadsheet is; on a phone day by day.

use std::time::Duration;

use baogong_domain::{Grain as PeriodGrain, Period};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        desk::{
            banner::Banner,
            bar::{Choice, DeskAddress, Tools, VisitReason},
            cards::Cards,
            grid::{ColumnHead, Frame, Grid, RowHead},
            questions::Questions,
            sending::Source,
            shell::{Shell, subject_words},
            signs::{SheetLegend, SignShapes},
            status_line::{SheetTaken, StatusLine},
            story::Story,
        },
        due_soon::{DueSoon, Soon},
        empty_state::{Empty, Failure, loading},
    },
    desk::sheet::Sheet,
    format,
    model::desk::{DeskCell, DeskPeriod, DeskRow, DeskView, Gate, SubjectName},
    server_functions::{desk::get_desk, jobs::get_due_soon},
    text::{self as all, Lang, desk as text, use_lang},
};

/// The page.
#[component]
pub(crate) fn DeskPage() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(DeskAddress::of));
    let sheet = Resource::new_blocking(
        move || address.get(),
        |DeskAddress { party, months, first }| {
            let grain = DeskAddress { months, ..DeskAddress::default() }.grain();
            get_desk(party, grain.to_owned(), first)
        },
    );
    let soon = Resource::new_blocking(|| (), |()| get_due_soon());
    // What is saved meanwhile is no longer due.
    super::keep_fresh(move || soon.refetch());
    let shell = Shell::new();
    shell.wake();
    let chosen = RwSignal::new(String::new());
    view! {
        <SignShapes />
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match sheet.await {
                    Ok(view) => page(shell, view, address.get_untracked(), chosen, soon),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(shell: Shell, view: DeskView, address: DeskAddress, chosen: RwSignal<String>, soon: Soon) -> AnyView {
    let lang = use_lang();
    let added: RwSignal<Vec<SubjectName>> = RwSignal::new(Vec::new());
    let name = view.party.name.get(lang).to_owned();
    let synthetic = view.taken.clone();
    let plans = view.rows.iter().map(|row| &row.of).chain(&view.more).any(|of| of.item.direct && of.measure_is_plan());
    let to_plan = plans.then(|| {
        view! {
            <a class="button" href="/desk/plan">
                {text::TO_PLAN.get(lang)}
            </a>
        }
    });
    let reason = view.reason_always.then(|| view! { <VisitReason shell /> });
    shell.lay(&view, &address);
    shell.restore_waiting();
    let choice = view! { <Choice view=view.clone() address=address.clone() /> };
    view! {
        <leptos_meta::Title text=all::page_title(lang, &format!("{name} · {}", text::DESK.get(lang))) />
        <main id="main">
            <SheetTaken taken=synthetic />
            <div class="page desk-page">
                <div class="summary desk-top">
                    <div>
                        <p class="crumbs">{text::DESK.get(lang)}</p>
                        <h1>{name}</h1>
                    </div>
                    {choice} {to_plan}
                </div>
                <p class="no-script">{text::NO_SCRIPT.get(lang)}</p>
                <Banner shell />
                <DueSoon soon />
                {reason}
                {move || sheet(shell, with_added(&view, &added.get()), &address, chosen, added)}
                <Questions shell />
            </div>
            <Story shell />
        </main>
    }
    .into_any()
}

/// The sheet itself, drawn anew where a row is added.
fn sheet(
    shell: Shell,
    view: DeskView,
    address: &DeskAddress,
    chosen: RwSignal<String>,
    added: RwSignal<Vec<SubjectName>>,
) -> AnyView {
    let lang = use_lang();
    shell.lay(&view, address);
    let add = Callback::new(move |name: SubjectName| {
        let subject = name.subject.clone();
        shell.say(text::row_added(lang, &subject_words(&name, lang)));
        added.update(|added| added.push(name));
        // When the row is there.
        set_timeout(move || shell.go_to_row(&subject), Duration::ZERO);
    });
    let body = if view.rows.is_empty() {
        view! { <Empty title=text::EMPTY note=text::EMPTY_NOTE /> }.into_any()
    } else {
        let (shown, there) = (view.clone(), address.clone());
        view! {
            {move || {
                if shell.phone.get() {
                    view! { <Cards shell view=shown.clone() address=there.clone() chosen /> }.into_any()
                } else {
                    view! { <Grid shell frame=frame(&shown, lang) /> }.into_any()
                }
            }}
            <StatusLine shell />
            <SheetLegend />
        }
        .into_any()
    };
    view! {
        <section class="panel desk" aria-label=text::sheet_of(lang, view.party.name.get(lang))>
            <Tools shell more=view.more.clone() add />
            {body}
        </section>
    }
    .into_any()
}

/// The view with rows that the user has added, each beside the others of its item.
fn with_added(view: &DeskView, added: &[SubjectName]) -> DeskView {
    let mut view = view.clone();
    for name in added {
        if view.rows.iter().any(|row| row.of.subject == name.subject) {
            continue;
        }
        let empty =
            DeskCell { value: None, revision: 0, note: String::new(), gate: Gate::Open, comments: 0, late: false };
        let row = DeskRow { of: name.clone(), writable: true, cells: vec![empty; view.periods.len()] };
        let last = view.rows.iter().rposition(|row| row.of.item.code == name.item.code);
        view.rows.insert(last.map_or(view.rows.len(), |last| last + 1), row);
        view.more.retain(|other| other.subject != name.subject);
    }
    view
}

fn frame(view: &DeskView, lang: Lang) -> Frame {
    let mut item = "";
    let rows = view.rows.iter().map(|row| {
        let begins = item != row.of.item.code;
        item = &row.of.item.code;
        let of = &row.of.item;
        RowHead {
            group: begins
                .then(|| (of.name.get(lang).to_owned(), format!("{} · {}", of.factor.get(lang), of.unit.get(lang)))),
            title: row.of.measure.get(lang).to_owned(),
            detail: row.of.counterpart.as_ref().map(|name| name.get(lang).to_owned()),
        }
    });
    Frame {
        label: text::sheet_of(lang, view.party.name.get(lang)),
        corner: text::SUBJECT.get(lang).to_owned(),
        rows: rows.collect(),
        columns: view.periods.iter().map(|period| column(period, lang)).collect(),
        totals: None,
    }
}

fn column(period: &DeskPeriod, lang: Lang) -> ColumnHead {
    let (title, detail) = format::period(&period.period, lang);
    let read = Period::parse(&period.period).ok();
    let day = read.filter(|read| read.grain() == PeriodGrain::Day);
    let mark = if day.is_some() { text::TODAY_WORD } else { text::THIS_MONTH };
    ColumnHead {
        title,
        detail,
        mark: period.current.then(|| mark.get(lang)),
        weekend: day.is_some_and(|day| format::is_weekend(day.first_day())),
    }
}

impl Shell {
    /// Shows the view.
    fn lay(self, view: &DeskView, address: &DeskAddress) {
        let names = view.rows.iter().map(|row| &row.of).chain(&view.more).cloned();
        let current = view.periods.iter().position(|period| period.current).unwrap_or(0);
        let source = Source::Desk {
            party: address.party.clone(),
            grain: address.grain().to_owned(),
            first: address.first.clone(),
        };
        self.load(view.user, view.reason_always, Sheet::of_desk(view), current, names, source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        ItemKind, ItemName, Name, Taken,
        desk::{PartyRef, Subject},
    };

    fn name(zh: &str) -> Name {
        Name { zh: zh.into(), en: String::new() }
    }

    fn subject(item: &str, measure: &str) -> SubjectName {
        let subject =
            Subject { item: item.into(), measure: measure.into(), supplier: None, consumer: Some("E".into()) };
        let item = ItemName {
            code: item.into(),
            factor: name("f"),
            name: name(item),
            unit: name("吨"),
            kind: ItemKind::Flow,
            direct: false,
        };
        SubjectName { subject, item, measure: name(measure), counterpart: None }
    }

    #[test]
    fn an_added_row_stands_with_its_item_and_is_not_offered_again() {
        let row = |item, measure| DeskRow { of: subject(item, measure), writable: true, cells: Vec::new() };
        let view = DeskView {
            taken: Taken {
                at: "2026-11-23T10:00:00".parse().unwrap(),
                today: "2026-11-23".parse().unwrap(),
                synthetic: true,
            },
            user: 7,
            party: PartyRef { code: "E".into(), name: name("企业") },
            others: Vec::new(),
            periods: vec![DeskPeriod { period: "2026-11-23".into(), current: true }],
            rows: vec![row("a", "demand"), row("b", "demand")],
            more: vec![subject("a", "stock"), subject("c", "demand")],
            reason_always: false,
        };
        let added = [subject("a", "stock"), subject("c", "demand"), subject("a", "stock")];
        let after = with_added(&view, &added);
        let rows: Vec<_> = after.rows.iter().map(|row| format!("{} {}", row.of.item.code, row.of.measure.zh)).collect();
        assert_eq!(rows, ["a demand", "a stock", "b demand", "c demand"]);
        assert_eq!((after.rows[1].cells.len(), after.more.len()), (1, 0));
    }
}
