#!/bin/sh
# Puts a backup back: restore.sh <file>. All of it or nothing; what the database held is gone afterwards.
# Stop gateway, portal, worker, actions and engine first; while anybody is connected it refuses.
set -eu
file=${1:?gebruik: restore.sh bestand.dump}
if [ -n "${PASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PASSWORD_FILE")
  export PGPASSWORD
fi

pg_restore --list "$file" >/dev/null
others=$(psql -XAtq -c "SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
if [ "$others" != 0 ]; then
  echo "Er zijn nog $others verbindingen met de database: stop eerst de processen." >&2
  exit 1
fi
{
  echo 'SET client_min_messages TO warning; BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
  # Half a backup must not stay: an error at the end undoes everything.
  if pg_restore --no-owner --no-privileges --file=- "$file"; then echo 'COMMIT;'; else echo 'SELECT 1/0;'; fi
} | psql -Xq -v ON_ERROR_STOP=1 >/dev/null
echo "Teruggezet: $(basename "$file")"
