#!/usr/bin/env bash
# Large models in files: VGG16's 138 million weights, and with --wide a model of 3.2 GB. One JSON line for each measurement, then one with the
# ratios to what the disk and the system do at best with the same bytes (dd bs=4M), and the most anonymous memory in times of the weights.
#   benchmarks/files.sh [--wide] [folder]
# Reach: saving 1.5 × dd with conv=fsync; loading 1.5 × reading the warm file (in pieces that are thrown away, and as a whole into memory, which
# the system has to find first); memory 1.1 × the weights.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
networks=(vgg16)
[ "${1:-}" != --wide ] || { networks+=(wide); shift; }
folder=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/cornea-files.XXXXXX")
trap 'rm -rf "$folder"' EXIT
project=benchmarks/Cornea.Benchmarks
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
files() { dotnet run -c Release --no-build --project "$project" -- files "$@"; }
number() { sed -n "s/.*\"$2\": *\([0-9.]*\).*/\1/p" <<<"$1"; }
seconds() { local start; start=$(date +%s.%N); "$@" 2>/dev/null; awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }'; }
best() { for _ in 1 2 3; do seconds "$@"; done | sort -g | head -1; }

for network in "${networks[@]}"; do
  file=$folder/$network.keras
  files make "$network" "$file"
  saved=$(files save "$file")
  loaded=$(files load "$file")
  echo "$saved"
  echo "$loaded"
  writing=$(best dd if="$file" of="$folder/copy" bs=4M conv=fsync)
  rm "$folder/copy"
  reading=$(best dd if="$file" of=/dev/null bs=4M)
  into=$(best dd if="$file" of=/dev/null bs="$(stat -c %s "$file")" count=1)
  awk -v network="$network" -v save="$(number "$saved" best_s)" -v write="$writing" -v load="$(number "$loaded" best_s)" -v read="$reading" -v into="$into" \
    -v mb="$(number "$loaded" file_mb)" -v savepeak="$(number "$saved" anonymous_peak_mb)" -v peak="$(number "$loaded" anonymous_peak_mb)" 'BEGIN {
      printf "{\"network\":\"%s\",\"dd_write_s\":%.3f,\"save_ratio\":%.2f,\"dd_read_s\":%.3f,\"load_ratio\":%.2f,\"dd_read_into_memory_s\":%.3f,\"load_ratio_of_that\":%.2f,\"save_memory\":%.2f,\"load_memory\":%.2f}\n",
        network, write, save / write, read, load / read, into, load / into, savepeak / mb, peak / mb }'
done
