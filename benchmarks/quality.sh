#!/usr/bin/env bash
# Whole trainings on real data, one JSON line for each task and seed:
#   benchmarks/quality.sh [--seeds N] [--first SEED] [--tune] [--keep FOLDER] [task…]
#   {"task":"bccd_scratch","seed":1,"values":{"AP50":…,"AP":…},"seconds":…,"peak_gflops":…}
# values are measured once, on what was kept for it; with --tune on the part that settings may be chosen by. seconds is the training's time;
# peak_gflops is what a loop of fused multiply-adds reaches on the same threads in the same process (the better of before and after).
# --seeds runs that many seeds, from 1 or from --first on, so that they may be spread over days.
# --keep saves each trained model there as TASK-SEED.keras, so that other parts can be looked at without training again.
# The data are those of ../shared/data; --data FOLDER names another place.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project="$here/Cornea.Benchmarks"
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
exec dotnet run -c Release --no-build --project "$project" -- quality --data "$here/../../shared/data" "$@"
