//! The counterpart plan (对口保供计划) of a month: suppliers × consumers, with what each consumer still misses.

use baogong_domain::Measure;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        desk::{
            banner::Banner,
            bar::{Tools, VisitReason, follow, href, submit},
            grid::{ColumnHead, Frame, Grid, RowHead},
            questions::Questions,
            sending::Source,
            shell::Shell,
            signs::{SheetLegend, SignShapes},
            status_line::{SheetTaken, StatusLine},
            story::Story,
            totals::Totals,
        },
        empty_state::{Empty, Failure, loading},
    },
    desk::{sheet::Sheet, window},
    format,
    model::{
        Name,
        desk::{CounterpartView, Subject, SubjectName},
    },
    server_functions::desk::get_counterpart,
    text::{self as all, Lang, desk as text, use_lang},
};

/// The page.
#[component]
pub(crate) fn PlanPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let named = |name: &str| query.with(|query| query.get(name)).filter(|value| !value.is_empty());
        (named("item"), named("month"))
    });
    let plan = Resource::new_blocking(move || asked.get(), |(item, month)| get_counterpart(item, month));
    let shell = Shell::new();
    shell.wake();
    view! {
        <SignShapes />
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match plan.await {
                    Ok(view) => page(shell, view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(shell: Shell, view: CounterpartView) -> AnyView {
    let lang = use_lang();
    shell.lay_plan(&view);
    shell.restore_waiting();
    let month = month_words(&view.month, lang);
    let label = text::plan_of(lang, view.item.name.get(lang), &month);
    let reason = view.reason_always.then(|| view! { <VisitReason shell /> });
    let body = if view.suppliers.is_empty() || view.consumers.is_empty() {
        view! { <Empty title=text::PLAN_EMPTY note=text::PLAN_EMPTY_NOTE /> }.into_any()
    } else {
        let frame = frame(&view, label.clone(), lang);
        let never = Callback::new(|_: SubjectName| ());
        view! {
            <Tools shell more=Vec::new() add=never />
            <Grid shell frame />
            <StatusLine shell />
            <SheetLegend />
        }
        .into_any()
    };
    view! {
        <leptos_meta::Title text=all::page_title(lang, &label) />
        <main id="main">
            <SheetTaken taken=view.taken.clone() />
            <div class="page desk-page">
                <div class="summary desk-top">
                    <div>
                        <p class="crumbs">
                            <a href="/desk">{text::DESK.get(lang)}</a>
                            <span aria-hidden="true">"›"</span>
                            <span>{text::PLAN_DESK.get(lang)}</span>
                        </p>
                        <h1>
                            {view.item.name.get(lang).to_owned()} " " {month} " "
                            <small>{all::unit_of(lang, view.item.unit.get(lang))}</small>
                        </h1>
                    </div>
                    {choice(&view)}
                </div>
                <p class="no-script">{text::NO_SCRIPT.get(lang)}</p>
                <Banner shell />
                {reason}
                <section class="panel desk plan" aria-label=label>
                    {body}
                </section>
                <Questions shell />
            </div>
            <Story shell />
        </main>
    }
    .into_any()
}

fn month_words(month: &str, lang: Lang) -> String {
    let (month, year) = format::period(month, lang);
    match lang {
        Lang::Zh => format!("{year}{month}"),
        Lang::En => format!("{month} {year}"),
    }
}

fn plan_of(item: &str, month: String) -> String {
    href("/desk/plan", &[("item", item.to_owned()), ("month", month)])
}

/// Which item, which month.
fn choice(view: &CounterpartView) -> AnyView {
    let lang = use_lang();
    let form: NodeRef<html::Form> = NodeRef::new();
    let go = follow(form, "/desk/plan");
    let items = view.items.iter().map(|item| {
        view! {
            <option value=item.code.clone() selected={item.code == view.item.code}>
                {item.name.get(lang).to_owned()}
            </option>
        }
    });
    let (before, after) = (window::shifted(&view.month, -1), window::shifted(&view.month, 1));
    let code = &view.item.code;
    view! {
        <form class="choice" method="get" action="/desk/plan" node_ref=form on:submit=go>
            <label>
                <span>{text::ITEM.get(lang)}</span>
                <select name="item" on:change=move |_| submit(form)>
                    {items.collect_view()}
                </select>
            </label>
            <a class="button" href=plan_of(code, before)>
                <span aria-hidden="true">"‹ "</span>
                {text::PREVIOUS_MONTH.get(lang)}
            </a>
            <label class="choice-date">
                <span>{text::MONTH.get(lang)}</span>
                <input type="month" name="month" value=view.month.clone() />
            </label>
            <button type="submit" class="button">
                {text::SHOW.get(lang)}
            </button>
            <a class="button" href=plan_of(code, after)>
                {text::NEXT_MONTH.get(lang)}
                <span aria-hidden="true">" ›"</span>
            </a>
        </form>
    }
    .into_any()
}

fn frame(view: &CounterpartView, label: String, lang: Lang) -> Frame {
    let rows = view.suppliers.iter().map(|row| RowHead {
        group: None,
        title: row.supplier.name.get(lang).to_owned(),
        detail: None,
    });
    let columns = view.consumers.iter().map(|consumer| ColumnHead {
        title: consumer.name.get(lang).to_owned(),
        detail: String::new(),
        mark: None,
        weekend: false,
    });
    Frame {
        label,
        corner: text::SUPPLIER.get(lang).to_owned(),
        rows: rows.collect(),
        columns: columns.collect(),
        totals: Some(Totals { needs: view.demand.clone() }),
    }
}

impl Shell {
    /// Shows the view.
    fn lay_plan(self, view: &CounterpartView) {
        let measure = Measure::Plan;
        let (zh, en) = measure.names();
        let names = view.suppliers.iter().flat_map(|row| {
            view.consumers.iter().map(|consumer| SubjectName {
                subject: Subject {
                    item: view.item.code.clone(),
                    measure: measure.code().to_owned(),
                    supplier: Some(row.supplier.code.clone()),
                    consumer: Some(consumer.code.clone()),
                },
                item: view.item.clone(),
                measure: Name { zh: zh.to_owned(), en: en.to_owned() },
                counterpart: Some(to(&row.supplier.name, &consumer.name)),
            })
        });
        let source = Source::Plan { item: Some(view.item.code.clone()), month: Some(view.month.clone()) };
        self.load(view.user, view.reason_always, Sheet::of_plan(view), 0, names, source);
    }
}

/// From one to the other.
fn to(from: &Name, to: &Name) -> Name {
    let pair = |lang| format!("{} → {}", from.get(lang), to.get(lang));
    Name { zh: pair(Lang::Zh), en: pair(Lang::En) }
}
