#!/usr/bin/env bash
# make test: everything that must hold before a change lands, each step with what it is for and its time.
# BAOGONG_TEST_ONLY=lint|rust|e2e runs a part. BAOGONG_TEST_POSTGRES=URL uses that PostgreSQL instead of a private one.
. "$(dirname "$0")/lib.sh"

only=${BAOGONG_TEST_ONLY:-}
case $only in
  '' | lint | rust | e2e) ;;
  *) fail "unknown part '$only'" "BAOGONG_TEST_ONLY=lint, rust or e2e" ;;
esac
wants() { [ -z "$only" ] || [ "$only" = "$1" ]; }

postgres_folder=''
at_end() {
  local code=$?
  [ -z "$postgres_folder" ] || scripts/postgres.sh stop "$postgres_folder" || true
  summary "$code"
  [ "$code" = 0 ] || say "FAILED: the first error stands above the table."
}
trap at_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

begin toolchain "Rust for the server and for the browser / seconds, a minute or two where it must be installed"
. scripts/toolchain.sh

begin packages "what the tests run on: Chromium, Chinese letters, PostgreSQL / seconds, a minute the first time"
if wants e2e; then need_apt chromium fonts-wqy-microhei; fi
if wants rust && [ -z "${BAOGONG_TEST_POSTGRES:-}" ]; then
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb || need_apt postgresql
fi

begin crates "downloads what Cargo.lock names, and no other version / seconds"
cargo fetch --locked --quiet || fail "Cargo.lock does not fit the Cargo.toml files, or crates could not be downloaded" \
  "run 'cargo check', and commit Cargo.lock if that changed it"

if wants lint; then
  begin format "one layout / seconds"
  need_lints
  cargo fmt --all --check || fail "not laid out as rustfmt does it" "cargo fmt --all"

  begin clippy "mistakes that a compiler lets pass, server side / 4 minutes the first time"
  cargo clippy --workspace --exclude baogong-hydrate --all-targets -- -D warnings

  begin clippy-browser "the same, browser side / 2 minutes the first time"
  cargo clippy -p baogong-hydrate --target "$wasm32" --profile front --target-dir target/front -- -D warnings

  begin deny "licences, banned crates and sources (deny.toml) / a minute the first time"
  need_cargo_deny
  target/tools/bin/cargo-deny --offline check licenses bans sources
fi

if wants rust || wants e2e; then
  begin build "the one debug build that all that follows uses / 10 minutes the first time"
  scripts/build.sh debug
fi

if wants rust; then
  begin postgres "a private PostgreSQL, so that both engines are tested / seconds"
  if [ -z "${BAOGONG_TEST_POSTGRES:-}" ]; then
    answer=$(scripts/postgres.sh start)
    postgres_folder=${answer%% *}
    export BAOGONG_TEST_POSTGRES=${answer#* }
  fi

  begin rust-tests "rules, storage on both engines, use cases, HTTP / some minutes, mostly compiling"
  # Without the build helper, which has no tests: its crates ask others for more features, and they would be built twice.
  cargo test --workspace --exclude baogong-hydrate --exclude baogong-bindgen --no-fail-fast
fi

if wants e2e; then
  begin npm "Playwright / seconds"
  npm_install end2end

  begin e2e "pages in Chromium against a running server / some minutes"
  (cd end2end && CI=${CI:-} node_modules/.bin/playwright test)
fi
