#!/bin/sh
# Make or refresh one environment from a hash-locked list, with Eyre itself in it, editable:
#   tools/environment.sh .venv requirements/run.txt
# uv when .boot has it, pip otherwise. Neither needs the `ensurepip` that Debian leaves out.
set -eu
venv=$1
list=$2
python=$("${PY:-python3}" -c 'import sys; print(sys.executable)')
inside=$venv/bin/python
uv=.boot/bin/uv
# The certificates of the machine: an office network often has its own.
export UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1

with_uv() {
    "$uv" venv --quiet --allow-existing --python "$python" "$venv" &&
        "$uv" pip sync --quiet --python "$inside" --require-hashes "$list" &&
        "$uv" pip install --quiet --python "$inside" --no-deps --no-build-isolation --editable .
}

with_pip() {
    "$python" -m venv --without-pip "$venv" &&
        "$python" -m pip --python "$inside" install --quiet --require-hashes -r "$list" &&
        "$python" -m pip --python "$inside" install --quiet --no-deps --no-build-isolation --editable .
}

echo "Setting up $venv from $list." >&2
if [ -x "$uv" ] && with_uv; then exit 0; fi
if with_pip; then exit 0; fi
echo "Could not set up $venv: neither uv nor pip could install $list." >&2
echo "Look at the messages above: a package registry out of reach is the usual reason." >&2
exit 1
