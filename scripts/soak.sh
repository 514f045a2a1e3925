#!/usr/bin/env bash
# make soak: the laws of the pure rules with many more random cases than make test takes. PROPTEST_CASES=20000 unless set.
. "$(dirname "$0")/lib.sh"
. scripts/toolchain.sh
export PROPTEST_CASES=${PROPTEST_CASES:-20000}
step "domain tests with $PROPTEST_CASES cases per law / minutes"
cargo test -p baogong-domain --release
