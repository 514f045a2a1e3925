//! The sheet as a grid, in the pattern of WAI-ARIA: one cell is in the tab order, keys go on from there.
//!
//! Each cell has a signal of its own, and the events of all cells are heard once, on the frame.

use leptos::{html, prelude::*};

use super::{
    editor::{self, Editor},
    input,
    shell::{Shell, shown},
    signs::drawing,
    totals::{self, Totals},
};
use crate::{
    desk::{
        face::{Face, Sign},
        select::At,
    },
    text::{Lang, desk as text, use_lang},
};

/// What stands around the cells.
#[derive(Clone)]
pub(crate) struct Frame {
    /// What the sheet is, for those who hear it.
    pub(crate) label: String,
    /// Over the row heads.
    pub(crate) corner: String,
    pub(crate) rows: Vec<RowHead>,
    pub(crate) columns: Vec<ColumnHead>,
    /// Sums beside and beneath, in the counterpart plan.
    pub(crate) totals: Option<Totals>,
}

/// Before a row.
#[derive(Clone)]
pub(crate) struct RowHead {
    /// Where the row begins a group: its name and what all its rows share.
    pub(crate) group: Option<(String, String)>,
    pub(crate) title: String,
    pub(crate) detail: Option<String>,
}

/// Over a column.
#[derive(Clone)]
pub(crate) struct ColumnHead {
    pub(crate) title: String,
    pub(crate) detail: String,
    /// Said beside the title of the current period.
    pub(crate) mark: Option<&'static str>,
    pub(crate) weekend: bool,
}

/// The grid with the field that edits it.
#[component]
pub(crate) fn Grid(shell: Shell, frame: Frame) -> impl IntoView {
    let lang = use_lang();
    let editor = Editor::new(shell);
    let used = shell.used;
    let Frame { label, corner, rows, columns, totals } = frame;
    let span = columns.len() + 1 + usize::from(totals.is_some());
    let heads = columns.iter().map(column_head).collect_view();
    let sum_head = totals.is_some().then(|| {
        view! {
            <th role="columnheader" scope="col" class="sum-head">
                {text::SUM.get(lang)}
            </th>
        }
    });
    let with_sums = totals.is_some();
    let body = rows.iter().enumerate().map(|(row, head)| {
        let group = head.group.as_ref().map(|(name, detail)| group_row(name, detail, span));
        let cells =
            columns.iter().enumerate().map(|(column, head)| cell(shell, At { row, column }, head)).collect_view();
        view! {
            {group}
            <tr role="row">
                <th role="rowheader" scope="row">
                    <span class="row-title">{head.title.clone()}</span>
                    {head.detail.clone().map(|detail| view! { <span class="row-detail">{detail}</span> })}
                </th>
                {cells}
                {with_sums.then(|| totals::of_row(shell, row))}
            </tr>
        }
    });
    let body = body.collect_view();
    let feet = totals.map(|totals| totals::feet(shell, &totals));
    view! {
        <div
            class="sheet"
            class:used=move || used.get()
            on:focusin=move |_| used.set(true)
            on:keydown=move |event| input::keydown(shell, editor, &event)
            on:pointerdown=move |event| input::pointerdown(editor, &event)
            on:mousedown=move |event| input::mousedown(shell, editor, &event)
            on:mouseover=move |event| input::mouseover(shell, editor, &event)
            on:click=move |event| input::click(shell, editor, &event)
            on:dblclick=move |event| input::dblclick(shell, editor, &event)
            on:contextmenu=move |event| input::contextmenu(shell, editor, &event)
            on:copy=move |event| input::copy(shell, editor, &event)
            on:paste=move |event| input::paste(shell, editor, &event)
        >
            <div class="sheet-scroll" node_ref=editor.scroll>
                <table role="grid" aria-label=label aria-multiselectable="true" aria-describedby="sheet-help">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col" class="corner">
                                {corner}
                            </th>
                            {heads}
                            {sum_head}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{body}</tbody>
                    {feet}
                </table>
                {editor::field(editor)}
            </div>
        </div>
    }
    .into_any()
}

fn column_head(head: &ColumnHead) -> AnyView {
    let mark = head.mark.map(|mark| view! { <span class="now-mark">{mark}</span> });
    view! {
        <th role="columnheader" scope="col" class:now=head.mark.is_some() class:off=head.weekend>
            <span>{head.title.clone()}</span>
            " "
            <small>{head.detail.clone()} " " {mark}</small>
        </th>
    }
    .into_any()
}

fn group_row(name: &str, detail: &str, span: usize) -> AnyView {
    view! {
        <tr role="row" class="group">
            <th role="rowheader" scope="rowgroup" colspan=span.to_string()>
                <span>{name.to_owned()} " " <small>{detail.to_owned()}</small></span>
            </th>
        </tr>
    }
    .into_any()
}

/// The element's name of a place: what is pressed tells where it is.
pub(super) fn id(at: At) -> String {
    format!("c{}-{}", at.row, at.column)
}

/// Reads [`id`].
pub(super) fn place(id: &str) -> Option<At> {
    let (row, column) = id.strip_prefix('c')?.split_once('-')?;
    Some(At { row: row.parse().ok()?, column: column.parse().ok()? })
}

fn cell(shell: Shell, at: At, head: &ColumnHead) -> AnyView {
    let Some(face) = shell.face(at) else {
        return view! { <td role="gridcell"></td> }.into_any();
    };
    let lang = shell.lang;
    let (now, weekend) = (head.mark.is_some(), head.weekend);
    (move || {
        let face = face.get();
        view! {
            <td
                role="gridcell"
                id=id(at)
                class=class(&face, now, weekend)
                tabindex=if face.focused { "0" } else { "-1" }
                aria-selected=if face.selected { "true" } else { "false" }
                aria-readonly=(!face.writable).then_some("true")
                aria-invalid=matches!(face.sign, Sign::Refused | Sign::Conflict).then_some("true")
                aria-label=spoken(&face, lang)
            >
                {shown(&face.text)}
                {mark(&face).map(drawing)}
            </td>
        }
    })
    .into_any()
}

fn class(face: &Face, now: bool, weekend: bool) -> String {
    let mut class = String::from("c");
    let flags = [
        (face.selected, " sel"),
        (face.focused, " here"),
        (!face.writable, " shut"),
        (face.reason, " why"),
        (face.comments, " said"),
        (now, " now"),
        (weekend, " off"),
    ];
    for (_, word) in flags.iter().filter(|(on, _)| *on) {
        class.push_str(word);
    }
    if face.sign != Sign::None {
        class.push_str(" is-");
        class.push_str(face.sign.word());
    }
    class
}

/// The one drawing that a cell has room for: what became of the user's number, else what the cell is.
fn mark(face: &Face) -> Option<&'static str> {
    match face.sign {
        Sign::None if face.late && face.text.is_empty() => Some("late"),
        Sign::None if face.comments => Some("comments"),
        Sign::None => None,
        sign => Some(sign.word()),
    }
}

/// For those who hear it: the number with what the drawings say; nothing where the number says it all.
fn spoken(face: &Face, lang: Lang) -> Option<String> {
    let late = face.late && face.text.is_empty();
    let told = [
        (face.sign != Sign::None).then(|| face.sign.words(lang)),
        late.then(|| text::LATE.get(lang)),
        (!face.writable).then(|| text::LOCKED.get(lang)),
        face.comments.then(|| text::HAS_COMMENTS.get(lang)),
    ];
    let told: Vec<&str> = told.into_iter().flatten().collect();
    if told.is_empty() {
        return None;
    }
    let number = if face.text.is_empty() { text::NOT_REPORTED.get(lang).to_owned() } else { shown(&face.text) };
    let (comma, and) = if lang == Lang::Zh { ("，", "，") } else { (": ", ", ") };
    Some(format!("{number}{comma}{}", told.join(and)))
}

/// The frame's element, as the editor needs it.
pub(super) type Scroll = NodeRef<html::Div>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_knows_its_place() {
        let at = At { row: 12, column: 3 };
        assert_eq!(place(&id(at)), Some(at));
        for other in ["", "c", "c1", "d1-2", "c1-x", "c-1-2"] {
            assert_eq!(place(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_drawn_is_said_too() {
        let face = Face {
            text: "1234.5".into(),
            sign: Sign::Saved,
            selected: false,
            focused: false,
            writable: true,
            reason: false,
            late: false,
            comments: true,
            changes: 0,
        };
        assert_eq!(spoken(&face, Lang::Zh).unwrap(), "1,234.5，已保存，有批注");
        assert_eq!(spoken(&face, Lang::En).unwrap(), "1,234.5: saved, has comments");
        let late = Face { text: String::new(), sign: Sign::None, late: true, comments: false, ..face.clone() };
        assert_eq!((spoken(&late, Lang::Zh).unwrap().as_str(), mark(&late)), ("未报，逾期未报", Some("late")));
        let plain = Face { sign: Sign::None, comments: false, ..face };
        assert_eq!((spoken(&plain, Lang::Zh), mark(&plain)), (None, None));
    }
}
