//! Texts: the audit trail.

use super::{Lang, Text};

texts! {
    AUDIT = "审计" | "Audit trail";
    AUDIT_NOTE = "谁、何时、从哪里、做了什么。记录只增不改，逐条相连；被改动、删除或截去都能查出。" | "Who did what, when, from where. Entries are only added, each chained to the one before: a changed, removed or cut-off one is found.";
    ACTOR = "操作者" | "Who";
    ACTION = "操作" | "Act";
    SUBJECT = "对象" | "What to";
    ORIGIN = "来源地址" | "From where";
    FROM = "从" | "From";
    TO = "到" | "To";
    SEARCH = "查询" | "Search";
    CLEAR = "清除条件" | "Clear";
    WHEN = "时间" | "When";
    DETAIL = "前后内容" | "Details";
    NONE = "没有符合条件的记录" | "No entry fits";
    NONE_NOTE = "请放宽条件。" | "Ask for less.";
    OLDER = "更早的记录" | "Older entries";
    CHECK = "核验完整性" | "Verify now";
    whole(head: &str) = "完整：每一条都与写入时相同。链头 {head}" | "Whole: every entry is as it was written. Head {head}";
    from_checkpoint(seq: i64) = "第 {seq} 条及以前已按保存期限清理，留有签名检查点。" | "Entries up to {seq} were removed as old; a signed checkpoint stays.";
    NO_SECRET = "未设置 BAOGONG_AUDIT_KEY：能写数据库的人可以整体重写。" | "BAOGONG_AUDIT_KEY is not set: whoever can write the database could chain the entries anew.";
    broken(seq: i64, reason: &str) = "第 {seq} 条有问题：{reason}" | "Entry {seq}: {reason}";
}

/// An act's word, in words.
pub(crate) fn action(word: &str, lang: Lang) -> String {
    let (zh, en) = match word.split('.').next().unwrap_or_default() {
        "session" => ("登录", "Sign-in"),
        "access" => ("越权被拒", "Refused"),
        "account" | "password" | "second_factor" => ("账号", "Accounts"),
        "figures" => ("数据", "Figures"),
        "parties" | "party" | "contact" | "roster" => ("登记册", "Registry"),
        "export" => ("导出", "Exports"),
        "opening" | "period" | "duty" => ("报送", "Reporting"),
        "calendar" | "settings" => ("设置", "Settings"),
        "job" | "season" => ("定时任务", "Scheduled jobs"),
        "audit" => ("审计", "Audit trail"),
        _ => return word.to_owned(),
    };
    format!("{} {word}", if lang == Lang::Zh { zh } else { en })
}
