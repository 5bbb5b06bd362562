#:project ../src/Cornea/Cornea.csproj
// Writes src/Cornea.Vision/Applications/Resources/efficientnet_lite0.half from a saved EfficientNet-Lite0:
//   dotnet run tools/EmbedWeights.cs ../shared/data/efficientnet_lite0/efficientnet_lite0.keras
// The form is PackagedWeights': kernels as half-precision numbers, vectors as single ones, in the order of the model's weights.
using System.Runtime.InteropServices;
using Cornea;

Model model = Model.Load(args[0]);
using FileStream file = File.Create("src/Cornea.Vision/Applications/Resources/efficientnet_lite0.half");
foreach (Variable weight in model.Weights)
{
    float[] values = weight.Value.ToArray<float>();
    if (weight.Shape.Rank > 1) file.Write(MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()));
    else file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
}
