#!/usr/bin/env bash
# Put the Nu HTML checker into .cache/vnu.jar, where the tests look for it (or at VNU_JAR). Needs npm; runs on Java.
set -euo pipefail
cd "$(dirname "$0")/.."
version=26.9.27
sha256=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

[ -f .cache/vnu.jar ] && [ "$(cat .cache/vnu.version 2>/dev/null)" = "$version" ] && exit 0
mkdir -p .cache
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "vnu-jar@$version" >/dev/null
tar -xzf "$work/vnu-jar-$version.tgz" -C "$work" package/build/dist/vnu.jar
echo "$sha256  $work/package/build/dist/vnu.jar" | sha256sum --check --quiet
mv "$work/package/build/dist/vnu.jar" .cache/vnu.jar
echo "$version" > .cache/vnu.version
