#!/bin/sh
# First start of the database: the owner migrates, the application may change no table. Passwords come from files.
set -eu
owner=$(cat "$OWNER_PASSWORD_FILE")
app=$(cat "$APP_PASSWORD_FILE")
psql -v ON_ERROR_STOP=1 -v owner="$owner" -v app="$app" --username postgres <<'SQL'
CREATE ROLE samsyn_owner LOGIN PASSWORD :'owner';
CREATE ROLE samsyn_app LOGIN PASSWORD :'app';
CREATE DATABASE samsyn OWNER samsyn_owner;
\connect samsyn
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
