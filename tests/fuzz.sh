#!/usr/bin/env bash
# Damages files of a format and reads them: each must be read, or refused as invalid data, in bounded memory and time.
#   tests/fuzz.sh FORMAT FIRST COUNT       such as: tests/fuzz.sh keras 1 100000
# FORMAT: keras, weights, hdf5, h5, fromjson, onnx, tfjs, mat, npz, npy, idx, csv, cifar, cache or backup. The files are made from the numbers FIRST, FIRST + 1, …:
# a message names the number, and FORMAT NUMBER 1 makes that file again. A failure becomes a test of its own.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dotnet build -c Release "-consoleLoggerParameters:ErrorsOnly;NoSummary" --nologo "$here/Cornea.Tests/Cornea.Tests.csproj" >&2
CORNEA_FUZZ="$*" exec "$here/Cornea.Tests/bin/Release/net10.0/Cornea.Tests" -method "Cornea.Tests.Fuzz.FuzzTests.As_many_as_wanted"
