//! The parts that pages are made of. Each has its stylesheet of the same name in `style/`.

pub(crate) mod alert_table;
pub(crate) mod amount;
pub(crate) mod as_of;
pub(crate) mod chart;
pub(crate) mod day_table;
pub(crate) mod desk;
pub(crate) mod due_soon;
pub(crate) mod empty_state;
pub(crate) mod export_links;
pub(crate) mod header;
pub(crate) mod heat_strip;
pub(crate) mod item_table;
pub(crate) mod known;
pub(crate) mod legend;
pub(crate) mod level_badge;
pub(crate) mod mapping_editor;
pub(crate) mod numbers;
pub(crate) mod pager;
pub(crate) mod preview_table;
pub(crate) mod rule_table;
pub(crate) mod settings_nav;
pub(crate) mod status;
pub(crate) mod upload;
