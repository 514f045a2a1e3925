//! What a key means: in the sheet, and while a cell is being edited. As in Excel and WPS, as far as a page may.

use super::select::Motion;

/// A key as the browser reports it. `command` is Ctrl, or ⌘ on a Mac.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pressed<'a> {
    /// `KeyboardEvent.key`.
    pub(crate) key: &'a str,
    /// `KeyboardEvent.code`: with Alt, `key` is another letter on some keyboards.
    pub(crate) code: &'a str,
    pub(crate) command: bool,
    pub(crate) shift: bool,
    pub(crate) alt: bool,
}

/// What to do in the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Go; with the second, extend the selection.
    Move(Motion, bool),
    /// Edit what stands there.
    Edit,
    /// Edit anew, beginning with this text; empty where an input method composes it.
    Type(String),
    /// Withdraw what is selected.
    Clear,
    /// Copy the first column of the selection to the right.
    FillRight,
    /// Copy the first row of the selection down.
    FillDown,
    Undo,
    Redo,
    SelectAll,
    /// Show the cell's history and comments.
    Story,
    /// From now on Tab leaves the sheet.
    Release,
}

impl Command {
    /// What the key means while no cell is being edited; `None`: it is the browser's.
    pub(crate) fn of(pressed: Pressed<'_>) -> Option<Self> {
        let Pressed { key, code, command, shift, alt } = pressed;
        if alt {
            return (code == "KeyH" && !command).then_some(Self::Story);
        }
        if command {
            return match key {
                "Home" => Some(Self::Move(Motion::First, shift)),
                "End" => Some(Self::Move(Motion::Last, shift)),
                "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" => edge(key).map(|m| Self::Move(m, shift)),
                "r" | "R" if !shift => Some(Self::FillRight),
                "d" | "D" if !shift => Some(Self::FillDown),
                "z" | "Z" if shift => Some(Self::Redo),
                "z" | "Z" => Some(Self::Undo),
                "y" | "Y" => Some(Self::Redo),
                "a" | "A" => Some(Self::SelectAll),
                _ => None,
            };
        }
        match key {
            "Tab" => Some(Self::Move(if shift { Motion::Previous } else { Motion::Next }, false)),
            "Enter" => Some(Self::Move(if shift { Motion::Up } else { Motion::Down }, false)),
            "F2" => Some(Self::Edit),
            "Delete" | "Backspace" => Some(Self::Clear),
            "Escape" => Some(Self::Release),
            // An input method has taken the key: it composes in the field that is opened for it.
            "Process" | "Unidentified" => Some(Self::Type(String::new())),
            " " => None,
            _ => match motion(key) {
                Some(motion) => Some(Self::Move(motion, shift)),
                None => is_letter(key).then(|| Self::Type(key.to_owned())),
            },
        }
    }
}

/// What to do while a cell is being edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditorCommand {
    /// Take what is typed, then go.
    Commit(Motion),
    /// Leave the cell as it was.
    Cancel,
}

impl EditorCommand {
    /// What the key means in the open field; `fresh`: it was opened by typing, so that the arrows go to other cells.
    pub(crate) fn of(pressed: Pressed<'_>, fresh: bool) -> Option<Self> {
        let Pressed { key, command, shift, alt, .. } = pressed;
        if command || alt {
            return None;
        }
        match key {
            "Enter" => Some(Self::Commit(if shift { Motion::Up } else { Motion::Down })),
            "Tab" => Some(Self::Commit(if shift { Motion::Previous } else { Motion::Next })),
            "Escape" => Some(Self::Cancel),
            "ArrowUp" | "ArrowDown" if !shift => motion(key).map(Self::Commit),
            "ArrowLeft" | "ArrowRight" if fresh && !shift => motion(key).map(Self::Commit),
            _ => None,
        }
    }
}

fn motion(key: &str) -> Option<Motion> {
    Some(match key {
        "ArrowUp" => Motion::Up,
        "ArrowDown" => Motion::Down,
        "ArrowLeft" => Motion::Left,
        "ArrowRight" => Motion::Right,
        "Home" => Motion::Home,
        "End" => Motion::End,
        "PageUp" => Motion::PageUp,
        "PageDown" => Motion::PageDown,
        _ => return None,
    })
}

/// Ctrl with an arrow goes to the edge; up and down by pages, for rows below are of another kind anyway.
fn edge(key: &str) -> Option<Motion> {
    Some(match key {
        "ArrowLeft" => Motion::Home,
        "ArrowRight" => Motion::End,
        "ArrowUp" => Motion::PageUp,
        "ArrowDown" => Motion::PageDown,
        _ => return None,
    })
}

/// A key that writes something is named by what it writes.
fn is_letter(key: &str) -> bool {
    key.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Pressed<'_> {
        Pressed { key, code: "", command: false, shift: false, alt: false }
    }

    #[test]
    fn keys_mean_what_they_mean_in_a_spreadsheet() {
        let check =
            |pressed: Pressed<'_>, expect: Option<Command>| assert_eq!(Command::of(pressed), expect, "{pressed:?}");
        let shift = |k| Pressed { shift: true, ..key(k) };
        let ctrl = |k| Pressed { command: true, ..key(k) };
        check(key("ArrowLeft"), Some(Command::Move(Motion::Left, false)));
        check(shift("ArrowLeft"), Some(Command::Move(Motion::Left, true)));
        check(key("Tab"), Some(Command::Move(Motion::Next, false)));
        check(shift("Tab"), Some(Command::Move(Motion::Previous, false)));
        check(key("Enter"), Some(Command::Move(Motion::Down, false)));
        check(shift("Enter"), Some(Command::Move(Motion::Up, false)));
        check(key("Home"), Some(Command::Move(Motion::Home, false)));
        check(ctrl("Home"), Some(Command::Move(Motion::First, false)));
        check(ctrl("End"), Some(Command::Move(Motion::Last, false)));
        check(key("PageDown"), Some(Command::Move(Motion::PageDown, false)));
        check(key("F2"), Some(Command::Edit));
        check(key("7"), Some(Command::Type("7".into())));
        check(key("７"), Some(Command::Type("７".into())));
        check(key("Process"), Some(Command::Type(String::new())));
        check(key("Delete"), Some(Command::Clear));
        check(ctrl("r"), Some(Command::FillRight));
        check(ctrl("d"), Some(Command::FillDown));
        check(ctrl("z"), Some(Command::Undo));
        check(ctrl("y"), Some(Command::Redo));
        check(Pressed { shift: true, ..ctrl("Z") }, Some(Command::Redo));
        check(Pressed { alt: true, code: "KeyH", ..key("˙") }, Some(Command::Story));
        check(key("Escape"), Some(Command::Release));
    }

    #[test]
    fn the_rest_is_the_browsers() {
        for pressed in [
            key("F5"),
            key("Shift"),
            key("Control"),
            key(" "),
            Pressed { command: true, ..key("c") },
            Pressed { command: true, ..key("v") },
            Pressed { command: true, shift: true, ..key("R") },
            Pressed { alt: true, code: "ArrowLeft", ..key("ArrowLeft") },
        ] {
            assert_eq!(Command::of(pressed), None, "{pressed:?}");
        }
    }

    #[test]
    fn arrows_leave_a_field_that_typing_opened_and_move_in_one_that_f2_opened() {
        let check = |pressed: Pressed<'_>, fresh: bool, expect: Option<EditorCommand>| {
            assert_eq!(EditorCommand::of(pressed, fresh), expect, "{pressed:?} {fresh}");
        };
        check(key("ArrowLeft"), true, Some(EditorCommand::Commit(Motion::Left)));
        check(key("ArrowLeft"), false, None);
        check(key("ArrowUp"), false, Some(EditorCommand::Commit(Motion::Up)));
        check(key("Enter"), false, Some(EditorCommand::Commit(Motion::Down)));
        check(key("Escape"), true, Some(EditorCommand::Cancel));
        check(key("Home"), true, None);
        check(Pressed { command: true, ..key("z") }, true, None);
    }
}
