# Sourced after lib.sh: leaves in the environment a cargo that is new enough and that really builds for wasm32.
#
# 1. What is here already, when it passes the probe.   2. `rustup target add`.   3. Debian's Rust packages.
# BAOGONG_TOOLCHAIN=debian goes straight to 3. A verdict is kept under target/setup and holds for that very rustc.
# shellcheck shell=bash

wanted_rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
rust_remedy="install Rust $wanted_rust or newer with rustup, then 'rustup target add $wasm32'; on Debian BAOGONG_TOOLCHAIN=debian uses Debian's own packages"

new_enough() {
  local found
  found=$(rustc --version 2>/dev/null | awk '{ print $2 }')
  [ -n "$found" ] && printf '%s\n' "$wanted_rust" "${found%%-*}" | sort --check=quiet --version-sort
}

# Builds a tiny cdylib for wasm32: version strings and lists of installed targets have been wrong, a build is not.
# It has a build script, so that the linker for this machine is tried too.
probe() {
  local folder=target/setup/probe
  rm -rf "$folder" && mkdir -p "$folder"
  printf '[package]\nname = "probe"\nedition = "2024"\n[lib]\npath = "lib.rs"\ncrate-type = ["cdylib"]\n[workspace]\n' >"$folder/Cargo.toml"
  echo 'fn main() { println!("cargo::rerun-if-changed=build.rs"); }' >"$folder/build.rs"
  echo '#[unsafe(no_mangle)] pub extern "C" fn length(n: u32) -> usize { n.to_string().len() }' >"$folder/lib.rs"
  cargo build --offline --quiet --target "$wasm32" --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" 2>target/setup/probe.log &&
    [ -s "$folder/target/$wasm32/debug/probe.wasm" ]
}

# works NAME: whether the cargo of the present environment will do; asks the probe only when it is another than last time.
works() {
  local stamp
  have cargo && new_enough || return 1
  # A kept verdict must not outlive the library it was about.
  compgen -G "$(rustc --print target-libdir --target "$wasm32")/libcore-*.rlib" >/dev/null || return 1
  stamp="$1 $(command -v cargo) $(rustc -vV | tr '\n' ' ')"
  unchanged toolchain "$stamp" && return 0
  step "does $(rustc --version | cut -d' ' -f1,2) build for the browser (wasm32)? / seconds"
  probe || return 1
  remember toolchain "$stamp"
}

# From here on `cargo` and `rustc` are Debian's: through rustup where it is in charge of these names, else by PATH.
select_debian() {
  if have rustup; then
    [ "$(rustup run debian-web rustc --print sysroot 2>/dev/null)" = /usr ] || rustup toolchain link debian-web /usr >&2
    export RUSTUP_TOOLCHAIN=debian-web
  fi
  [ "$(rustc --print sysroot 2>/dev/null)" = /usr ] || export PATH="/usr/bin:$PATH"
}

install_debian() {
  local host library work
  need_apt rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22 gcc libc6-dev
  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  library=/usr/lib/rustlib/$wasm32/lib
  # rustc looks for its wasm linker under this name.
  as_root mkdir -p "/usr/lib/rustlib/$host/bin" "$library"
  as_root ln -sfn "$(command -v lld-22)" "/usr/lib/rustlib/$host/bin/rust-lld"
  [ "$(cat "$library/built-by" 2>/dev/null)" != "$(/usr/bin/rustc -vV)" ] || return 0

  step "the standard library for wasm32, from Debian's sources, once / one minute"
  work=$(mktemp -d)
  printf '[package]\nname = "empty"\nedition = "2024"\n[lib]\npath = "lib.rs"\n[workspace]\n' >"$work/Cargo.toml"
  echo '#![no_std]' >"$work/lib.rs"
  # Bitcode in the libraries is what lets a release with LTO reach into them.
  if ! env -u RUSTC_WRAPPER -u CARGO_TARGET_DIR RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes \
    /usr/bin/cargo build -Zbuild-std=std,panic_abort,proc_macro --target "$wasm32" --release \
    --manifest-path "$work/Cargo.toml" --target-dir "$work/target" 2>target/setup/std.log; then
    rm -rf "$work"
    fail "Debian's Rust could not build its standard library for wasm32: $(tail -n 3 target/setup/std.log)" "see target/setup/std.log; $rust_remedy"
  fi
  rm -f "$work/target/$wasm32/release/deps/libempty"*
  as_root rm -f "$library"/lib*.rlib
  as_root cp "$work/target/$wasm32/release/deps"/lib*.rlib "$library/"
  /usr/bin/rustc -vV | as_root tee "$library/built-by" >/dev/null
  rm -rf "$work"
}

choose_toolchain() {
  have cc || need_apt gcc libc6-dev # build scripts and SQLite are linked and compiled by it
  if [ "${BAOGONG_TOOLCHAIN:-}" != debian ]; then
    works own && return 0
    if have rustup && new_enough && [ ! -e target/setup/toolchain-debian ]; then
      step "rustup target add $wasm32 / seconds, five minutes at most"
      # RUSTUP_AUTO_INSTALL=0 does not forbid this; a machine without the network answers at once or not at all.
      RUST_BACKTRACE=0 timeout 300 rustup target add "$wasm32" >&2 && works own && return 0
    fi
    have apt-get || fail "no Rust $wanted_rust here that builds for the browser" "$rust_remedy"
    say "No Rust $wanted_rust here builds for the browser: taking Debian's own Rust packages."
  fi
  install_debian
  select_debian
  works debian || fail "Debian's Rust is older than $wanted_rust or does not build for wasm32: $(tail -n 3 target/setup/probe.log 2>/dev/null)" "$rust_remedy"
  # So that the next run does not wait for rustup again.
  [ "${BAOGONG_TOOLCHAIN:-}" = debian ] || touch target/setup/toolchain-debian
}

choose_toolchain
