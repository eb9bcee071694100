#!/usr/bin/env bash
# Builds what is committed here twice, in two clones, and compares the jars that go into the image.
#
#   deploy/image/compare.sh
#
# Arguments are Maven's, such as --offline.
set -euo pipefail

# A jar has the modes of the files that it is made of: with another umask it is another jar.
umask 022

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for clone in one another-one; do
  git clone --quiet "$home" "$work/$clone"
  (cd "$work/$clone" && mvn -B -q "$@" -am -pl cli -DskipTests package)
  (cd "$work/$clone/cli/target/lib" && sha256sum -- *.jar) > "$work/$clone.sums"
done
if ! diff "$work/one.sums" "$work/another-one.sums"; then
  echo "compare.sh: these jars differ from build to build" >&2
  exit 1
fi
echo "$(wc -l < "$work/one.sums") jars, the same twice"
