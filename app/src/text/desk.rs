//! Texts: the reporting desk.

use super::{Lang, Text};

texts! {
    // The page.
    DESK = "填报台" | "Reporting desk";
    PLAN_DESK = "对口保供计划" | "Counterpart plan";
    TO_PLAN = "对口保供计划" | "Counterpart plan";
    NO_SCRIPT = "没有启用 JavaScript：可以查看，不能填报。" | "JavaScript is off: the sheet can be read, not edited.";
    PARTY = "单位" | "Party";
    GRAIN = "按日或按月" | "By day or month";
    DAYS = "按日" | "Days";
    MONTHS = "按月" | "Months";
    EARLIER = "更早" | "Earlier";
    LATER = "更晚" | "Later";
    JUMP_DAY = "跳到日期" | "Go to date";
    JUMP_MONTH = "跳到月份" | "Go to month";
    MONTH = "月份" | "Month";
    SHOW = "显示" | "Show";
    TOOLS = "编辑工具" | "Editing tools";
    UNDO = "撤销" | "Undo";
    REDO = "重做" | "Redo";
    FILL_RIGHT = "向右填充" | "Fill right";
    FILL_DOWN = "向下填充" | "Fill down";
    FILL_HINT = "先选中一片格子：首列（首行）填到其余各列（行）" | "Select a block first: its first column (row) is copied to the others";
    STORY_BUTTON = "历史与批注" | "History and comments";
    ADD_ROW = "增加品种" | "Add a row";
    ADD_ROW_NOTE = "选一项，表中即加一行空格。" | "Choose one: an empty row is added to the sheet.";
    row_added(row: &str) = "已增加一行：{row}" | "Row added: {row}";
    EMPTY = "还没有可填报的行" | "No rows to report yet";
    EMPTY_NOTE = "用“增加品种”加一行；仍没有的，请联系协调办核对本单位的品种。" | "Add one by “Add a row”; if what you report is not offered, ask the coordination office to check your items.";
    sheet_of(party: &str) = "{party}的填报表" | "Sheet of {party}";
    plan_of(item: &str, month: &str) = "{item} {month}对口保供计划" | "Counterpart plan: {item}, {month}";
    SUBJECT = "品种与指标" | "Item and measure";
    TODAY_WORD = "今天" | "today";
    THIS_MONTH = "本月" | "this month";

    // The reason for the whole visit.
    VISIT_REASON = "修改原因（每次修改都要记入，先填才能保存）" | "Reason (kept with every change; nothing is saved before it is given)";
    VISIT_REASON_HINT = "例如：电话代报，报数人张工" | "For example: reported by telephone, Mr Zhang";

    // Signs.
    WAITING = "待保存" | "waiting";
    SAVING = "正在保存" | "saving";
    SAVED = "已保存" | "saved";
    OFFLINE = "离线，等待中" | "offline, waiting";
    NEEDS_NOTE = "请确认" | "confirm it";
    NEEDS_REASON = "需说明原因" | "needs a reason";
    CONFLICT = "两人填的不同" | "two numbers";
    REFUSED = "未接受" | "refused";
    LATE = "逾期未报" | "overdue";
    LOCKED = "已锁定" | "locked";
    PAST_DEADLINE = "已过时限，修改需说明原因" | "past its deadline: a change needs a reason";
    opened_until(when: &str) = "协调办已开放至 {when}，修改需说明原因" | "opened by the office until {when}: a change needs a reason";
    LOCKED_NOTE = "已锁定：请联系协调办开放后再填" | "locked: ask the coordination office to open it";
    READ_ONLY_NOTE = "此行由他人填报" | "this row is reported by somebody else";
    HAS_COMMENTS = "有批注" | "has comments";
    comments_count(count: u32) = "批注 {count} 条" | "comments: {count}";
    note_of(note: &str) = "备注：{note}" | "note: {note}";
    NOT_REPORTED = "未报" | "not reported";
    LEGEND = "图例与按键" | "Key and keyboard";
    KEYS_MOVE = "方向键、Tab、Enter、Home、End、PageUp、PageDown 移动；加 Shift 选中一片；Esc 之后按 Tab 离开表格。" | "Arrows, Tab, Enter, Home, End, PageUp and PageDown move; with Shift they select; Esc, then Tab leaves the sheet.";
    KEYS_EDIT = "直接键入或按 F2 编辑，Esc 取消，Delete 清除（撤回所报）；Ctrl+R 向右填充，Ctrl+D 向下填充，Ctrl+Z 撤销，Ctrl+Y 重做。" | "Type or press F2 to edit, Esc cancels, Delete withdraws; Ctrl+R fills right, Ctrl+D down, Ctrl+Z undoes, Ctrl+Y redoes.";
    KEYS_PASTE = "Ctrl+C、Ctrl+V 与 Excel、WPS 互相复制粘贴；只粘贴一格时填满所选。Alt+H 或右键看历史与批注。" | "Ctrl+C and Ctrl+V copy to and paste from Excel and WPS; a single cell fills what is selected. Alt+H or the right button shows history and comments.";

    // The line under the sheet and what is said aloud.
    ALL_SAVED = "全部已保存" | "All saved";
    NOTHING_CHANGED = "填写后自动保存" | "Saved by itself as you type";
    waiting_count(count: usize) = "{count} 格待保存" | "waiting to be saved: {count}";
    asking_count(count: usize) = "{count} 格需要您处理" | "{count} need you";
    said_saved(count: usize) = "已保存 {count} 格。" | "Saved: {count}.";
    said_saved_asking(saved: usize, asking: usize) = "已保存 {saved} 格，{asking} 格需要您处理，见表下。" | "Saved: {saved}; {asking} need you, see below the sheet.";
    said_changed(count: usize) = "已改 {count} 格。" | "Changed: {count}.";
    said_locked(count: usize) = "{count} 格不能填写，未改。" | "Cells that may not be written were left as they are: {count}.";
    said_overtaken(count: usize) = "{count} 格后来又有改动，未动。" | "Cells changed since were left alone: {count}.";
    said_copied(count: usize) = "已复制 {count} 格。" | "Copied: {count}.";
    too_many_rows(count: usize) = "多 {count} 行" | "{count} row(s) too many";
    too_many_columns(count: usize) = "多 {count} 列" | "{count} column(s) too many";
    too_large(what: &str) = "粘贴的内容比表大（{what}），没有粘贴；请少选一些，或从更靠左上的格子开始。" | "What you paste is larger than the sheet ({what}): nothing was pasted. Copy fewer cells or begin further up or left.";
    NOTHING_TO_PASTE = "剪贴板里没有可粘贴的内容。" | "There is nothing to paste.";
    TAB_LEAVES = "现在按 Tab 离开表格。" | "Tab leaves the sheet now.";
    edit_cell(cell: &str) = "编辑：{cell}" | "Edit: {cell}";

    // When the server cannot be reached.
    offline(count: usize) = "离线：{count} 格等待上报，已存在这台设备上；网络恢复后自动上报，不用重填。" | "Offline: {count} cell(s) wait and are kept on this device; they are sent by themselves when the network is back.";
    offline_unkept(count: usize) = "离线：{count} 格等待上报。这台设备存不下，请不要关闭本页。" | "Offline: {count} cell(s) wait. This device cannot keep them: do not close the page.";
    OFFLINE_NOTHING = "离线：可以继续填，网络恢复后自动上报。" | "Offline: go on typing, it is sent when the network is back.";
    signed_out(count: usize) = "登录已结束，请重新登录。您填的 {count} 格已保留，登录后自动上报。" | "You are signed out: sign in again. What you typed is kept ({count} cells) and is sent then.";
    SIGNED_OUT = "登录已结束，请重新登录。" | "You are signed out: sign in again.";
    SIGN_IN = "重新登录" | "Sign in";
    RETRY_NOW = "立即重试" | "Try now";
    ONLINE_AGAIN = "网络已恢复，等待的内容已上报。" | "Back online: what waited is saved.";
    leave_waiting(count: usize) = "还有 {count} 格没有上报。现在退出会丢掉它们。仍要退出吗？" | "{count} cell(s) are not saved yet. Signing out now loses them. Sign out all the same?";
    NOT_ALLOWED = "没有权限填写，未保存" | "you may not write this: not saved";

    // What waits for the user.
    QUESTIONS = "需要您处理" | "These need you";
    CLASHES = "同一格两人填的不同" | "Two people changed the same cell";
    CLASHES_NOTE = "您填写期间别人改了这些格子。什么都没有覆盖，请选择用哪个数。" | "Somebody changed these cells while you typed. Nothing was overwritten: choose which number holds.";
    MINE = "我的" | "Mine";
    THEIRS = "对方的" | "Theirs";
    by_at(who: &str, when: &str) = "{who}，{when}" | "{who}, {when}";
    KEEP_THEIRS = "采用对方" | "Keep theirs";
    USE_MINE = "采用我的" | "Use mine";
    UNUSUAL = "数字不寻常，请确认" | "Unusual numbers: please confirm";
    UNUSUAL_NOTE = "没有写错就写一句说明并确认；写错了就还原或直接改格子。" | "If it is right, say why in a note and stand by it; if not, put it back or change the cell.";
    NOTE = "说明" | "Note";
    NOTE_HINT = "例如：二号机组检修结束" | "For example: unit 2 is back from repair";
    STAND_BY = "确认无误" | "Stand by it";
    STAND_BY_ALL = "全部确认无误" | "Stand by all";
    PUT_BACK = "还原" | "Put back";
    PUT_BACK_ALL = "全部还原" | "Put all back";
    LATE_CHANGES = "已过时限，请说明原因" | "Past their deadline: please say why";
    LATE_NOTE = "写一次，用于下列全部格子。" | "Said once, it serves all of these cells.";
    REASON = "原因" | "Reason";
    REASON_HINT = "例如：仪表故障，今日补报" | "For example: meter failure, reported today";
    GIVE_REASON = "说明并保存" | "Give it and save";
    GIVE_REASON_ALL = "全部说明并保存" | "Give it for all and save";
    REFUSED_HEAD = "没有接受的" | "Refused";
    REFUSED_NOTE = "这些没有保存。请按提示改格子，或还原。" | "These are not saved. Change the cells as it says, or put them back.";
    SAY_FIRST = "请先写说明。" | "Write it first.";

    // A cell's story.
    STORY = "历史与批注" | "History and comments";
    CLOSE = "关闭" | "Close";
    HISTORY = "历史" | "History";
    NO_HISTORY = "还没有报过。" | "Never reported.";
    COMMENTS = "批注" | "Comments";
    NO_COMMENTS = "还没有批注。" | "No comments yet.";
    COMMENT = "写批注" | "Write a comment";
    ADD_COMMENT = "添加批注" | "Add comment";
    WITHDRAWN = "撤回" | "withdrawn";
    BY_DESK = "填报台" | "the reporting desk";
    source_of(source: &str) = "来源：{source}" | "from {source}";
    reason_of(reason: &str) = "原因：{reason}" | "reason: {reason}";
    STORY_FAILED = "现在读不到，请稍后再试。" | "It cannot be read now; try again in a moment.";
    COMMENT_FAILED = "没有添加成功，请再试。" | "It was not added; try again.";

    // On a phone.
    PREVIOUS_DAY = "前一天" | "Previous day";
    NEXT_DAY = "后一天" | "Next day";
    PREVIOUS_MONTH = "上月" | "Previous month";
    NEXT_MONTH = "下月" | "Next month";
    yesterday_value(value: &str) = "昨日 {value}" | "Yesterday {value}";
    last_month_value(value: &str) = "上月 {value}" | "Last month {value}";
    SAME_AGAIN = "照填" | "same again";

    // The counterpart plan.
    ITEM = "品种" | "Item";
    SUPPLIER = "供应单位" | "Supplier";
    SUM = "合计" | "Sum";
    PLANNED = "计划合计" | "Planned";
    NEED = "需求" | "Need";
    MISSING = "还缺" | "Still missing";
    short_of(amount: &str) = "缺 {amount}" | "{amount} short";
    over(amount: &str) = "余 {amount}" | "{amount} over";
    EXACT = "正好" | "met";
    PLAN_EMPTY = "没有可编的计划" | "Nothing to plan";
    PLAN_EMPTY_NOTE = "这个品种没有您可以编制的供应单位或用户。" | "There is no supplier or consumer of this item that you may plan for.";
}
