//! Texts: what the program does by itself.

use baogong_domain::jobs::{Job, Schedule};

use super::{Lang, Text};

texts! {
    JOBS = "定时任务" | "Scheduled jobs";
    JOBS_NOTE = "程序按协调办的时间（北京时间）自动执行；服务器停机错过的，恢复后按顺序补上。" | "What the program does by itself, by the office's time (Asia/Shanghai). What a stopped server missed is made up in order when it is back.";
    SCHEDULE = "时间" | "Schedule";
    NEXT = "下次" | "Next";
    LAST = "上次" | "Last run";
    RESULT = "结果" | "Result";
    SERVER = "执行" | "Carried out by";
    NEVER = "还没有执行过" | "Not run yet";
    RUNNING_SINCE = "正在执行，开始于" | "Running since";
    RUN_NOW = "立即执行" | "Run now";
    CONFIRM = "确认执行" | "Yes, run it now";
    CONFIRM_NOTE = "现在就执行一次，并以您的名义记录；原定时间照常执行。" | "It is carried out once, now, and recorded under your name; the schedule goes on as before.";
    FAILED_RUNS = "最近一周未完成的" | "Failed within a week";
    ALL_RUNS = "执行记录" | "Runs";
    ONLY_FAILED = "只看未完成的" | "Failed ones only";
    EVERYTHING = "全部" | "All";
    OLDER = "更早的记录" | "Older runs";
    NO_RUNS = "没有记录" | "No runs";
    NO_RUNS_NOTE = "还没有这样的执行记录。" | "There is no such run.";
    JOB = "任务" | "Job";
    MEANT_FOR = "应于" | "Meant for";
    BEGAN = "开始" | "Began";
    TOOK = "用时" | "Took";
    BY = "由谁" | "By whom";
    THE_SCHEDULE = "按时间表" | "the schedule";
    DONE = "完成" | "done";
    RUNNING = "正在执行" | "running";
    FAILED = "未完成" | "failed";
    again(time: &str) = "{time} 再试" | "tried again at {time}";
    GIVEN_UP = "不再重试" | "not tried again";
    attempt(count: u32) = "第 {count} 次" | "attempt {count}";
    asked(name: &str) = "{name} 要求执行" | "asked for by {name}";
    ran(job: &str, result: &str) = "{job}：{result}" | "{job}: {result}";

    evaluated(days: usize, opened: usize, rose: usize, fell: usize, resolved: usize) = "判定 {days} 天：新增 {opened}，加重 {rose}，减轻 {fell}，解除 {resolved}" | "judged {days} day(s): {opened} opened, {rose} rose, {fell} fell, {resolved} passed";
    evaluated_more(unknown: usize, escalated: usize) = "，转为未知 {unknown}，升级督办 {escalated}" | ", {unknown} became unknown, {escalated} escalated";
    reminded(parties: usize, figures: usize) = "提醒 {parties} 家，{figures} 个数" | "parties reminded: {parties}, figures: {figures}";
    REMINDED_NONE = "没有需要提醒的" | "nobody had to be reminded";
    SEASON_SAME = "季节没有变化" | "the season has not changed";
    opened(season: &str, day: &str) = "{day} 进入{season}" | "{season} opened on {day}";
    closed(season: &str, day: &str) = "{day} 结束{season}" | "{season} closed on {day}";
    head(day: &str) = "已记下 {day} 的链头" | "the head of {day} is noted";
    head_known(day: &str) = "{day} 的链头先前已记下" | "the head of {day} had been noted before";
    cleaned(sessions: u64, invitations: u64, failures: u64, runs: u64, reminders: u64) = "清理：会话 {sessions}，邀请 {invitations}，登录失败 {failures}，执行记录 {runs}，提醒 {reminders}" | "removed: {sessions} sessions, {invitations} invitations, {failures} failed sign-ins, {runs} runs, {reminders} reminders";
    CLEANED_NONE = "没有需要清理的" | "nothing to remove";

    HOURLY = "每小时整点" | "on each full hour";
    daily(time: &str) = "每天 {time}" | "daily at {time}";
    seconds(seconds: &str) = "{seconds} 秒" | "{seconds} s";
    milliseconds(count: i64) = "{count} 毫秒" | "{count} ms";

    due_today(time: &str, figures: usize) = "今天 {time} 前还应报 {figures} 个数" | "Figures due by {time} today: {figures}";
    due_on(day: &str, time: &str, figures: usize) = "{day} {time} 前还应报 {figures} 个数" | "Figures due by {time} on {day}: {figures}";
    due_end_today(figures: usize) = "今天之内还应报 {figures} 个数" | "Figures due by the end of today: {figures}";
    due_end_on(day: &str, figures: usize) = "{day}之内还应报 {figures} 个数" | "Figures due by the end of {day}: {figures}";
    DUE_SOON = "快到时限" | "Due soon";
    WHAT_IS_DUE = "看是哪些" | "See which";
    reminded_at(time: &str) = "已于 {time} 提醒" | "reminded {time}";
}

/// Its name and what it does.
pub(crate) const fn about(job: Job) -> (Text, Text) {
    match job {
        Job::Seasons => (
            Text { zh: "季节起止", en: "Seasons" },
            Text {
                zh: "每天零点看当天属于哪个季节；进入或结束迎峰度冬、迎峰度夏时写入审计，并重新判定全部预警。",
                en: "Looks each midnight which season the day belongs to. Where a peak season opens or closes, that goes into the audit trail and all alerts are judged anew.",
            },
        ),
        Job::AuditHead => (
            Text { zh: "审计链头", en: "Head of the audit trail" },
            Text {
                zh: "把当天审计记录的链头写进数据库以外的文件，日后可查出被截去的记录。每台服务器各写自己的文件。",
                en: "Notes the day's head of the audit trail in a file outside the database, by which entries that were cut off are found. Each server keeps its own file.",
            },
        ),
        Job::CleanUp => (
            Text { zh: "清理", en: "Clean-up" },
            Text {
                zh: "删除已失效的会话、过期的邀请、隔天的登录失败计数、400 天前的执行记录和时限已过 100 天的提醒。数据、预警和审计从不删除。",
                en: "Removes ended sessions, expired invitations, yesterday's counts of failed sign-ins, runs older than 400 days and reminders of deadlines 100 days past. Figures, alerts and the audit trail are never removed.",
            },
        ),
        Job::Evaluation => (
            Text { zh: "判定预警", en: "Evaluation" },
            Text {
                zh: "重新判定全部品种和单位，新增、加重、减轻或解除预警；错过的日子逐日补判。每报一个数也会随即判定。",
                en: "Judges all items and parties anew: alerts open, rise, fall and pass. Days that were missed are judged one by one. What is reported is also judged at once.",
            },
        ),
        Job::Reminders => (
            Text { zh: "时限提醒", en: "Reminders" },
            Text {
                zh: "提醒还没有报数的单位：日报在时限前两小时，月报在最后三天。每个时限只提醒一次，显示在填报页和报送进度上。",
                en: "Reminds who still owes figures: of a day's two hours before their deadline, of a month's on the last three days. Once for each deadline; it shows on the reporting desk and the board.",
            },
        ),
    }
}

/// When it is due, in words.
pub(crate) fn schedule(schedule: Schedule, lang: Lang) -> String {
    match schedule {
        Schedule::Hourly => HOURLY.get(lang).to_owned(),
        Schedule::DailyAt(hour, minute) => daily(lang, &format!("{hour:02}:{minute:02}")),
    }
}
