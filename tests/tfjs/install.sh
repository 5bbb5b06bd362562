#!/usr/bin/env bash
# Prints the folder of node modules that has @tensorflow/tfjs, which npm installs first where it isn't: in a cache of the user's, outside the repository.
set -euo pipefail
version=4.22.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/cornea/tfjs-$version
if [ ! -e "$folder/node_modules/@tensorflow/tfjs/package.json" ]; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-save --loglevel error "@tensorflow/tfjs@$version" >&2
fi
echo "$folder/node_modules"
