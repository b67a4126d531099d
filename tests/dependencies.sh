#!/usr/bin/env bash
# Licences, sources, banned crates and known advisories, without the internet.
#   tests/dependencies.sh CARGO-DENY ARCHIVE-OF-ADVISORIES WORK-FOLDER
set -euo pipefail
cargo_deny=$1 archive=$2 work=$3

# cargo-deny wants a git repository under the name that it derives from its default address.
database=$work/advisories/advisory-db-3157b0e258782691
mkdir -p "$database"
tar -xJf "$archive" -C "$database"
# The archive may hold one folder around it all.
if [ ! -d "$database/crates" ]; then
  inner=$(find "$database" -type d -name crates -prune | head -n 1)
  [ -n "$inner" ] || { echo "$archive holds no advisories" >&2; exit 1; }
  mv "$(dirname "$inner")" "$work/advisories/inner"
  rm -rf "$database"
  mv "$work/advisories/inner" "$database"
fi
git -C "$database" init --quiet
git -C "$database" add --all
git -C "$database" -c user.name=tests -c user.email=tests@localhost commit --quiet --message 'advisories'
# It asks for the time of the last fetch.
touch "$database/.git/FETCH_HEAD"

known=$(find "$database/crates" -name 'RUSTSEC-*.md' | wc -l)
echo "$known advisories, as of $(basename "$archive" .tar.xz | sed 's/^advisories-//')"
[ "$known" -gt 500 ]
sed "s|^db-path = .*|db-path = \"$work/advisories\"|" deny.toml > "$work/deny.toml"
# Every crate of the lock file, those of other systems too, is looked at for its licence.
cargo fetch --locked --quiet
"$cargo_deny" --offline --locked --all-features --config "$work/deny.toml" check --hide-inclusion-graph
