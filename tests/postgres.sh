#!/usr/bin/env bash
# A private PostgreSQL for the tests: a cluster in a folder of its own, reached by a socket in that folder and by nothing else.
#
#   eval "$(tests/postgres.sh start FOLDER)"   starts it; sets CONCORD_TEST_POSTGRES_URL and CONCORD_TEST_POSTGRES_APP_URL
#   tests/postgres.sh stop FOLDER              stops it and removes the folder
#
# There are two roles, as in production: concord_owner owns the tables, concord_app serves. Nothing is synced to the disk: what is
# tested is the program, not the database's durability, and it is several times faster.
set -euo pipefail

if [ $# -ne 2 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
action=$1 folder=$2

# Debian keeps the server's programs out of the path.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
if [ ! -x "$bin/initdb" ]; then
  echo "tests/postgres.sh: PostgreSQL's server is not installed: apt-get install postgresql" >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    (cd / && "$@")
  fi
}

start() {
  mkdir -p "$folder"
  chmod 700 "$folder"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
  fi
  as_server "$bin/initdb" --pgdata "$folder/data" --username cluster --auth-local trust --auth-host reject \
    --encoding UTF8 --locale C --no-sync > /dev/null
  cat >> "$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
shared_buffers = 128MB
max_wal_size = 256MB
log_min_messages = warning
CONF
  as_server "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait --silent start >&2
  as_server "$bin/psql" --quiet --host "$folder" --username cluster --dbname postgres --set ON_ERROR_STOP=1 <<SQL >&2
CREATE ROLE concord_owner LOGIN CREATEDB;
CREATE ROLE concord_app LOGIN;
-- To drop a test's database although its connections are still open.
GRANT pg_signal_backend TO concord_owner;
CREATE DATABASE concord OWNER concord_owner;
SQL
  echo "export CONCORD_TEST_POSTGRES_URL='postgres://concord_owner@/concord?host=$folder'"
  echo "export CONCORD_TEST_POSTGRES_APP_URL='postgres://concord_app@/concord?host=$folder'"
}

stop() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_server "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >&2 || true
  fi
  # Only what start made.
  if [ -d "$folder/data" ]; then
    rm -rf "$folder"
  fi
}

case $action in
  start) start ;;
  stop) stop ;;
  *) echo "tests/postgres.sh: start or stop, not $action" >&2; exit 2 ;;
esac
