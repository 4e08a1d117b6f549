# Sourced by up and test: sets PYTHON to a Python of at least 3.11 that has pip, or says what is missing.

PYTHON=""
for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 &&
        "$candidate" -m pip --version >/dev/null 2>&1; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "$PYTHON" ]; then
    echo "Python 3.11 or newer with pip is needed, and was not found in PATH." >&2
    echo "需要 Python 3.11 或更高版本以及 pip，在 PATH 中没有找到。" >&2
    exit 1
fi
