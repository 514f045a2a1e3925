//! What hostile and careless workbooks do to the reader: nothing.

use std::io::{Cursor, Write as _};

use calamine::Reader as _;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Made};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::sheet::{Odd, Sheet};

fn read(bytes: Vec<u8>) -> Result<Vec<(u64, Vec<String>)>, SheetError> {
    let sheet = Sheet::open(bytes)?;
    let mut rows = vec![(0, sheet.header)];
    sheet.rows.visit(|line, row| rows.push((line, row.iter().map(str::to_owned).collect())))?;
    Ok(rows)
}

fn made(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Made::new();
    write(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// A workbook of parts that are written by hand.
fn parts(more: &[(&str, &str)], sheet: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let own = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", &book),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let own = own.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    for (name, text) in own.chain(more) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(body: &str) -> String {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<worksheet><sheetData><row>{}{}</row>{body}</sheetData></worksheet>", cell("a"), cell("b"))
}

#[test]
fn reads_a_workbook_as_its_reader_sees_it() {
    let day = ExcelDateTime::from_ymd(2026, 11, 23).unwrap();
    let month = ExcelDateTime::from_ymd(2026, 11, 1).unwrap();
    let bytes = made(|sheet| {
        sheet.write_row(1, 2, ["period", "quantity", "note"]).unwrap();
        sheet.write(2, 2, "2026-11").unwrap();
        sheet.write(2, 3, 0.1 + 0.2).unwrap();
        sheet.write_with_format(3, 2, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(3, 3, 5).unwrap();
        sheet.write(3, 4, " x_x005F_y ").unwrap();
        sheet.write_with_format(5, 2, &month, &Format::new().set_num_format("yyyy\"年\"m\"月\"")).unwrap();
        sheet.write_with_format(5, 3, 6.5, &Format::new().set_num_format("#,##0.00")).unwrap();
        sheet.write_with_format(6, 2, &month, &Format::new().set_num_format_index(17)).unwrap();
    });
    let text = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let expect = vec![
        (0, text(&["period", "quantity", "note"])),
        (3, text(&["2026-11", "0.3"])),
        (4, text(&["2026-11-23", "5", "x_x005F_y"])),
        (6, text(&["2026-11", "6.5"])),
        (7, text(&["2026-11"])),
    ];
    assert_eq!(read(bytes).unwrap(), expect);
}

#[test]
fn reads_what_another_reader_reads() {
    let bytes = made(|sheet| {
        sheet.write_row(0, 0, ["名称", "数量 <&>", "备注"]).unwrap();
        for line in 1..200u32 {
            sheet.write(line, 0, format!("单位{}", line % 7)).unwrap();
            sheet.write(line, 1, f64::from(line) * 1234.567).unwrap();
            sheet.write(line, 2, format!("第 {line} 行\n“\"'”")).unwrap();
        }
    });
    let mut other: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let range = other.worksheet_range_at(0).unwrap().unwrap();
    let ours = read(bytes).unwrap();
    assert_eq!(ours.len(), range.height());
    for ((_, ours), theirs) in ours.iter().zip(range.rows()) {
        assert_eq!(ours[0], theirs[0].to_string());
        assert_eq!(ours[2], theirs[2].to_string());
        if let calamine::Data::Float(number) = theirs[1] {
            assert!((ours[1].parse::<f64>().unwrap() - number).abs() < 1e-6);
        }
    }
}

#[test]
fn names_cells_that_nobody_typed() {
    let bytes = made(|sheet| {
        sheet.write_row(0, 0, ["a", "b", "c"]).unwrap();
        sheet.write(1, 0, "x").unwrap();
        sheet.write(1, 1, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.merge_range(2, 0, 3, 0, "y", &Format::new()).unwrap();
        sheet.write(3, 1, 1).unwrap();
    });
    let sheet = Sheet::open(bytes).unwrap();
    assert_eq!(sheet.place.as_ref().unwrap().cell(1, 2), "B2");
    let mut odd = Vec::new();
    sheet.rows.visit(|line, row| odd.extend((0..3).filter_map(|c| Some((line, c, row.odd(c)?.clone()))))).unwrap();
    assert_eq!(odd, [(2, 1, Odd::Formula), (4, 0, Odd::Merged)]);
    let error = rows("<row><c t=\"e\"><v>#N/A</v></c></row>");
    let sheet = Sheet::open(parts(&[], &error)).unwrap();
    sheet.rows.visit(|_, row| assert_eq!(row.odd(0), Some(&Odd::Error("#N/A".to_owned())))).unwrap();
}

#[test]
fn refuses_what_is_more_than_a_table() {
    let check = |bytes: Vec<u8>, code: &str| assert_eq!(read(bytes).unwrap_err().code(), code);
    let good = rows("<row><c><v>1</v></c></row>");
    assert!(read(parts(&[], &good)).is_ok());
    check(parts(&[("xl/vbaProject.bin", "")], &good), "workbook_has_macros");
    let types = "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>";
    check(parts(&[("[Content_Types].xml", types)], &good), "workbook_has_macros");
    check(parts(&[("xl/externalLinks/externalLink1.xml", "")], &good), "workbook_has_links");
    check(parts(&[("xl/worksheets/sheet1.xml", "<worksheet>")], &good), "file_empty");
    check(parts(&[("xl/worksheets/sheet1.xml", "no xml at all <<")], &good), "workbook_unreadable");
    // Lines that run backwards, cells on top of each other.
    check(parts(&[], &rows("<row r=\"1\"><c><v>1</v></c></row>")), "workbook_unreadable");
    check(parts(&[], &rows("<row><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>")), "workbook_unreadable");
}

#[test]
fn a_hundred_thousand_columns_stop_at_the_first_too_many() {
    let check = |bytes| assert_eq!(read(bytes).unwrap_err(), SheetError::TooManyColumns);
    check(parts(&[], &rows(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(100_000)))));
    check(parts(&[], &rows("<row><c r=\"EQXD2\"><v>1</v></c></row>")));
    // What is only formatted, and holds nothing, is no column.
    let wide = format!("<row><c><v>1</v></c>{}</row>", "<c s=\"1\"/>".repeat(16_000));
    assert_eq!(read(parts(&[], &rows(&wide))).unwrap().len(), 2);
}

#[test]
fn what_unpacks_to_too_much_is_not_unpacked() {
    let limits = Limits { part: 1 << 20, kept: 1 << 18, all: 2 << 20, parts: 20 };
    let open = |bytes| Book::open(bytes, limits).map(drop).unwrap_err();
    let bloated = |error: SheetError| assert_eq!(error.code(), "workbook_bloated", "{error}");
    let blanks = " ".repeat(3 << 20);
    let good = rows("<row><c><v>1</v></c></row>");
    // In a part that would be read, and in one that would not.
    bloated(open(parts(&[], &format!("{good}{blanks}"))));
    bloated(open(parts(&[("xl/media/picture.png", &blanks)], &good)));
    // Many parts, each below its own limit.
    let third = &blanks[..1 << 19];
    let many = ["a", "b", "c", "d", "e"].map(|name| (name, third));
    bloated(open(parts(&many, &good)));
    let names: Vec<String> = (0..30).map(|number| format!("part{number}")).collect();
    let crowd: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    bloated(open(parts(&crowd, &good)));
    // Shared strings are kept in memory and have a lower limit.
    bloated(open(parts(
        &[("xl/sharedStrings.xml", &format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(20_000)))],
        &good,
    )));
    assert!(Book::open(parts(&[], &good), limits).is_ok());
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_measured() {
    let blanks = " ".repeat(3 << 20);
    let mut bytes = parts(&[("xl/media/picture.png", &blanks)], &rows("<row><c><v>1</v></c></row>"));
    // Each directory entry and each part's head say that the part is one byte long.
    let real = u32::try_from(blanks.len()).unwrap().to_le_bytes();
    let mut found = 0;
    for place in 0..bytes.len() - 4 {
        if bytes[place..place + 4] == real {
            bytes[place..place + 4].copy_from_slice(&1u32.to_le_bytes());
            found += 1;
        }
    }
    assert!(found >= 2);
    let limits = Limits { part: 1 << 20, ..Limits::default() };
    let error = Book::open(bytes, limits).map(drop).unwrap_err();
    assert!(["workbook_bloated", "workbook_unreadable"].contains(&error.code()), "{error}");
}

#[test]
fn nothing_is_reserved_on_a_files_own_word() {
    let strings = "<sst uniqueCount=\"99999999999999\"><si><t>x</t></si></sst>";
    let sheet = rows("<row><c t=\"s\"><v>0</v></c></row>");
    let found = read(parts(&[("xl/sharedStrings.xml", strings)], &sheet)).unwrap();
    assert_eq!(found[1].1, ["x"]);
    // A string that is not there.
    let sheet = rows("<row><c t=\"s\"><v>7</v></c></row>");
    assert_eq!(read(parts(&[], &sheet)).unwrap_err(), SheetError::Workbook);
    // One text that never ends, and elements without end.
    let endless = rows(&format!("<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(2 << 20)));
    assert_eq!(read(parts(&[], &endless)).unwrap_err().code(), "workbook_bloated");
    assert_eq!(read(parts(&[], &rows(&"<x>".repeat(100_000)))).unwrap_err(), SheetError::Workbook);
}

#[test]
fn a_header_that_people_do_not_see_as_one_is_reported_in_words() {
    let title = made(|sheet| {
        sheet.merge_range(0, 0, 0, 3, "用电计划表", &Format::new()).unwrap();
        sheet.write_row(1, 0, ["品种", "指标", "时期", "数量"]).unwrap();
    });
    let error = read(title).unwrap_err();
    assert_eq!(error.code(), "heading_merged");
    assert_eq!(error.place(), (Some(1), Some("Sheet1"), Some("A1")));
    assert!(error.to_string().contains("A1:D1"), "{error}");
    let hidden = made(|sheet| {
        sheet.write_row(0, 0, ["品种", "指标"]).unwrap();
        sheet.set_column_hidden(1).unwrap();
        sheet.write(1, 0, "x").unwrap();
    });
    let error = read(hidden).unwrap_err();
    assert_eq!((error.code(), error.place().2), ("column_hidden", Some("B1")));
    let hidden = made(|sheet| {
        sheet.write_row(0, 0, ["品种", "指标"]).unwrap();
        sheet.set_row_hidden(0).unwrap();
        sheet.write(1, 0, "x").unwrap();
    });
    assert_eq!(read(hidden).unwrap_err().code(), "header_hidden");
    // A hidden column without a heading hides nothing that is read.
    let beside = made(|sheet| {
        sheet.write_row(0, 0, ["品种", "指标"]).unwrap();
        sheet.set_column_hidden(5).unwrap();
        sheet.write(1, 0, "x").unwrap();
    });
    assert!(read(beside).is_ok());
}
