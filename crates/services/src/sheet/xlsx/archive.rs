//! The archive that a workbook is: its directory is looked through and each part unpacked once, through a counter,
//! before anything of it is used.

use std::io::{BufReader, Cursor, ErrorKind, Read};

use zip::{ZipArchive, read::ZipFile};

use super::{Limits, xml::Xml};
use crate::sheet::SheetError;

/// An archive that is not too large, whatever it says of itself.
pub(super) struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    limits: Limits,
}

/// A part being read.
pub(super) type Part<'a> = Xml<BufReader<Bounded<Counted<ZipFile<'a, Cursor<Vec<u8>>>>>>>;

impl Archive {
    /// Opens an archive and measures it.
    pub(super) fn open(bytes: Vec<u8>, limits: Limits) -> Result<Self, SheetError> {
        const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
        let parts = bytes.windows(4).filter(|window| *window == DIRECTORY_ENTRY).count();
        if parts > limits.parts {
            return Err(SheetError::Bloated(format!("> {} parts", limits.parts)));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::NotATable)?;
        zip.file_names_raw().try_for_each(check_name)?;
        let mut left = limits.all;
        for index in 0..zip.len() {
            let part = zip.by_index(index).map_err(|_| SheetError::Workbook)?;
            left -= measure(part, limits.part.min(left))?;
        }
        Ok(Self { zip, limits })
    }

    /// A part by its name, whatever its case; none where there is none. `kept` parts have a lower limit.
    pub(super) fn part(&mut self, name: &str, kept: bool) -> Result<Option<Part<'_>>, SheetError> {
        let same = |raw: &[u8]| raw.eq_ignore_ascii_case(name.as_bytes());
        let Some(index) = self.zip.file_names_raw().position(same) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|_| SheetError::Workbook)?;
        let limit = if kept { self.limits.kept } else { self.limits.part };
        let part = Bounded { inner: Counted { inner: part, count: 0, limit }, run: 0 };
        Ok(Some(Xml::new(BufReader::with_capacity(64 << 10, part))))
    }
}

/// Parts that no table of figures needs.
fn check_name(name: &[u8]) -> Result<(), SheetError> {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase().replace('\\', "/");
    let file = name.rsplit('/').next().unwrap_or(&name);
    if file.starts_with("vbaproject") || name.contains("/macrosheets/") {
        Err(SheetError::Macros)
    } else if name.contains("/externallinks/") || file == "connections.xml" {
        Err(SheetError::ExternalLinks)
    } else {
        Ok(())
    }
}

/// Unpacks to nowhere and counts; refused beyond the limit.
fn measure(part: impl Read, limit: u64) -> Result<u64, SheetError> {
    let mut part = Counted { inner: part, count: 0, limit };
    let mut buffer = [0; 16 << 10];
    loop {
        match part.read(&mut buffer) {
            Ok(0) => return Ok(part.count),
            Ok(_) => {}
            Err(error) => return Err(refusal(&error, limit)),
        }
    }
}

/// What it means that a part does not unpack.
fn refusal(error: &std::io::Error, limit: u64) -> SheetError {
    match error.kind() {
        ErrorKind::FileTooLarge => SheetError::Bloated(format!("> {} MiB", limit >> 20)),
        _ => SheetError::Workbook,
    }
}

/// A reader that stops beyond its limit.
pub(super) struct Counted<R> {
    inner: R,
    count: u64,
    limit: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        if self.count > self.limit { Err(ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}

/// A reader of XML that stops where one tag or text grows beyond what a cell can hold (32,767 characters).
pub(super) struct Bounded<R> {
    inner: R,
    /// Bytes since the last tag's end.
    run: usize,
}

impl<R> Bounded<R> {
    const LONGEST_RUN: usize = 1 << 20;
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.run = match buffer[..read].iter().rposition(|b| *b == b'>') {
            Some(last) => read - last,
            None => self.run + read,
        };
        if self.run > Self::LONGEST_RUN { Err(ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}
