#!/usr/bin/env bash
# What this checkout made slower than another commit, both measured by turns in one run:
#   benchmarks/regress.sh [--rounds N] BASE [workload…]
# BASE is any commit; it is built in a folder of its own, and workloads that its benchmarks don't know are left out. One JSON line for each
# workload: {"workload":…,"base":…,"now":…,"ratio":…}, the middle of the N rounds' ratios (5) and the best of each side. Names what became
# slower by more than 3 %; the exit code is 1 then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=5
[ "${1:-}" != --rounds ] || { rounds=$2; shift 2; }
[ $# -gt 0 ] && [ "${1#-}" = "$1" ] || { sed -n '2,6p' "${BASH_SOURCE[0]}" | sed 's/^# \?//'; exit 2; }
base=$(git rev-parse --verify "$1^{commit}")
shift

project=benchmarks/Cornea.Benchmarks
folder=$(mktemp -d)
trap 'git worktree remove --force "$folder/base"; rm -rf "$folder"' EXIT
git worktree add -q --detach "$folder/base" "$base"
dotnet build -c Release -v q -p:RunAnalyzers=false "$folder/base/$project" >&2
[ -n "${CORNEA_NO_BUILD:-}" ] || dotnet build -c Release -v q "$project" >&2

measure() { dotnet "$1/$project/bin/Release/net10.0/Cornea.Benchmarks.dll" throughput "$2"; }
number() { sed -n "s/.*\"$2\": *\([0-9.]*\).*/\1/p" <<<"$1"; }
# The benchmarks list what they know when they are asked for something else.
known() { { measure "$1" none 2>&1 || true; } | sed -n 's/.*there are \(.*\)\./\1/p' | tr -d ' ' | tr ',' '\n'; }

[ $# -gt 0 ] || set -- $(known .)
slower=()
for workload in "$@"; do
  known "$folder/base" | grep -qx "$workload" || { echo "$workload: $base doesn't know it." >&2; continue; }
  for ((round = 0; round < rounds; round++)); do
    echo "$(number "$(measure "$folder/base" "$workload")" per_second) $(number "$(measure . "$workload")" per_second)"
  done | awk -v workload="$workload" '
    { ratios[NR] = $2 / $1; if ($1 > base) base = $1; if ($2 > now) now = $2 }
    END {
      for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) if (ratios[j] < ratios[i]) { t = ratios[i]; ratios[i] = ratios[j]; ratios[j] = t }
      middle = NR % 2 ? ratios[(NR + 1) / 2] : (ratios[NR / 2] + ratios[NR / 2 + 1]) / 2
      printf "{\"workload\":\"%s\",\"base\":%s,\"now\":%s,\"ratio\":%.3f}\n", workload, base, now, middle
    }' | tee "$folder/line"
  awk -v ratio="$(number "$(cat "$folder/line")" ratio)" 'BEGIN { exit ratio < 0.97 ? 0 : 1 }' && slower+=("$workload")
done
[ ${#slower[@]} -eq 0 ] || { echo "Slower by more than 3 %: ${slower[*]}"; exit 1; }
