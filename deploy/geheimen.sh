#!/bin/sh
# Makes every secret that does not exist yet, one file each, in geheimen/ beside this script or in the
# folder that is named. What exists is never changed: a new lookup_key or a lost store_keys loses data.
#   ./geheimen.sh [folder] [host:port of PostgreSQL] [host:port of Redis]
set -eu
folder=${1:-$(dirname "$0")/geheimen}
postgres=${2:-postgres:5432}
redis=${3:-redis:6379}
umask 077
mkdir -p "$folder"
# Only root opens the folder; the files are handed to containers one by one, which run as others.
chmod 700 "$folder"

random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'; }
keep() {
  if [ ! -e "$folder/$1" ]; then
    printf '%s' "$2" >"$folder/$1.new"
    chmod 444 "$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
    echo "gemaakt: $1"
  fi
}

for name in secret engine_secret worker_secret lookup_key; do keep "$name" "$(random | tr -d '=')"; done
# A Fernet key keeps its padding.
keep store_keys "$(random)"
keep postgres_password "$(random | tr -d '=')"
# Everything lies in one database, so that a backup is of one moment.
password=$(cat "$folder/postgres_password")
keep database_url "postgresql://rugwijzer:$password@$postgres/rugwijzer"
keep tracker_url "postgresql://rugwijzer:$password@$postgres/rugwijzer"
keep redis_password "$(random | tr -d '=')"
password=$(cat "$folder/redis_password")
keep redis_url "redis://:$password@$redis/0"
keep redis_conf "requirepass $password
"
# Empty is switched off.
for name in desk_secret metrics_token smtp_url whatsapp_token whatsapp_app_secret whatsapp_verify_token twilio_auth_token; do
  keep "$name" ""
done
