#!/usr/bin/env bash
# A private PostgreSQL for the tests: own folder, own port, nothing kept.
#   postgres.sh start         prints FOLDER URL
#   postgres.sh stop FOLDER   stops it and removes the folder
. "$(dirname "$0")/lib.sh"

# PostgreSQL refuses to run as root; Debian's package makes the user `postgres`.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

find_programs() {
  # Debian keeps them out of PATH, one folder per version: take the newest.
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
  [ -x "$programs/initdb" ] || programs=$(dirname "$(command -v initdb || true)")
  [ -x "$programs/initdb" ] && [ -x "$programs/pg_ctl" ] || fail "PostgreSQL's initdb and pg_ctl are not here" "sudo apt-get install -y postgresql"
}

start() {
  local folder port attempt
  # In /tmp whatever TMPDIR says: another user must get in, and a socket's path may have 107 bytes only.
  folder=$(mktemp -d /tmp/baogong-postgres.XXXXXX)
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  cd "$folder"
  as_server "$programs/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync >"$folder/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 3 "$folder/initdb.log")" "see $folder/initdb.log"
  # It is thrown away at the end, so nothing has to survive a power cut. Each test has its own pool, hence the connections.
  as_server tee -a "$folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
CONF
  # No portable way to ask for a free port: try some.
  for attempt in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 12000))
    if as_server "$programs/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --options "-p $port" --wait start >"$folder/start.log" 2>&1 </dev/null; then
      echo "$folder postgres://postgres@127.0.0.1:$port/postgres"
      return 0
    fi
    grep -q 'already in use' "$folder/log" || break
  done
  fail "PostgreSQL did not start: $(tail -n 3 "$folder/log" "$folder/start.log" 2>/dev/null)" "see $folder/log"
}

stop() {
  case ${1:-} in
    /tmp/baogong-postgres.*) ;;
    *) fail "which PostgreSQL?" "scripts/postgres.sh stop FOLDER" ;;
  esac
  cd "$1"
  as_server "$programs/pg_ctl" --pgdata "$1/data" --mode immediate --wait stop >/dev/null 2>&1 || true
  cd / && rm -rf "$1"
}

find_programs
case ${1:-} in
  start) start ;;
  stop) stop "${2:-}" ;;
  *) fail "start or stop?" "scripts/postgres.sh start | stop FOLDER" ;;
esac
