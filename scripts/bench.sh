#!/usr/bin/env bash
# make bench: the release build, then the measurements of tools/bench.
. "$(dirname "$0")/lib.sh"
# Both in one call of cargo: built apart they ask the shared crates for different features, and each of those is built twice.
scripts/build.sh release -p baogong-bench
export LEPTOS_SITE_ROOT=$PWD/target/site
exec target/release/baogong-bench "$@"
