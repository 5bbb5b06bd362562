#!/usr/bin/env bash
# Runs random programs in every way there is to run them and compares the bits (tests/Cornea.Tests/Programs).
#   tests/programs.sh [count] [first]          default: 1000 programs from number 1000000 on
# Prints the smallest program that disagrees, or at last "N programs agree". Exit code 1 when one disagrees.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dotnet build -c Release "-consoleLoggerParameters:ErrorsOnly;NoSummary" --nologo -p:RunAnalyzers=false "$here/Cornea.Tests/Cornea.Tests.csproj" >&2
exec dotnet "$here/Cornea.Tests/bin/Release/net10.0/Cornea.Tests.dll" programs "$@"
