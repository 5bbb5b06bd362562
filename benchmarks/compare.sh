#!/usr/bin/env bash
# Cornea and PyTorch by turns on the same workloads, for the machine's speed drifts within the hour: only the ratio counts.
#   benchmarks/compare.sh [--rounds N] [--peer SCRIPT] [workload…]
# SCRIPT is a Python program that prints {"peer":…,"workload":…,"per_second":…} when called with "eager WORKLOAD"; by default
# ../shared/peers/torch_peer.py beside this repository. It runs on ${PYTHON:-/usr/bin/python3} (Debian's package python3-torch).
# Prints each measurement, and for each workload a line {"workload":…,"cornea":…,"peer":…,"ratio":…} from the best of each side.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=2
peer=../shared/peers/torch_peer.py
workloads=()
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --peer) peer=$2; shift 2 ;;
    -*) sed -n '2,6p' "${BASH_SOURCE[0]}" | sed 's/^# \?//'; exit 2 ;;
    *) workloads+=("$1"); shift ;;
  esac
done
[ ${#workloads[@]} -gt 0 ] || workloads=(mlp_train_b32 mlp_train_b128 regress_train_b32 cnn_train_b128 resnet20_train_b128)
[ -f "$peer" ] || { echo "There is no $peer; name the peer's script with --peer." >&2; exit 2; }

rate() { sed -n 's/.*"per_second": *\([0-9.]*\).*/\1/p' <<<"$1"; }
better() { awk -v a="$1" -v b="${2:-0}" 'BEGIN { print (a + 0 > b + 0) ? a + 0 : b + 0 }'; }

dotnet build -c Release -v q benchmarks/Cornea.Benchmarks >&2
for workload in "${workloads[@]}"; do
  ours=0
  theirs=0
  for ((round = 0; round < rounds; round++)); do
    line=$(CORNEA_NO_BUILD=1 benchmarks/throughput.sh "$workload")
    echo "$line"
    ours=$(better "$ours" "$(rate "$line")")
    # Where these are set they slow a current NumPy and PyTorch.
    line=$(env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "${PYTHON:-/usr/bin/python3}" "$peer" eager "$workload")
    echo "$line"
    theirs=$(better "$theirs" "$(rate "$line")")
  done
  awk -v w="$workload" -v a="$ours" -v b="$theirs" \
    'BEGIN { printf "{\"workload\":\"%s\",\"cornea\":%s,\"peer\":%s,\"ratio\":%s}\n", w, a, b, b > 0 ? sprintf("%.2f", a / b) : "null" }'
done
