#!/bin/sh
# Builds static/eyre/eyre.css and eyre.js from this folder. Needs node 20 and npm; works in a folder of its own under /tmp.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../static/eyre
work=${WORK:-/tmp/eyre-style}
mkdir -p "$work" "$out"
cp "$here"/*.scss "$here"/start.js "$here"/package.json "$work"
cd "$work"
npm install --silent --no-audit --no-fund --no-package-lock
npx sass --style=compressed --no-source-map --quiet-deps --no-charset --load-path=node_modules eyre.scss built.css
npx esbuild start.js --bundle --minify --format=esm --target=es2020 --legal-comments=none --log-level=error --outfile=built.js
notice='/*! Contains GOV.UK Frontend 6.6.0, Copyright (C) 2017 Crown Copyright (Government Digital Service), MIT licence: see LICENCE-govuk-frontend.txt */'
{ echo "$notice"; cat built.css; } > "$out/eyre.css"
{ echo "$notice"; cat built.js; } > "$out/eyre.js"
cd "$here"
# What was built from what: a test compares, so that neither is changed without the other.
sha256sum -- *.scss start.js package.json ../static/eyre/eyre.css ../static/eyre/eyre.js > built.sha256
wc -c "$out"/eyre.css "$out"/eyre.js
