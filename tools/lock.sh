#!/bin/sh
# Choose versions again and write them with their hashes: one list for each environment.
# No list names a registry. run.txt comes first; the others may not differ from it.
# KEEP=1 keeps every version chosen before, and chooses only for what is new.
set -eu
uv=.boot/bin/uv
export UV_SYSTEM_CERTS=1
upgrade=--upgrade
if [ -n "${KEEP:-}" ]; then upgrade=; fi
lock() {
    out=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes $upgrade \
        --custom-compile-command "make lock" --no-emit-index-url --output-file "requirements/$out" "$@"
    echo "requirements/$out: $(grep -c '==' "requirements/$out") packages"
}
lock boot.txt requirements/boot.in
lock run.txt pyproject.toml --extra server --extra postgres --group build
lock test.txt pyproject.toml --extra server --extra postgres --group build --group test --group lint --constraint requirements/run.txt
lock bench.txt pyproject.toml --group build --group bench --constraint requirements/run.txt
