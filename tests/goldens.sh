#!/usr/bin/env bash
# Runs every golden case under a folder and compares with what the reference implementations computed.
#   tests/goldens.sh [folder]          default: tests/Goldens; a single .npz or .zip will do
# Prints each failing case and at last "N passed, N failed". Exit code 1 when some failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CORNEA_GOLDENS=$(realpath -- "${1:-$here/Goldens}")
export CORNEA_GOLDENS
dotnet build -c Release "-consoleLoggerParameters:ErrorsOnly;NoSummary" --nologo "$here/Cornea.Goldens/Cornea.Goldens.csproj" >&2
exec dotnet "$here/Cornea.Goldens/bin/Release/net10.0/Cornea.Goldens.dll"
