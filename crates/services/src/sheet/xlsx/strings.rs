//! The strings that cells share: one text and where each string ends in it.

use quick_xml::events::Event;

use super::{archive::Archive, xml::push_text};
use crate::sheet::SheetError;

/// The shared strings of a workbook.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Four numbers a string would cost more than the strings themselves; a million rows share fewer.
    const MOST: usize = 8_000_000;

    pub(super) fn read(archive: &mut Archive, name: &str) -> Result<Self, SheetError> {
        let mut strings = Self::default();
        let Some(mut xml) = archive.part(name, true)? else { return Ok(strings) };
        let (mut in_text, mut phonetic) = (false, 0);
        let mut one = String::new();
        while let Some(event) = xml.next()? {
            match &event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "si" => one.clear(),
                    "t" => in_text = phonetic == 0,
                    "rPh" => phonetic += 1,
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "si" => strings.push(&one)?,
                    "t" => in_text = false,
                    "rPh" => phonetic -= 1,
                    _ => {}
                },
                event if in_text => push_text(event, &mut one),
                _ => {}
            }
        }
        Ok(strings)
    }

    fn push(&mut self, text: &str) -> Result<(), SheetError> {
        self.text.push_str(&unescaped(text));
        let end = u32::try_from(self.text.len()).ok().filter(|_| self.ends.len() < Self::MOST);
        self.ends.push(end.ok_or_else(|| SheetError::Bloated(format!("> {} strings", Self::MOST)))?);
        Ok(())
    }

    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let end = usize::try_from(*self.ends.get(place)?).ok()?;
        let start = place.checked_sub(1).map_or(Some(0), |before| usize::try_from(self.ends[before]).ok())?;
        self.text.get(start..end)
    }
}

/// `_x000D_` stands for a character that XML does not hold.
pub(super) fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(place) = rest.find("_x") {
        plain.push_str(&rest[..place]);
        let escape = rest.get(place..place + 7).filter(|escape| escape.ends_with('_'));
        let code = escape.and_then(|escape| u32::from_str_radix(&escape[2..6], 16).ok());
        if let Some(character) = code.and_then(char::from_u32) {
            plain.push(character);
            rest = &rest[place + 7..];
        } else {
            plain.push_str("_x");
            rest = &rest[place + 2..];
        }
    }
    plain.push_str(rest);
    plain.into()
}
