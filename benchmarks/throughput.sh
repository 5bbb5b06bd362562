#!/usr/bin/env bash
# Samples per second of whole trainings, one JSON line for each workload:
#   benchmarks/throughput.sh [workload…]
#   {"peer":"cornea","workload":"mlp_train_b32","per_second":…,"peak_gflops":…,"runs":…}
# per_second is that of the best of at least 2 epochs in at least 8 seconds, after one to warm up; peak_gflops is what a loop of fused
# multiply-adds reaches on the same threads in the same process (the better of before and after).
set -euo pipefail
project="$(dirname "${BASH_SOURCE[0]}")/Cornea.Benchmarks"
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
exec dotnet run -c Release --no-build --project "$project" -- throughput "$@"
