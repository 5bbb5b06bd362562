#!/usr/bin/env bash
# JPEG decoding and resizing to 160 × 160, Cornea on two threads beside Pillow on one thread and in two processes, by turns.
#   benchmarks/images.sh [--rounds N] [--seconds S] [FOLDER]
# FOLDER holds photos; without one ../shared/data/cats_and_dogs.tar beside this repository is unpacked. Pillow runs on
# ${PYTHON:-/usr/bin/python3} (Debian's package python3-pil). Both decode at full size, with the same filter; "pixels" is a hash of all pixels,
# by which they are seen to be the same. Prints each measurement, and at the end the ratios of the best of each
# (reach: at least 1.5 times Pillow on one thread, 1.0 times Pillow in two processes).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=3 seconds=3 folder=
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    -*) sed -n '2,8p' "${BASH_SOURCE[0]}" | sed 's/^# \?//'; exit 2 ;;
    *) folder=$1; shift ;;
  esac
done
if [ -z "$folder" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  tar xf ../shared/data/cats_and_dogs.tar -C "$folder"
fi
project=benchmarks/Cornea.Benchmarks
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
rate() { sed -n 's/.*"per_second": *\([0-9.]*\).*/\1/p' <<<"$1"; }
better() { awk -v a="$1" -v b="$2" 'BEGIN { print (a + 0 > b + 0) ? a + 0 : b + 0 }'; }
ours=0 one=0 two=0
for _ in $(seq "$rounds"); do
  line=$("$project/bin/Release/net10.0/Cornea.Benchmarks" images "$folder" 2 "$seconds"); echo "$line"; ours=$(better "$(rate "$line")" "$ours")
  line=$("${PYTHON:-/usr/bin/python3}" benchmarks/pillow_peer.py "$folder" 1 "$seconds"); echo "$line"; one=$(better "$(rate "$line")" "$one")
  line=$("${PYTHON:-/usr/bin/python3}" benchmarks/pillow_peer.py "$folder" 2 "$seconds"); echo "$line"; two=$(better "$(rate "$line")" "$two")
done
awk -v ours="$ours" -v one="$one" -v two="$two" 'BEGIN { printf "{\"measure\":\"images\",\"ratio_to_one_thread\":%.2f,\"reach\":1.5,\"ratio_to_two_processes\":%.2f,\"reach_two\":1.0}\n", ours / one, ours / two }'
