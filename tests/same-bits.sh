#!/usr/bin/env bash
# Trains five small networks in every way that there is of computing them, and compares the SHA-256 of their weights and predictions:
# one thread, vectors of every width, ARM64 (by qemu), and WebAssembly (by Node, whose engine is Chromium's).
#   tests/same-bits.sh [x64] [arm64] [browser]        all three by default
# On Debian it installs qemu and what an ARM64 program needs by itself (as root). Ends with "N the same, N different"; exit code 1 if any differs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CORNEA_TELL_SLOW=0
ways=("$@")
[ ${#ways[@]} -gt 0 ] || ways=(x64 arm64 browser)
same=0
different=0

program="$here/SameBits/bin/Release/net10.0/SameBits.dll"
dotnet build -c Release -v q --nologo "$here/SameBits" >&2
dotnet "$program" | grep -v ^processor > "$work/expected"
cat "$work/expected"

# compare NAME COMMAND…
compare() {
  local name=$1
  shift
  if "$@" 2> "$work/errors" | grep -v ^processor | diff "$work/expected" - > "$work/difference"; then
    same=$((same + 1))
    echo "$name: the same"
  else
    different=$((different + 1))
    echo "$name: different"
    cat "$work/difference" "$work/errors"
  fi
}

for way in "${ways[@]}"; do
  case "$way" in
    x64)
      for setting in CORNEA_THREADS=1 DOTNET_EnableAVX512=0 DOTNET_EnableAVX2=0 DOTNET_EnableAVX=0 DOTNET_EnableHWIntrinsic=0; do
        compare "$setting" env "$setting" dotnet "$program"
      done
      ;;
    arm64)
      if ! command -v qemu-aarch64 > /dev/null; then
        { dpkg --add-architecture arm64 && apt-get update && apt-get install -y qemu-user libc6:arm64 libstdc++6:arm64 libssl3:arm64; } >&2
      fi
      dotnet publish "$here/SameBits" -c Release -r linux-arm64 --self-contained -v q --nologo -o "$work/arm64" >&2
      compare "ARM64" qemu-aarch64 "$work/arm64/SameBits"
      ;;
    browser)
      dotnet publish "$here/SameBits/Browser" -c Release -v q --nologo -o "$work/browser" >&2
      cp "$here/SameBits/Browser/main.mjs" "$work/browser/wwwroot/"
      compare "WebAssembly" node "$work/browser/wwwroot/main.mjs"
      ;;
    *)
      sed -n '2,6p' "${BASH_SOURCE[0]}" | sed 's/^# \?//'
      exit 2
      ;;
  esac
done
echo "$same the same, $different different"
[ "$different" -eq 0 ]
