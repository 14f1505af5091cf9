#!/bin/sh
# Make ./secrets for docker-compose.yml once: random passwords, the two database addresses, a key, a local certificate.
set -eu
umask 077
cd "$(dirname "$0")/.."
[ ! -e secrets ] || { echo "secrets/ exists already: nothing was changed"; exit 1; }
mkdir -p secrets/tls
random() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }
for name in postgres_password owner_password app_password secret_key; do random >"secrets/$name"; done
printf 'postgresql://samsyn_owner:%s@db/samsyn' "$(cat secrets/owner_password)" >secrets/database_owner_url
printf 'postgresql://samsyn_app:%s@db/samsyn' "$(cat secrets/app_password)" >secrets/database_app_url
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost \
  -keyout secrets/tls/key.pem -out secrets/tls/cert.pem 2>/dev/null
# The containers read them as another user.
chmod -R a+rX secrets
echo "secrets/ is made; replace secrets/tls with your own certificate on a real server"
