#!/usr/bin/env bash
# make bench: the release build, then the measurements of tools/bench.
. "$(dirname "$0")/lib.sh"
[ -f tools/bench/Cargo.toml ] || fail "tools/bench is not there yet, so there is nothing to measure" "add the crate baogong-bench"
scripts/build.sh release
. scripts/toolchain.sh
LEPTOS_SITE_ROOT=$PWD/target/site cargo run --release -p baogong-bench -- "$@"
