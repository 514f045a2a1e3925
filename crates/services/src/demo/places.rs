//! Zhengzhou's divisions, and names for what does not exist there.

/// A division of the city.
pub(super) struct Place {
    /// GB/T 2260, or the statistical code of a zone.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) name_en: &'static str,
    /// As it stands in front of an enterprise's name.
    pub(super) short: &'static str,
    pub(super) short_en: &'static str,
}

const fn place(
    code: &'static str,
    name: &'static str,
    name_en: &'static str,
    short: &'static str,
    short_en: &'static str,
) -> Place {
    Place { code, name, name_en, short, short_en }
}

/// Its fifteen divisions: districts, county and cities, and the three zones.
pub(super) const PLACES: [Place; 15] = [
    place("410102", "中原区", "Zhongyuan", "中原", "Zhongyuan"),
    place("410103", "二七区", "Erqi", "二七", "Erqi"),
    place("410104", "管城回族区", "Guancheng", "管城", "Guancheng"),
    place("410105", "金水区", "Jinshui", "金水", "Jinshui"),
    place("410106", "上街区", "Shangjie", "上街", "Shangjie"),
    place("410108", "惠济区", "Huiji", "惠济", "Huiji"),
    place("410122", "中牟县", "Zhongmu", "中牟", "Zhongmu"),
    place("410171", "经开区", "Economic Development Zone", "经开", "Jingkai"),
    place("410172", "高新区", "High-tech Zone", "高新", "Gaoxin"),
    place("410173", "航空港区", "Airport Zone", "航空港", "Konggang"),
    place("410181", "巩义市", "Gongyi", "巩义", "Gongyi"),
    place("410182", "荥阳市", "Xingyang", "荥阳", "Xingyang"),
    place("410183", "新密市", "Xinmi", "新密", "Xinmi"),
    place("410184", "新郑市", "Xinzheng", "新郑", "Xinzheng"),
    place("410185", "登封市", "Dengfeng", "登封", "Dengfeng"),
];

/// The division with this code.
pub(super) fn place_of(code: &str) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.code == code)
}

/// First and second characters of invented trade names.
const FIRST: [(&str, &str); 18] = [
    ("禾", "He"),
    ("砚", "Yan"),
    ("澄", "Cheng"),
    ("霁", "Ji"),
    ("珩", "Heng"),
    ("沐", "Mu"),
    ("岚", "Lan"),
    ("璟", "Jing"),
    ("榆", "Yu"),
    ("昭", "Zhao"),
    ("钧", "Jun"),
    ("泓", "Hong"),
    ("栾", "Luan"),
    ("翎", "Ling"),
    ("皓", "Hao"),
    ("翊", "Yi"),
    ("穗", "Sui"),
    ("堇", "Jin"),
];
const SECOND: [(&str, &str); 18] = [
    ("曜", "yao"),
    ("川", "chuan"),
    ("柏", "bai"),
    ("沅", "yuan"),
    ("峤", "qiao"),
    ("陌", "mo"),
    ("泽", "ze"),
    ("桓", "huan"),
    ("朔", "shuo"),
    ("堰", "yan"),
    ("棠", "tang"),
    ("屿", "yu"),
    ("砺", "li"),
    ("衡", "heng"),
    ("梧", "wu"),
    ("湛", "zhan"),
    ("楷", "kai"),
    ("苓", "ling"),
];

/// The invented trade name with this number, in Chinese and English; no two of the first 324 are alike.
pub(super) fn trade_name(number: usize) -> (String, String) {
    let (zh, en) = FIRST[number % FIRST.len()];
    let (zh_end, en_end) = SECOND[(number / FIRST.len() + number * 5) % SECOND.len()];
    (format!("{zh}{zh_end}"), format!("{en}{en_end}"))
}
