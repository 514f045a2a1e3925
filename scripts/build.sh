#!/usr/bin/env bash
# build.sh debug | release [-p PACKAGE…]: the whole program; a release with more packages if wanted. What is up to date is skipped.
#   debug    target/debug/baogong    with its site in target/debug/site   (make run, make test)
#   release  target/release/baogong  with its site in target/site         (make build, make bench)
# The program finds the site by its own place, so nothing has to be set to run it.
. "$(dirname "$0")/lib.sh"
. scripts/toolchain.sh

mode=${1:-debug}
case $mode in
  debug) front_profile=front site=target/debug/site ;;
  release) front_profile=front-release site=target/site ;;
  *) fail "unknown build '$mode'" "scripts/build.sh [debug|release]" ;;
esac
export LEPTOS_SITE_ROOT=$PWD/$site
mkdir -p "$site/pkg"

step "browser part ($front_profile) / first time 2 to 4 minutes, then seconds"
# A target folder of its own: cargo would otherwise make the server's build wait for it, and the other way round.
cargo build -p baogong-hydrate --target "$wasm32" --profile "$front_profile" --target-dir target/front
# The helper that makes the JavaScript; of the same Cargo.lock, so its version always fits the wasm.
cargo build -p baogong-bindgen

wasm=target/front/$wasm32/$front_profile/baogong_hydrate.wasm
if [ "$wasm" -nt "$site/pkg/baogong.wasm" ] || [ target/debug/baogong-bindgen -nt "$site/pkg/baogong.wasm" ]; then
  step "JavaScript for the browser part / seconds"
  made=$(mktemp -d -p "$site") # under the site, so that the last step is a rename and never half a file
  target/debug/baogong-bindgen "$wasm" "$made" baogong
  if [ "$mode" = release ]; then
    npm_install scripts/wasm-opt
    step "wasm-opt, a smaller file to download / a minute or two"
    scripts/wasm-opt/node_modules/.bin/wasm-opt -Oz --enable-bulk-memory --enable-bulk-memory-opt --enable-nontrapping-float-to-int \
      --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue \
      "$made/baogong.wasm" -o "$made/small.wasm"
    mv "$made/small.wasm" "$made/baogong.wasm"
  fi
  touch "$made/baogong.wasm" # later than what it was made from, whatever tool wrote it
  rm -rf "$site/pkg/snippets"
  mv -f "$made"/* "$site/pkg/"
  rmdir "$made"
fi

# One stylesheet: the files that style/main.css names, in its order.
bundle_css() {
  local line file
  [ -f style/main.css ] || fail "style/main.css is missing" "it names the other stylesheets, one line each: @import \"tokens.css\";"
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '@import "'*'";'*)
        file=${line#*\"} file=style/${file%%\"*}
        [ -f "$file" ] || fail "style/main.css imports $file, which is missing" "write the file or take the line out"
        ! grep -q '^[[:space:]]*@import' "$file" || fail "$file imports another file" "only style/main.css may use @import: name the file there"
        cat "$file" && echo
        ;;
      *@import*) fail "cannot read this line of style/main.css: $line" "write it as: @import \"file.css\";" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <style/main.css
}
bundle_css >"$site/pkg/baogong.css.new"
mv "$site/pkg/baogong.css.new" "$site/pkg/baogong.css"
[ ! -d app/assets ] || cp -R app/assets/. "$site/"

if [ "$mode" = debug ]; then
  step "server (debug) / first time 6 to 9 minutes, then seconds"
  cargo build
else
  step "server (release) / first time 8 to 12 minutes"
  cargo build --release -p baogong-server "${@:2}"
fi
