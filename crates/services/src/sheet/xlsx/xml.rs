//! The XML of a part, event by event.

use std::{
    borrow::Cow,
    io::{BufRead, ErrorKind},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::sheet::SheetError;

/// Elements within elements; a worksheet needs six.
const DEEPEST: usize = 64;

/// A part being read.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(reader: R) -> Self {
        let mut reader = Reader::from_reader(reader);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next event; none at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, SheetError> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
                SheetError::Bloated("XML".to_owned())
            }
            _ => SheetError::Workbook,
        })?;
        match event {
            Event::Eof => return Ok(None),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEEPEST { Err(SheetError::Workbook) } else { Ok(Some(event)) }
    }

    /// Visits each element's start, with its name.
    pub(super) fn each_start(
        mut self,
        mut visit: impl FnMut(&str, &BytesStart<'_>) -> Result<(), SheetError>,
    ) -> Result<(), SheetError> {
        while let Some(event) = self.next()? {
            if let Event::Start(start) = event {
                visit(start.local_name().as_ref(), &start)?;
            }
        }
        Ok(())
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute<'e>(start: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// Whether an attribute says yes.
pub(super) fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.as_ref(), "1" | "true"))
}

/// Adds the text of an event; what is no text adds nothing.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => match (&**reference, reference.resolve_char_ref()) {
            ("amp", _) => text.push('&'),
            ("lt", _) => text.push('<'),
            ("gt", _) => text.push('>'),
            ("quot", _) => text.push('"'),
            ("apos", _) => text.push('\''),
            (_, Ok(Some(character))) => text.push(character),
            _ => {}
        },
        _ => {}
    }
}
