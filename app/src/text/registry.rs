//! Texts: parties and the key-enterprise roster.

use super::{Lang, Text};

texts! {
    // The list.
    PARTIES = "单位" | "Parties";
    REGISTRY = "单位登记册" | "Registry of parties";
    found(count: &str, all: &str) = "{all} 家中的 {count} 家" | "{count} of {all}";
    in_all(all: &str) = "共 {all} 家" | "{all} in all";
    SEARCH = "查找" | "Search";
    SEARCH_NOTE = "名称、代码、信用代码或行业" | "Name, code, credit code or industry";
    KIND = "类型" | "Kind";
    DIVISION = "区县" | "Division";
    CITY_ALONE = "市直（无区县）" | "City-wide (no division)";
    ANY = "全部" | "All";
    YEAR = "年度" | "Year";
    ROSTER_YEAR = "名单年度" | "Roster of";
    TIER = "名单类别" | "Tier";
    SHOW = "查看" | "Show";
    RESET = "恢复默认" | "Reset";
    NOBODY = "没有符合条件的单位" | "No party fits";
    NOBODY_NOTE = "请少写几个字，或放宽条件。" | "Type less, or ask for less.";
    NAME = "名称" | "Name";
    CODE = "代码" | "Code";
    INDUSTRY = "行业" | "Industry";
    USCC = "统一社会信用代码" | "Unified social credit code";
    PAGES = "分页" | "Pages";
    NEW_PARTY = "登记新单位" | "Register a party";

    // One party.
    FACTS = "登记信息" | "Facts";
    NAME_EN = "英文名称" | "English name";
    PROTECTION = "保障类别" | "Protection class";
    FACTORS = "分管的生产要素" | "In charge of";
    REPORTER = "填报单位" | "Reported by";
    REPORTS_FOR = "代报" | "Reports for";
    KEY_ENTERPRISE = "重点企业" | "Key enterprise";
    changed_by(when: &str, who: &str) = "{when} 由 {who} 更改" | "changed {when} by {who}";
    EDIT = "修改" | "Edit";
    NOT_GIVEN = "—" | "—";
    DUTIES = "报送进度" | "Reporting";

    // The form.
    CODE_NOTE = "字母、数字、汉字、- 和 _；登记后不再更改" | "Letters, digits, Chinese characters, - and _; fixed once registered";
    USCC_NOTE = "18 位，带校验位" | "18 characters with a check character";
    REPORTER_NOTE = "供应单位、主管部门或企业的代码" | "Code of a supplier, bureau or enterprise";
    NONE = "（无）" | "(none)";
    SAVE = "保存" | "Save";
    CANCEL = "取消" | "Cancel";
    REFUSED = "未保存，请改正标出的各项。" | "Not saved: please mend what is marked.";
    faster(who: &str, when: &str) = "未保存：您打开之后，{who} 于 {when} 已修改。对方的值标在各项下面；核对后再保存，以您的为准。" | "Not saved: after you opened this, {who} changed it at {when}. Their values stand below the fields; look at them, then save again to let yours stand.";
    FASTER_UNKNOWN = "未保存：您打开之后已有人修改。对方的值标在各项下面；核对后再保存，以您的为准。" | "Not saved: somebody changed this after you opened it. Their values stand below the fields; look at them, then save again to let yours stand.";
    theirs(value: &str) = "对方已改为：{value}" | "they changed it to: {value}";
    EMPTY_VALUE = "（空）" | "(empty)";

    // Contacts.
    CONTACTS = "联系人" | "Contacts";
    NO_CONTACTS = "还没有联系人。" | "No contacts yet.";
    PERSON = "姓名" | "Name";
    DUTY = "职责" | "Duty";
    PHONE = "电话" | "Telephone";
    EMAIL = "电子邮箱" | "E-mail";
    NOTE = "备注" | "Note";
    ADD_CONTACT = "增加联系人" | "Add a contact";
    edit_contact(name: &str) = "修改 {name}" | "Edit {name}";
    REMOVE = "删除" | "Remove";
    confirm_remove(name: &str) = "确认删除 {name}" | "I confirm removing {name}";

    // The roster.
    ROSTER = "双百企业" | "Key enterprises";
    ROSTER_TITLE = "重点企业名单（双百企业）" | "Roster of key enterprises";
    of_year(year: i32) = "{year} 年度" | "{year}";
    ROSTER_NOTE = "名单每年重新评选；入选和退出都有日期、原因和经办人，只增不改。" | "Selected anew every year. Each entry and exit has its day, reason and clerk, and is never changed.";
    of_target(count: usize, target: u32) = "{count} / {target}" | "{count} / {target}";
    open_places(places: u32) = "还差 {places} 家" | "{places} open";
    FULL = "已满" | "full";
    too_many(more: u32) = "超出 {more} 家" | "{more} over";
    YEARS = "年度" | "Years";
    TIERS = "类别" | "Tiers";
    MEMBERS = "在册企业" | "On the roster";
    members_of(tier: &str, count: usize) = "{tier} {count} 家" | "{tier}: {count}";
    NO_MEMBERS = "这一年度这一类还没有企业" | "Nobody stands here yet";
    NO_MEMBERS_NOTE = "可逐家登记入选，或用登记册文件的“重点企业类别”一列一次导入。" | "Enter them one by one, or all at once by the column “tiers” of a registry file.";
    ENTERPRISE = "企业" | "Enterprise";
    SINCE = "入选日期" | "Entered";
    LEFT_ON = "退出日期" | "Left";
    REASON = "原因" | "Reason";
    CLERK = "经办人" | "Clerk";
    ENTRY = "入选" | "Entered";
    EXIT = "退出" | "Left";
    STEP = "事项" | "Step";
    DAY = "日期" | "Day";
    ENTER = "登记入选" | "Enter an enterprise";
    ENTER_NOTE = "输入代码或名称选择" | "Type a code or a name and choose";
    LEAVE = "移出" | "Remove";
    leave_title(name: &str, year: i32, tier: &str) = "把 {name} 移出 {year} 年度{tier}名单" | "Remove {name} from {year}: {tier}";
    leave_confirm(name: &str) = "我确认将 {name} 移出名单" | "I confirm that {name} leaves the roster";
    LEAVE_DO = "移出名单" | "Remove from the roster";
    EXITS = "本年度退出" | "Who left this year";
    NO_EXITS = "本年度无人退出。" | "Nobody has left.";
    HISTORY = "入选与退出" | "Entries and exits";
    NO_HISTORY = "从未列入名单。" | "Never on a roster.";

    // The review.
    REVIEW = "年度评审（动态管理）" | "Yearly review";
    REVIEW_DO = "计算及时上报率" | "Compute on-time rates";
    review_note(line: &str) = "及时上报率低于 {line}% 的列为建议移出；是否移出由协调办逐家决定，须写原因并确认。" | "Whoever reports on time in less than {line}% is proposed for removal. The office decides on each, with a reason and a confirmation.";
    review_range(first: &str, last: &str) = "{first} 至 {last}" | "{first} to {last}";
    NOT_BEGUN = "这一年度还没有开始。" | "The year has not begun.";
    NO_PROPOSAL = "没有建议移出的企业。" | "Nobody is proposed for removal.";
    proposed(count: usize, judged: usize) = "建议移出 {count} 家（{judged} 家有应报）" | "{count} proposed for removal, of {judged} with reports due";
    ON_TIME = "及时上报率" | "On-time rate";
    others(count: usize) = "达到要求的 {count} 家" | "{count} reach the line";
    nothing_due(count: usize) = "本年度无应报的 {count} 家，不作评判" | "{count} had nothing to report and are not judged";
    review_reason(rate: &str, on_time: &str, due: &str, line: &str) = "年度评审：及时上报率 {rate}（{on_time} / {due}），低于 {line}%" | "Yearly review: on-time rate {rate} ({on_time} of {due}), below {line}%";

    // Settings.
    SETTINGS = "名单设置" | "Settings of the roster";
    TARGET = "每类家数" | "Enterprises a tier";
    LINE = "及时上报率界线（%）" | "On-time line (%)";
    BASIS = "依据（文件、决定）" | "Document or decision";
    SAVED = "已保存。" | "Saved.";
}

/// The name of a kind's, tier's, class's or factor's word; the word itself where it is unknown.
pub(crate) fn kind_name(word: &str, lang: Lang) -> String {
    named(baogong_domain::PartyKind::parse(word).ok().map(baogong_domain::PartyKind::names), word, lang)
}

/// See [`kind_name`].
pub(crate) fn tier_name(word: &str, lang: Lang) -> String {
    named(baogong_domain::party::KeyTier::parse(word).map(baogong_domain::party::KeyTier::names), word, lang)
}

/// See [`kind_name`].
pub(crate) fn protection_name(word: &str, lang: Lang) -> String {
    let class = baogong_domain::party::Protection::parse(word).ok();
    named(class.map(baogong_domain::party::Protection::names), word, lang)
}

/// See [`kind_name`].
pub(crate) fn factor_name(word: &str, lang: Lang) -> String {
    let factor = baogong_domain::Factor::ALL.into_iter().find(|factor| factor.code() == word);
    named(factor.map(baogong_domain::Factor::names), word, lang)
}

fn named(names: Option<(&'static str, &'static str)>, word: &str, lang: Lang) -> String {
    names.map_or(word, |(zh, en)| if lang == Lang::Zh { zh } else { en }).to_owned()
}
