//! Texts: templates, uploads, saved mappings, exports.

use super::{Lang, Text};

texts! {
    FILES = "文件" | "Files";
    FILES_NOTE = "下载模板、填好上传；先看预览，再决定导入。" | "Download the template, fill it in, upload it; look at the preview first, then import.";

    // Templates.
    TEMPLATE = "填报模板" | "Template";
    TEMPLATE_NOTE = "已列出本单位填报的品种和指标；只填数量，没有的留空。" | "It lists what your party reports; fill in quantities and leave empty what you have not.";
    TEMPLATE_OFFICE_NOTE = "空白模板，附品种和单位清单。" | "An empty template with the lists of items and parties.";
    BY_DAY = "按日（前后各 7 天）" | "By day (7 days before and after)";
    BY_MONTH = "按月" | "By month";
    FIRST_DAY = "起始日期" | "First day";
    DOWNLOAD_TEMPLATE = "下载模板" | "Download template";

    // Uploads.
    UPLOAD = "上传" | "Upload";
    CHOOSE_FILE = "选择文件，或拖到这里" | "Choose a file, or drop it here";
    FILE_KINDS = "CSV 或 XLSX，不超过 50 MiB" | "CSV or XLSX, at most 50 MiB";
    chosen(name: &str, size: &str) = "已选：{name}（{size}）" | "Chosen: {name} ({size})";
    CHOOSE_AGAIN = "导入时请重新选择同一个文件" | "To import, choose the same file again";
    HOW_TO_READ = "怎样读" | "Read it as";
    STANDARD_HEADER = "标准表头（模板）" | "standard headings (template)";
    PREVIEW = "预览" | "Preview";
    sending(percent: u32) = "正在上传 {percent}%" | "Uploading {percent}%";
    CHECKING = "正在检查…" | "Checking…";
    LOST = "没有连上服务器，文件未导入；请检查网络后重试。" | "The server did not answer; nothing was imported. Check the network and try again.";
    TOO_LARGE = "文件超过 50 MiB，请拆分后上传。" | "The file is larger than 50 MiB: split it.";

    // The preview.
    preview_of(name: &str) = "预览：{name}" | "Preview: {name}";
    NEW = "新增" | "New";
    CHANGED = "变更" | "Changed";
    UNCHANGED = "不变" | "Unchanged";
    REFUSED = "退回" | "Refused";
    in_rows(rows: &str) = "处，在 {rows} 行" | "cells in {rows} rows";
    skipped_rows(rows: &str) = "另有 {rows} 行没有填写，已跳过。" | "{rows} more rows were left untouched and are passed over.";
    first_of(shown: usize, all: &str) = "只列出前 {shown} 条，共 {all} 条。" | "The first {shown} of {all}.";
    NONE_OF_THESE = "没有" | "None";
    LINE = "行" | "Row";
    CELL = "单元格" | "Cell";
    COLUMN = "列" | "Column";
    MEASURE = "指标" | "Measure";
    SUPPLIER = "供应单位" | "Supplier";
    CONSUMER = "需求单位" | "Consumer";
    QUANTITY = "数量" | "Quantity";
    BEFORE = "原数" | "Before";
    AFTER = "新数" | "After";
    REMARK = "备注" | "Remark";
    REASON_REFUSED = "原因和改法" | "Why, and what helps";
    WHOLE_FILE = "整个文件" | "the whole file";

    // The import.
    will_write(new: &str, changed: &str) = "将写入：新增 {new} 个，变更 {changed} 个数。" | "To be written: {new} new and {changed} changed figures.";
    OVERWRITES = "变更会替换已报的数，原数留在历史中。" | "Changes replace what was reported; the old numbers stay in the history.";
    late_figures(count: &str) = "其中 {count} 个已过报送期限，须写明原因。" | "Past their deadline: {count}. Give a reason.";
    NOTHING_TO_WRITE = "没有可写入的数。" | "There is nothing to write.";
    PARTIAL = "导入没有问题的行，退回的另存为文件" | "Import the good rows, give me the refused ones back";
    PARTIAL_NEEDED = "有退回的行：勾选此项，或改好后重新上传。" | "Some rows are refused: tick this, or mend the file and upload it again.";
    REASON = "原因" | "Reason";
    REASON_NOTE = "写入历史；协调办代填必须写明。" | "Kept in the history; the office must give one.";
    import_figures(count: &str) = "导入 {count} 个数" | "Import {count} figures";
    DOWNLOAD_REFUSED = "下载退回的行" | "Download the refused rows";
    IMPORTED = "已导入" | "Imported";
    NOT_IMPORTED = "未导入" | "Not imported";
    imported_counts(accepted: &str, unchanged: &str) = "写入 {accepted} 个数，{unchanged} 个与已报相同。" | "{accepted} figures written, {unchanged} said what was known.";
    NOTHING_WRITTEN = "没有写入任何数。" | "Nothing was written.";
    refused_back(rows: &str) = "退回 {rows} 行：下载后按最后一列的原因改好，再上传即可。" | "{rows} rows were refused: download them, mend them by the reasons in the last column, and upload that file.";

    // Mappings.
    MAPPINGS = "读本单位自己的表" | "Your own sheets";
    MAPPINGS_NOTE = "一次说明各列的含义，以后上传同样的表直接选用。" | "Say once what the columns mean; then choose it whenever you upload such a sheet.";
    NO_MAPPINGS = "还没有。" | "None yet.";
    NEW_MAPPING = "新建" | "New";
    CHANGE = "修改" | "Change";
    REMOVE = "删除" | "Remove";
    changed_by(who: &str, when: &str) = "{who} {when}" | "{who}, {when}";
    SAMPLE = "1. 选一张样表" | "1. Choose a sample";
    READ_COLUMNS = "读取列" | "Read its columns";
    COLUMNS = "2. 说明各列" | "2. Say what the columns are";
    sample_rows(rows: &str) = "样表有 {rows} 行，显示前几行的值。" | "The sample has {rows} rows; the first values are shown.";
    MEANING = "含义" | "Meaning";
    UNUSED = "不用" | "not used";
    IS_PERIOD = "时期" | "period";
    IS_PARTY = "单位" | "party";
    IS_FIGURE = "数据" | "figure";
    FACTOR = "乘以" | "Times";
    FACTOR_NOTE = "换算成系统单位，如表中是万吨填 10000" | "Into the item's unit: 10000 where the sheet is in 10⁴ t";
    COUNTERPART = "供给谁" | "Supplied to";
    POOL = "全市（不分用户）" | "the city (no user named)";
    column_named(heading: &str) = "列“{heading}”" | "column “{heading}”";
    WHOSE = "每行都是这个单位的数" | "Every row is about";
    TRY_AND_SAVE = "3. 试读并保存" | "3. Try and save";
    TRY = "试读样表" | "Try it on the sample";
    MAPPING_NAME = "名称" | "Name";
    SAVE = "保存" | "Save";
    saved_as(name: &str) = "已保存为“{name}”，上传时在“怎样读”中选用。" | "Saved as “{name}”: choose it under “Read it as” when you upload.";
    NEEDS_SCRIPT = "新建映射需要启用 JavaScript；上传、预览和导入不需要。" | "Making a mapping needs JavaScript; uploading, previewing and importing do not.";
    INCOMPLETE = "请指定时期列、至少一个数据列及其品种和指标。" | "Name the period's column and at least one figure with its item and measure.";

    // Exports.
    export_as(what: &str, kind: &str) = "把{what}导出为 {kind}" | "Export {what} as {kind}";
}

/// One language of a message that the services say in both, `中文 / English`.
pub(crate) fn one_language(message: &str, lang: Lang) -> &str {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let parts = message.match_indices(" / ").map(|(place, sign)| (&message[..place], &message[place + sign.len()..]));
    // What people wrote may hold the sign, too: it stands in quotes, and the English part begins with a letter of its own.
    let is_closed = |text: &str| text.matches('“').count() == text.matches('”').count();
    let is_english = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let split = parts.filter(|(zh, en)| is_chinese(zh) && is_english(en) && is_closed(zh) && is_closed(en)).last();
    match (split, lang) {
        (Some((zh, _)), Lang::Zh) => zh,
        (Some((_, en)), Lang::En) => en,
        (None, _) => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_shown_in_one_language() {
        let check = |message: &str, zh: &str, en: &str| {
            assert_eq!((one_language(message, Lang::Zh), one_language(message, Lang::En)), (zh, en));
        };
        check("数量为空 / the quantity is empty", "数量为空", "the quantity is empty");
        check("没有“a / b” / no party “a / b”", "没有“a / b”", "no party “a / b”");
        check("plain", "plain", "plain");
    }
}
