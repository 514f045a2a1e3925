//! Texts: the rooms of the settings.

use super::Text;

texts! {
    SETTINGS = "设置" | "Settings";
    RULES = "规则" | "Rules";
}
