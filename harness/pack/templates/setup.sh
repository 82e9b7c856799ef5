#!/usr/bin/env bash
# Runs once, as root, when the image is built: a Python that is new enough, and the harness in it.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"

new_enough() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

if ! find_python >/dev/null; then
  apt-get update
  for name in python3.13 python3.12 python3.11; do
    if apt-get install -y --no-install-recommends "$name" "$name-venv"; then break; fi
  done
fi
command -v bwrap >/dev/null || apt-get install -y --no-install-recommends bubblewrap || true

if ! python="$(find_python)"; then
  echo "No Python 3.11 or later could be installed. Choose a newer base image (Ubuntu 24.04)." >&2
  exit 1
fi
"$python" -m venv "$root/venv"
shopt -s nullglob
wheels=("$source"/wheels/*.whl)
if ((${#wheels[@]})); then
  "$root/venv/bin/python" -m pip install --no-cache-dir "${wheels[@]}"
else
  "$root/venv/bin/python" -m pip install --no-cache-dir "dl-harness==@version@"
fi
if [ -s "$source/requirements.txt" ]; then
  "$root/venv/bin/python" -m pip install --no-cache-dir -r "$source/requirements.txt"
fi

# The questions, the oracles and the secret are nobody's but root's.
chmod -R go= "$source"
cp "$source/run_autograder" "$root/run_autograder"
chmod 755 "$root/run_autograder"

# Which walls there are: for whoever reads the log of the build.
"$root/venv/bin/harness" doctor || true
