//! Why a file is not a table.

/// Why a file is not a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Over [`super::MAX_FILE_BYTES`].
    #[error(
        "文件超过 50 MiB，请按月或按单位拆分后导入 / the file is larger than 50 MiB: split it, for example by month, and import the parts"
    )]
    TooLarge,
    /// Over [`super::MAX_ROWS`].
    #[error("超过一百万行，请拆分 / more than 1,000,000 rows: split the file")]
    TooManyRows,
    /// Over [`super::MAX_COLUMNS`].
    #[error("超过 1000 列 / more than 1,000 columns: is this the right sheet?")]
    TooManyColumns,
    /// Nothing in it.
    #[error("文件是空的 / the file is empty")]
    Empty,
    /// A header and nothing below.
    #[error("只有表头，没有数据行 / the file has a header but no rows")]
    NoRows,
    /// Not a text and not a workbook.
    #[error("不是表格文件 / not a CSV or XLSX file: save it as CSV (UTF-8) or XLSX first")]
    NotATable,
    /// A workbook of the format before XLSX, or one with a password.
    #[error(
        "旧版 .xls 或带密码的工作簿，请另存为不带密码的 .xlsx / an old .xls or a workbook with a password: save it as .xlsx without one"
    )]
    OldWorkbook,
    /// Bytes that are neither UTF-8 nor GB18030.
    #[error("文字编码不是 UTF-8 或 GB18030 / the text is neither UTF-8 nor GB18030: save it as CSV (UTF-8)")]
    Encoding,
    /// A workbook that does not open.
    #[error("XLSX 文件打不开 / the workbook cannot be read: open it in Excel or WPS and save it again")]
    Workbook,
    /// A workbook that grows beyond all measure when it is unpacked.
    #[error(
        "工作簿解压后过大（{0}），不予读取 / the workbook unpacks to too much ({0}) and is not read: copy the data into a new workbook, or save it as CSV"
    )]
    Bloated(String),
    /// A workbook with macros.
    #[error(
        "工作簿含有宏，不予读取；请另存为 .xlsx（不含宏）/ the workbook has macros and is not read: save it as .xlsx, which has none"
    )]
    Macros,
    /// A workbook that draws on other files or on data connections.
    #[error(
        "工作簿链接了其他文件或数据源，不予读取；请断开链接（数据 → 编辑链接）或粘贴为数值后保存 / the workbook draws on other files and is not read: break its links (Data → Edit Links), or paste as values, and save"
    )]
    ExternalLinks,
    /// The header is merged with other cells, or a title stands above it.
    #[error(
        "工作表“{sheet}”的 {range} 是合并单元格：第一行须是表头，每列一格；请删去标题行或取消合并 / the cells {range} of the sheet “{sheet}” are merged: the first row must hold the headings, one cell a column; delete the title or unmerge"
    )]
    MergedHeading {
        /// Name of the sheet.
        sheet: String,
        /// Such as `A1:G1`.
        range: String,
        /// Line of the header.
        line: u64,
    },
    /// A column that has a heading is hidden.
    #[error(
        "工作表“{sheet}”的 {cell} 列（{heading}）是隐藏的，看不见的数据不导入；请取消隐藏或删除该列 / the column of {cell} ({heading}) in the sheet “{sheet}” is hidden, and what nobody sees is not imported: unhide or delete it"
    )]
    HiddenColumn {
        /// Name of the sheet.
        sheet: String,
        /// Cell of the heading.
        cell: String,
        /// The heading.
        heading: String,
        /// Line of the header.
        line: u64,
    },
    /// The header itself is hidden.
    #[error(
        "工作表“{sheet}”的表头（第 {line} 行）是隐藏的，请取消隐藏 / the header of the sheet “{sheet}”, row {line}, is hidden: unhide it"
    )]
    HiddenHeader {
        /// Name of the sheet.
        sheet: String,
        /// Line of the header.
        line: u64,
    },
    /// A row that does not parse.
    #[error("第 {0} 行格式有误 / line {0} is not well-formed CSV")]
    Malformed(u64),
}

impl SheetError {
    /// Stable code for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "file_too_large",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyColumns => "too_many_columns",
            Self::Empty => "file_empty",
            Self::NoRows => "no_rows",
            Self::NotATable => "not_a_table",
            Self::OldWorkbook => "old_workbook",
            Self::Encoding => "encoding_unknown",
            Self::Workbook => "workbook_unreadable",
            Self::Bloated(_) => "workbook_bloated",
            Self::Macros => "workbook_has_macros",
            Self::ExternalLinks => "workbook_has_links",
            Self::MergedHeading { .. } => "heading_merged",
            Self::HiddenColumn { .. } => "column_hidden",
            Self::HiddenHeader { .. } => "header_hidden",
            Self::Malformed(_) => "row_malformed",
        }
    }

    /// The line, the sheet and the cell that it is about, where it is about one.
    pub fn place(&self) -> (Option<u64>, Option<&str>, Option<&str>) {
        match self {
            Self::Malformed(line) => (Some(*line), None, None),
            Self::MergedHeading { sheet, range, line } => {
                (Some(*line), Some(sheet), Some(range.split(':').next().unwrap_or(range)))
            }
            Self::HiddenColumn { sheet, cell, line, .. } => (Some(*line), Some(sheet), Some(cell)),
            Self::HiddenHeader { sheet, line } => (Some(*line), Some(sheet), None),
            _ => (None, None, None),
        }
    }
}
