#!/usr/bin/env bash
# A product that predicts: batches of 1 to 200 rows in random order, and many threads at once. One JSON line for each measurement.
#   benchmarks/serving.sh [--quick] [efficientnet_lite0.keras]
# The file is ../shared/data/efficientnet_lite0/efficientnet_lite0.keras beside this repository by default; where it's missing, a network of
# convolutions is built. Then a small perceptron. For each:
#   memory  VmHWM (the most resident memory) of a process that predicts 200 rows each time, of one that predicts 1 to 200 rows in random
#           order, and the ratio of what they grew by since the data were there (reach: at most 1.3); what plans, prepared values and the
#           pool of arenas hold at the end.
#   time    the sum over all sizes of Predict, warm, and of plans of the exact size, warm, by turns (reach: a ratio of at most 1.2).
#   tail    64 threads that predict 1 row; then the same while one more thread meets new sizes: medians and 99.9th percentiles (reach: the
#           latter with it at most 3 times the median without it). Threads call in a loop where a call takes milliseconds; where it takes
#           microseconds they pause between calls, as more threads than processors in a loop would measure the system's time slices; then
#           p999_of_the_system_ms is what the same threads get who only look at the clock for as long.
# --quick takes few sizes and little time: to see that it works.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
quick=()
[ "${1:-}" != --quick ] || { quick=(--quick); shift; }
file=${1:-../shared/data/efficientnet_lite0/efficientnet_lite0.keras}
project=benchmarks/Cornea.Benchmarks
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
serve() { dotnet run -c Release --no-build --project "$project" -- serving "$@" "${quick[@]}"; }
grown() { sed -n 's/.*"grown_mb": *\([0-9.]*\).*/\1/p' <<<"$1"; }

for network in "$file" perceptron; do
  always=$(serve memory-always "$network")
  mixed=$(serve memory-mixed "$network")
  echo "$always"
  echo "$mixed"
  awk -v a="$(grown "$always")" -v b="$(grown "$mixed")" -v network="$(basename "$network")" \
    'BEGIN { printf "{\"network\":\"%s\",\"measure\":\"memory\",\"ratio\":%.2f,\"reach\":1.3}\n", network, (a > 0) ? b / a : 0 }'
  serve time "$network"
  serve tail "$network"
done
