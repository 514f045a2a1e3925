//! The command line as other systems call it: verbs, exit codes, JSON on standard output.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baogong"));
        command.current_dir(self.folder.path()).env_remove("BAOGONG_DATABASE").env("BAOGONG_TODAY", "2026-11-23");
        command.args(["--database", "sqlite:data/site.db"]);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str], code: i32) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {words}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{arguments:?}: {e}: {words}"))
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/cea").join(name)
}

#[test]
fn a_foreign_sheet_becomes_balances_and_alerts() {
    let site = Site::new();
    let (sheet, mapping) = (example("power-small.csv"), example("power.toml"));
    let import = ["import", sheet.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()];
    assert_eq!(site.json(&import, 0), json!({"accepted": 6, "unchanged": 0, "rejected": []}));
    assert_eq!(site.json(&import, 0), json!({"accepted": 0, "unchanged": 6, "rejected": []}));
    insta::assert_json_snapshot!("evaluate", site.json(&["evaluate", "--on", "2031-05-31"], 0));
    let month = ["--from", "2031-05", "--to", "2031-05", "--granularity", "month"];
    let balances = [&["balances", "--item", "electricity.energy"][..], &month].concat();
    insta::assert_json_snapshot!("balances_city", site.json(&balances, 0));
    let of_one = [&balances[..], &["--scope", "party:IN-DELTA"]].concat();
    insta::assert_json_snapshot!("balances_party", site.json(&of_one, 0));
    let figures = ["figures", "--item", "electricity.energy", "--party", "IN-DELTA"];
    insta::assert_json_snapshot!("figures", site.json(&figures, 0));
}

#[test]
fn bad_input_is_refused_with_exit_1_and_nothing_is_written() {
    let site = Site::new();
    let header = "item,measure,period,supplier,consumer,quantity,note";
    let parties = site.file("parties.csv", "code,name,kind\nP,plant,enterprise\nM,mine,supplier\n");
    assert_eq!(site.json(&["party", "import", &parties], 0)["accepted"], 2);
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("header", b"item,measure,when,quantity\ncoal.thermal,used,2026-11,1\n".to_vec(), "heading_unknown"),
        ("item", format!("{header}\nsteel,used,2026-11,,P,1,\n").into(), "item_unknown"),
        ("negative", format!("{header}\ncoal.thermal,demand,2026-11,,P,-1,\n").into(), "quantity_negative"),
        (
            "decimals",
            format!("{header}\ncoal.thermal,demand,2026-11,,P,1.0005,\n").into(),
            "quantity_too_many_decimals",
        ),
        ("june", format!("{header}\ncoal.thermal,demand,2026-06-31,,P,1,\n").into(), "period_no_such_date"),
        (
            "large",
            format!("{header}\ncoal.thermal,demand,2026-11,,P,1000000000000000000,\n").into(),
            "quantity_too_large",
        ),
        ("empty", Vec::new(), "file_empty"),
        ("binary", std::fs::read(env!("CARGO_BIN_EXE_baogong")).unwrap()[..40_000].to_vec(), "not_a_table"),
        ("direct", format!("{header}\ncoal.thermal,plan,2026-11,M,,1,\n").into(), "consumer_missing"),
        (
            "twice",
            format!("{header}\ncoal.thermal,used,2026-11,,P,1,\ncoal.thermal,used,2026-11,,P,2,\n").into(),
            "figure_contradicted",
        ),
        ("party", format!("{header}\ncoal.thermal,used,2026-11,,Q,1,\n").into(), "party_unknown"),
        (
            "quotes",
            b"item,measure,period,consumer,quantity\n\"coal.thermal,used,2026-11,P,1\n".to_vec(),
            "item_unknown",
        ),
    ];
    for (name, content, code) in cases {
        let file = site.file(&format!("{name}.csv"), content);
        let answer = site.json(&["import", &file], 1);
        assert_eq!(answer["rejected"][0]["code"], code, "{name}: {answer}");
        assert_eq!((&answer["accepted"], &answer["unchanged"]), (&json!(0), &json!(0)));
        let words = site.run(&["import", &file]);
        assert!(!words.stderr.is_empty());
    }
    assert_eq!(site.json(&["figures", "--item", "coal.thermal"], 0), json!({"figures": []}));
}

#[test]
fn a_file_over_the_stated_limit_is_refused_without_being_read() {
    let site = Site::new();
    let path = site.folder.path().join("large.csv");
    std::fs::File::create(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    let answer = site.json(&["import", path.to_str().unwrap()], 1);
    assert_eq!(answer["code"], "file_too_large");
    assert!(answer["message"].as_str().unwrap().contains("50 MiB"));
}

#[test]
fn wrong_usage_exits_2_and_failures_exit_1() {
    let site = Site::new();
    for usage in [
        &["import"][..],
        &["balances", "--item", "steel", "--from", "2026", "--to", "2026"],
        &["balances", "--item", "coal.thermal", "--scope", "moon", "--from", "2026", "--to", "2026"],
        &["evaluate", "--on", "2026-02-30"],
        &["dance"],
    ] {
        assert_eq!(site.run(usage).status.code(), Some(2), "{usage:?}");
    }
    for (arguments, code) in [
        (&["import", "missing.csv"][..], "file_unreadable"),
        (
            &["balances", "--item", "coal.thermal", "--scope", "party:NOBODY", "--from", "2026", "--to", "2026"],
            "not_found",
        ),
        (&["balances", "--item", "coal.thermal", "--from", "2026-12", "--to", "2026-11"], "range_backwards"),
        (&["balances", "--item", "coal.thermal", "--from", "1950", "--to", "2026"], "range_too_long"),
        (&["figures", "--item", "coal.coking"], "not_found"),
        (&["serve", "--listen", "0.0.0.0:0", "--demo"], "not_loopback"),
        (&["serve", "--listen", "127.0.0.1:0", "--demo"], "not_a_demo"),
    ] {
        assert_eq!(site.json(arguments, 1)["code"], code, "{arguments:?}");
    }
}

#[test]
fn settings_come_from_flags_then_variables_then_the_file() {
    let site = Site::new();
    site.file("baogong.toml", "database = \"sqlite:from-file.db\"\n");
    let bare = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baogong"));
        command.current_dir(site.folder.path()).env_remove("BAOGONG_DATABASE").arg("migrate");
        command
    };
    let made = |name: &str| site.folder.path().join(name).exists();
    assert!(bare().status().unwrap().success() && made("from-file.db"));
    assert!(bare().env("BAOGONG_DATABASE", "sqlite:from-variable.db").status().unwrap().success());
    assert!(made("from-variable.db") && !made("from-flag.db"));
    let flag = ["--database", "sqlite:from-flag.db"];
    assert!(bare().env("BAOGONG_DATABASE", "sqlite:other.db").args(flag).status().unwrap().success());
    assert!(made("from-flag.db") && !made("other.db"));
    site.file("baogong.toml", "databse = \"x\"\n");
    assert_eq!(bare().status().unwrap().code(), Some(1));
}
