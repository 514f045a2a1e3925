# Sourced by every script here: the project's root, messages, steps with their times, Debian packages.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p target/setup

# What leptos reads when it compiles and when it runs. LEPTOS_OUTPUT_NAME is compiled in: if one cargo call lacked it,
# cargo would build leptos and all above it a second time. The site's path is absolute, for Playwright starts the server elsewhere.
export LEPTOS_OUTPUT_NAME=baogong LEPTOS_SITE_PKG_DIR=pkg LEPTOS_SITE_ROOT=$PWD/target/debug/site
wasm32=wasm32-unknown-unknown
# Debian's questions would hang a run that has no terminal.
export DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "$*" >&2; }

# step "what and why / how long": one line before anything that takes a while.
step() { say "==> $*"; }

# fail "what went wrong" "what to do about it"
fail() {
  say "ERROR: $1"
  [ -z "${2:-}" ] || say "What to do: $2"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: as root, or by a sudo that asks for no password; returns 1 where neither is possible.
can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

apt_has() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need_apt PACKAGE…: installs the Debian packages that are not there yet.
need_apt() {
  local package missing=()
  for package in "$@"; do apt_has "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  have apt-get || fail "this needs programs that Debian calls: ${missing[*]}" \
    "install them by your system's package manager, then run this again"
  can_be_root || fail "these Debian packages are missing and this account may not install them: ${missing[*]}" \
    "sudo apt-get update && sudo apt-get install -y ${missing[*]}"
  step "Debian packages ${missing[*]} / about a minute"
  # The lists of packages may be absent or stale: look before updating them, for that takes longer than most installs.
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >target/setup/apt.log 2>&1 || {
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >target/setup/apt.log 2>&1
  } || fail "apt-get could not install ${missing[*]}: $(tail -n 3 target/setup/apt.log)" \
    "see target/setup/apt.log; sudo apt-get update && sudo apt-get install -y ${missing[*]}"
}

# unchanged NAME TEXT…: whether TEXT is what `remember NAME TEXT…` last kept, so that the work may be skipped.
unchanged() { [ "$(cat "target/setup/$1" 2>/dev/null)" = "${*:2}" ]; }
remember() { printf '%s\n' "${*:2}" >"target/setup/$1"; }

# npm_install FOLDER: `npm ci`, when the lock file is not the one installed last.
npm_install() {
  local stamp
  if ! have npm || ! have node; then need_apt nodejs npm; fi
  stamp="$(sha256sum <"$1/package-lock.json") $(node --version)"
  if [ -d "$1/node_modules" ] && unchanged "npm-${1//\//-}" "$stamp"; then return 0; fi
  step "npm packages of $1/ / under a minute"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$1" --no-fund --no-audit --loglevel=error >&2 ||
    fail "npm ci failed in $1/" "is the npm registry reachable? 'npm ci --prefix $1' shows more"
  remember "npm-${1//\//-}" "$stamp"
}

# Steps with times, for scripts that run several:  begin NAME "what / how long" … begin NAME … ; the summary comes at exit.
step_names=() step_seconds=() step_now='' step_start=0
finish_step() {
  [ -n "$step_now" ] || return 0
  step_names+=("$step_now") step_seconds+=($((SECONDS - step_start)))
  step_now=''
}
begin() {
  finish_step
  step_now=$1 step_start=$SECONDS
  step "[$(date +%H:%M:%S)] $1: $2"
}
# summary EXIT_CODE: minutes per step; the step that was under way when the script stopped is the one that failed.
summary() {
  local code=$1 failed=$step_now index
  finish_step
  [ ${#step_names[@]} -gt 0 ] || return 0
  printf '\n%-28s %9s\n' step min:sec
  for index in "${!step_names[@]}"; do
    printf '%-28s %6d:%02d%s\n' "${step_names[index]}" $((step_seconds[index] / 60)) $((step_seconds[index] % 60)) \
      "$([ "$code" = 0 ] || [ "${step_names[index]}" != "$failed" ] || echo '  FAILED')"
  done
  printf '%-28s %6d:%02d\n' total $((SECONDS / 60)) $((SECONDS % 60))
}

# need_lints: rustfmt and clippy of the toolchain in use.
need_lints() {
  if cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1; then return 0; fi
  timeout 300 rustup component add clippy rustfmt >&2 || fail "this Rust has no clippy or rustfmt" "rustup component add clippy rustfmt"
}

# need_cargo_deny: at a fixed version, built without optimisation and without its network features: it runs for seconds, offline.
cargo_deny_version=0.20.2
need_cargo_deny() {
  if unchanged cargo-deny $cargo_deny_version && [ -x target/tools/bin/cargo-deny ]; then return 0; fi
  step "cargo-deny $cargo_deny_version / one minute, once"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install cargo-deny --version $cargo_deny_version --locked --no-default-features --quiet --force \
    --root target/tools --target-dir target/tools/build
  rm -rf target/tools/build
  remember cargo-deny $cargo_deny_version
}
