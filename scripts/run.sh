#!/usr/bin/env bash
# make run: builds, seeds the synthetic city once a day, serves it on this machine only. PORT=3000 unless set.
. "$(dirname "$0")/lib.sh"
scripts/build.sh debug

# The demo's story ends "today", so yesterday's is made anew. The city's day is UTC+8, wherever this runs.
today=$(TZ=UTC-8 date +%F)
if [ ! -f data/demo.db ] || [ "$(cat data/demo.day 2>/dev/null)" != "$today" ]; then
  step "demo data for $today / seconds"
  mkdir -p data
  rm -f data/demo.db data/demo.db-wal data/demo.db-shm data/demo.db.heads data/demo.day
  target/debug/baogong demo --database sqlite:data/demo.db
  echo "$today" >data/demo.day # last: an interrupted seeding starts over
fi
exec target/debug/baogong serve --demo --database sqlite:data/demo.db --listen "127.0.0.1:${PORT:-3000}"
