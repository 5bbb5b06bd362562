#!/usr/bin/env bash
# Cornea and its peers by turns on the same workloads, for the machine's speed drifts within the hour: only the ratio counts.
#   benchmarks/compare.sh [--rounds N] [--avx2] [--json] [--peer SCRIPT] [workload…]
# Trainings (…_train_…) are compared with PyTorch: SCRIPT is a Python program that prints {"peer":…,"workload":…,"per_second":…} when called with
# "eager WORKLOAD"; by default ../shared/peers/torch_peer.py beside this repository. It runs on ${PYTHON:-/usr/bin/python3} (Debian's package
# python3-torch). Predictions (…_infer_…) are compared with ONNX Runtime from NuGet on the network that Cornea exports.
# Both have two threads. --avx2 holds both to AVX2; ONNX Runtime can't be held, so predictions are left out then where the processor has more.
# Each measurement is told on standard error. On standard output comes a table, from the best of each side in N rounds (2); with --json an
# object for each workload: {"workload":…,"cornea":…,"peer":…,"peer_name":…,"ratio":…,"peak_gflops":…}.
# What isn't the same network isn't compared: where parameter counts differ, or outputs by more than 1e-3, the exit code is 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=2
peer=../shared/peers/torch_peer.py
json=
avx2=
workloads=()
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --peer) peer=$2; shift 2 ;;
    --avx2) avx2=1; shift ;;
    --json) json=1; shift ;;
    -*) sed -n '2,10p' "${BASH_SOURCE[0]}" | sed 's/^# \?//'; exit 2 ;;
    *) workloads+=("$1"); shift ;;
  esac
done
[ ${#workloads[@]} -gt 0 ] || workloads=(
  mlp_train_b32 mlp_train_b128 regress_train_b32 cnn_train_b128 resnet20_train_b128 unet_train_b16 transfer_train_b32
  vgg16_160_infer_b32 mobilenet_v2_160_infer_b32 resnet50_224_infer_b1 resnet50_224_infer_b16)

project=benchmarks/Cornea.Benchmarks
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CORNEA_THREADS=2
[ -z "$avx2" ] || export DOTNET_EnableAVX512=0 ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2

benchmark() { dotnet "$project/bin/Release/net10.0/Cornea.Benchmarks.dll" "$@"; }
# Where OPENBLAS_… are set they slow a current NumPy and PyTorch.
python() { env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE ${avx2:+OPENBLAS_CORETYPE=Haswell} "${PYTHON:-/usr/bin/python3}" "$@"; }
number() { sed -n "s/.*\"$2\": *\([0-9.]*\).*/\1/p" <<<"$1"; }
word() { sed -n "s/.*\"$2\": *\"\([^\"]*\)\".*/\1/p" <<<"$1"; }
better() { awk -v a="$1" -v b="${2:-0}" 'BEGIN { print (a + 0 > b + 0) ? a + 0 : b + 0 }'; }

failed=0
[ -n "$json" ] || printf '| workload | Cornea | peer | | ratio | peak, GFLOP/s |\n|---|---|---|---|---|---|\n'
for workload in "${workloads[@]}"; do
  case "$workload" in
    *_infer_*)
      if [ -n "$avx2" ] && grep -qs avx512f /proc/cpuinfo; then echo "$workload: ONNX Runtime can't be held to AVX2 on this processor." >&2; continue; fi
      if ! exported=$(benchmark onnxruntime export "$workload" "$folder"); then failed=3; continue; fi
      wanted=$(number "$exported" parameters)
      other() { benchmark onnxruntime time "$workload" "$folder"; } ;;
    *)
      [ -f "$peer" ] || { echo "There is no $peer; name the peer's script with --peer." >&2; exit 2; }
      wanted=$(number "$(python benchmarks/torch_parameters.py "$peer" "$workload")" parameters)
      other() { python "$peer" eager "$workload"; } ;;
  esac

  ours=0 theirs=0 peak=0
  for ((round = 0; round < rounds; round++)); do
    line=$(benchmark throughput "$workload")
    echo "$line" >&2
    if [ "$(number "$line" parameters)" != "$wanted" ]; then
      echo "$workload: Cornea's network has $(number "$line" parameters) parameters, the peer's $wanted: they aren't compared." >&2
      failed=3
      continue 2
    fi
    ours=$(better "$(number "$line" per_second)" "$ours")
    peak=$(better "$(number "$line" peak_gflops)" "$peak")
    if ! line=$(other); then failed=3; continue 2; fi
    echo "$line" >&2
    theirs=$(better "$(number "$line" per_second)" "$theirs")
    name=$(word "$line" peer)
  done
  ratio=$(awk -v a="$ours" -v b="$theirs" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "null" }')
  if [ -n "$json" ]; then
    echo "{\"workload\":\"$workload\",\"cornea\":$ours,\"peer\":$theirs,\"peer_name\":\"$name\",\"ratio\":$ratio,\"peak_gflops\":$peak}"
  else
    echo "| $workload | $ours | $theirs | $name | $ratio | $peak |"
  fi
done
exit $failed
