//! The house keeps its shape: imports point down only, and the rules stay free of input and output.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Which of our crates each crate may import. What is not listed here fails the test.
const ARROWS: [(&str, &[&str]); 8] = [
    ("baogong-domain", &[]),
    ("baogong-storage", &["baogong-domain"]),
    ("baogong-services", &["baogong-storage", "baogong-domain"]),
    // `services` only under the feature `ssr`: see the next test.
    ("baogong-app", &["baogong-services", "baogong-domain"]),
    ("baogong-hydrate", &["baogong-app"]),
    ("baogong-server", &["baogong-app", "baogong-services", "baogong-domain"]),
    ("baogong-bindgen", &[]),
    ("baogong-bench", &["baogong-services", "baogong-domain"]),
];

fn metadata(arguments: &[&str]) -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    command
        .other_options(arguments.iter().map(|a| (*a).to_owned()).chain(["--offline".to_owned()]).collect::<Vec<_>>());
    command.exec().unwrap()
}

/// Names of all crates that a crate is built from, tests and build scripts apart.
fn built_from(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().unwrap();
    let nodes: BTreeMap<&PackageId, _> = resolve.nodes.iter().map(|n| (&n.id, n)).collect();
    let mut names = BTreeSet::new();
    let mut open: Vec<&PackageId> =
        metadata.packages.iter().filter(|p| p.name.as_str() == name).map(|p| &p.id).collect();
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        for dependency in &nodes[id].deps {
            let normal = dependency.dep_kinds.iter().any(|k| k.kind == DependencyKind::Normal);
            if normal && seen.insert(&dependency.pkg) {
                names.insert(metadata[&dependency.pkg].name.to_string());
                open.push(&dependency.pkg);
            }
        }
    }
    names
}

#[test]
fn imports_point_down_only() {
    let metadata = metadata(&[]);
    let ours: BTreeSet<String> = metadata.workspace_packages().iter().map(|p| p.name.to_string()).collect();
    for package in metadata.workspace_packages() {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == package.name.as_str())
            .unwrap_or_else(|| panic!("{} has no arrows: list it here and in ARCHITECTURE.md", package.name));
        for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            let name = dependency.name.as_str();
            assert!(!ours.contains(name) || allowed.contains(&name), "{} must not import {name}", package.name);
        }
    }
}

#[test]
fn the_browser_gets_rules_and_pages_only() {
    let metadata = metadata(&["--filter-platform", "wasm32-unknown-unknown"]);
    let direct: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .filter(|p| p.name.as_str() == "baogong-app")
        .flat_map(|p| &p.dependencies)
        .filter(|d| !d.optional && d.name.starts_with("baogong-"))
        .map(|d| d.name.as_str())
        .collect();
    assert_eq!(direct, BTreeSet::from(["baogong-domain"]));
}

#[test]
fn sql_has_one_home() {
    let metadata = metadata(&[]);
    for package in metadata.workspace_packages() {
        let uses_sqlx = package.dependencies.iter().any(|d| d.name == "sqlx");
        assert_eq!(uses_sqlx, package.name.as_str() == "baogong-storage", "{}", package.name);
    }
}

#[test]
fn rules_have_no_input_or_output() {
    let banned = ["tokio", "sqlx", "leptos", "axum", "rand", "getrandom", "uuid", "reqwest", "mio", "socket2", "libc"];
    let parts = built_from(&metadata(&["--filter-platform", "wasm32-unknown-unknown"]), "baogong-domain");
    for name in banned {
        assert!(!parts.contains(name), "domain is built from {name}");
    }
    let metadata = metadata(&[]);
    let domain = metadata.packages.iter().find(|p| p.name.as_str() == "baogong-domain").unwrap();
    let chrono = domain.dependencies.iter().find(|d| d.name == "chrono").unwrap();
    assert!(!chrono.uses_default_features && !chrono.features.iter().any(|f| f == "clock" || f == "now"));
}
