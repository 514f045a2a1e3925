#!/usr/bin/env bash
# Makes the screenshots in docs/ anew from the demo city; run it after changing a page, and look at them.
. "$(dirname "$0")/lib.sh"
need_apt chromium fonts-wqy-microhei
scripts/build.sh debug
npm_install end2end
step "screenshots of the demo city into docs/ / seconds"
(cd end2end && node_modules/.bin/playwright test --config screenshots.config.ts)
