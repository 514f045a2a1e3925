# Thin: each goal is a script in scripts/, which says what it does and how long it takes.
.DEFAULT_GOAL := help
.PHONY: run test build bench check soak help

run: ## build, seed the synthetic city, serve it on http://127.0.0.1:3000 (PORT=…)
	@scripts/run.sh
test: ## everything: lints, licences, Rust tests on SQLite and PostgreSQL, pages in Chromium (BAOGONG_TEST_ONLY=lint|rust|e2e)
	@scripts/test.sh
build: ## release: target/release/baogong and target/site
	@scripts/build.sh release
bench: ## release build, then the measurements of tools/bench
	@scripts/bench.sh
check: ## quick look while working: format, clippy, unit tests
	@scripts/check.sh
soak: ## property tests with many cases (PROPTEST_CASES=20000)
	@scripts/soak.sh
help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
