#!/bin/sh
# A backup of the whole database: `backup.sh` once, `backup.sh dagelijks` every day, `backup.sh recent`
# whether there is one of the last 26 hours. Where the database is, say PGHOST, PGUSER and PGDATABASE.
set -eu
folder=${BACKUP_DIR:?}
keep=${BACKUP_KEEP_DAYS:-14}
umask 077
if [ -n "${PASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PASSWORD_FILE")
  export PGPASSWORD
fi

once() {
  name=$folder/rugwijzer-$(date -u +%Y%m%dT%H%M%SZ).dump
  pg_dump --format=custom --no-owner --no-privileges --file="$name.deel"
  # A file that cannot be read back is no backup.
  pg_restore --list "$name.deel" >/dev/null
  mv "$name.deel" "$name"
  # Only after a good one, so that the last good one never goes.
  find "$folder" -maxdepth 1 -name 'rugwijzer-*.dump*' -mtime "+$keep" -delete
  echo "Back-up gemaakt: $(basename "$name")"
}

case ${1:-} in
  '') once ;;
  recent) [ -n "$(find "$folder" -maxdepth 1 -name 'rugwijzer-*.dump' -mmin -1560 | head -n 1)" ] ;;
  dagelijks)
    trap 'exit 0' TERM INT
    while :; do
      once
      sleep 86400 &
      wait $!
    done
    ;;
  *)
    echo "gebruik: backup.sh [dagelijks|recent]" >&2
    exit 2
    ;;
esac
