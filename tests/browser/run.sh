#!/usr/bin/env bash
# The browser tests.
#   tests/browser/run.sh [SPEC...]     all specs, or these (tests/browser/*.test.mjs)
#
# CONCORD_BIN=FILE          tests this program instead of building one
# CONCORD_SCREENSHOTS=DIR   where pictures go (default: tests/browser/screenshots, which git ignores)
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ ! -d tests/browser/node_modules ]; then
  (cd tests/browser && npm ci --no-audit --no-fund --loglevel=error)
fi
if [ -z "${CONCORD_BIN:-}" ]; then
  # As the tests build it (their crates ask others for more): with `--examples`, of which there are none, it is not built a second time.
  cargo build --locked --bin concord --examples
  CONCORD_BIN=${CARGO_TARGET_DIR:-target}/debug/concord
fi
CONCORD_BIN=$(realpath "$CONCORD_BIN")
export CONCORD_BIN

specs=("$@")
[ ${#specs[@]} -gt 0 ] || specs=(tests/browser/*.test.mjs)
CONCORD_DEMO_DATA=$(mktemp -d "${TMPDIR:-/tmp}/concord-invented.XXXXXX")
export CONCORD_DEMO_DATA
trap 'rm -rf "$CONCORD_DEMO_DATA"' EXIT
node tests/browser/invent.mjs "$CONCORD_DEMO_DATA"
# Two specs at a time, each with a server and a browser of its own: the machine has two cores, and each often waits for the other.
node --test --test-concurrency=2 "${specs[@]}"
