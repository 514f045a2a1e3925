#!/usr/bin/env bash
# make check: the quick look while working. No PostgreSQL, no Chromium, no browser part; make test runs everything.
. "$(dirname "$0")/lib.sh"
trap 'summary $?' EXIT
unset BAOGONG_TEST_POSTGRES

begin toolchain "Rust / seconds"
. scripts/toolchain.sh

begin format "one layout / seconds"
need_lints
cargo fmt --all --check || fail "not laid out as rustfmt does it" "cargo fmt --all"

begin clippy "server side / 4 minutes the first time, then seconds"
cargo clippy --workspace --exclude baogong-hydrate --all-targets -- -D warnings

begin unit-tests "rules, storage on SQLite, use cases / minutes the first time, then seconds"
cargo test -p baogong-domain -p baogong-storage -p baogong-services
