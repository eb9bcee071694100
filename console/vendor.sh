#!/usr/bin/env bash
# Fetches the npm packages that the page is made of, as the two lock files name them. Needs npm; only
# whoever changes a version runs this. PackagesTest compares what is here with the locks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -rf vendor
node -e '
  const { readFileSync } = require("node:fs");
  for (const lock of ["package-lock.json", "../clients/javascript/package-lock.json"]) {
    const { packages } = JSON.parse(readFileSync(lock));
    for (const [path, { version, dev, devOptional, optional }] of Object.entries(packages)) {
      const name = path.replace("node_modules/", "");
      if (name && !dev && !devOptional && !optional && !["ws", "@types/trusted-types"].includes(name)) console.log(name, version);
    }
  }' | while read -r name version; do
  mkdir -p "vendor/$(dirname "$name")"
  file=$(npm pack --silent --pack-destination vendor "$name@$version")
  mv "vendor/$file" "vendor/$name.tgz"
done
