#!/usr/bin/env bash
# Makes .venv with every locked dependency: finds or fetches uv and CPython 3.10. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

find_uv() {
  if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then command -v uv; return; fi
  if [ ! -x .bootstrap/bin/uv ]; then
    echo "uv wordt opgehaald in .bootstrap ..." >&2
    for python in python3 python3.13 python3.12 python3.11 python3.10; do
      command -v "$python" >/dev/null 2>&1 || continue
      if "$python" -m venv .bootstrap >/dev/null 2>&1 && .bootstrap/bin/pip install --quiet uv >&2; then break; fi
      rm -rf .bootstrap
      # A system Python without ensurepip (Debian's python3 without python3-venv).
      if "$python" -m pip --version >/dev/null 2>&1 &&
        "$python" -m pip install --quiet --target .bootstrap/lib uv >&2; then
        mkdir -p .bootstrap/bin && ln -sf ../lib/bin/uv .bootstrap/bin/uv
        break
      fi
    done
  fi
  [ -x .bootstrap/bin/uv ] || {
    echo "uv is er niet en kan niet worden opgehaald: installeer uv (pip install uv) of Debian's python3-venv." >&2
    exit 1
  }
  echo "$PWD/.bootstrap/bin/uv"
}

is_310() { [ -n "$1" ] && "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_python() {
  local uv=$1 candidate
  candidate=$(command -v python3.10 || true)
  if is_310 "$candidate"; then echo "$candidate"; return; fi
  for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python3.10; do
    if is_310 "$candidate"; then echo "$candidate"; return; fi
  done
  if "$uv" python find --quiet 3.10 >/dev/null 2>&1; then "$uv" python find 3.10; return; fi
  echo "Python 3.10 wordt opgehaald ..." >&2
  if "$uv" python install --quiet 3.10 >&2; then "$uv" python find 3.10; return; fi
  echo "Rugwijzer heeft CPython 3.10 nodig en vond er geen: installeer Python 3.10 (bijvoorbeeld met pyenv) en probeer het opnieuw." >&2
  exit 1
}

if [ -x .venv/bin/rasa ] && [ -f .venv/.lock ] && cmp -s uv.lock .venv/.lock; then exit 0; fi
uv=$(find_uv)
python=$(find_python "$uv")
echo "De omgeving wordt klaargezet (eerste keer ongeveer een minuut) ..." >&2
"$uv" sync --locked --python "$python" "$@" >&2
cp uv.lock .venv/.lock
