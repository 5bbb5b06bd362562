#!/usr/bin/env bash
# Runs the official tests of ONNX' operators (Debian's libonnx-testdata) and compares.
#   tests/onnx-node-tests.sh [folder]      default: /usr/share/libonnx-testdata/data/node
# Prints each failing case, how many aren't in scope and why, and at last "N passed, N failed".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-/usr/share/libonnx-testdata/data/node}
[ -d "$folder" ] || { echo "There is no folder $folder; try: apt-get install libonnx-testdata" >&2; exit 2; }
CORNEA_ONNX_NODE_TESTS=$(realpath -- "$folder")
CORNEA_ONNX_NODE_REPORT=$(mktemp)
export CORNEA_ONNX_NODE_TESTS CORNEA_ONNX_NODE_REPORT
trap 'rm -f "$CORNEA_ONNX_NODE_REPORT"' EXIT
dotnet build -c Release "-consoleLoggerParameters:ErrorsOnly;NoSummary" --nologo "$here/Cornea.Onnx.Tests/Cornea.Onnx.Tests.csproj" >&2
code=0
"$here/Cornea.Onnx.Tests/bin/Release/net10.0/Cornea.Onnx.Tests" -class "Cornea.Onnx.Tests.Nodes.NodeTests" >/dev/null || code=$?
cat "$CORNEA_ONNX_NODE_REPORT"
exit "$code"
