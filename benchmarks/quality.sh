#!/usr/bin/env bash
# What whole trainings of minutes reach on real data, one JSON line for each task and seed:
#   benchmarks/quality.sh [--seeds N] [task…]          seed 1 and all tasks by default
#   {"task":"membranes","seed":1,"values":{"pixel_accuracy":…,"membrane_iou":…},"seconds":…,"peak_gflops":…}
# The data lie beside the repository (../shared/data), or where CORNEA_DATA says. peak_gflops is what a loop of fused multiply-adds reaches on the
# same threads in the same process (the better of before and after): on slower cores the minutes grow in proportion.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${CORNEA_DATA:-$here/../../shared/data}
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
for archive in membrane.tar.xz; do tar xJf "$data/$archive" -C "$unpacked"; done
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$here/Cornea.Benchmarks" >&2
dotnet run -c Release --no-build --project "$here/Cornea.Benchmarks" -- quality "$unpacked" "$@"
