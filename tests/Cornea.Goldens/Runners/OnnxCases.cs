using Cornea.Files;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>onnx</c>: models that PyTorch exported are imported and compute what ONNX Runtime computed, in either layout; saved and loaded again, the same bits.</summary>
internal static class OnnxCases
{
    public static void Run(GoldenCase golden)
    {
        foreach (string about in new[] { "opset", "producer" }) _ = golden.Json[about]; // What the file itself says too.
        if (golden.Json["layout"].ToText() != "NCHW") throw new NotUnderstoodException($"the layout {golden.Json["layout"]}");
        string folder = Directory.CreateTempSubdirectory("cornea-onnx-").FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx"), saved = Path.Combine(folder, "model.keras");
            File.WriteAllBytes(path, golden.ReadFile("model.onnx"));
            Tensor x = golden["x"].ToTensor();
            Tensor images = x.Rank < 3 ? x : x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]);

            Model model = Onnx.Onnx.Import(path);
            Tensor y = model.Call(images, training: false);
            GoldenTolerance.Values.Check("y", golden["y"], y);
            GoldenTolerance.Values.Check("y, the file's own layout", golden["y"], Onnx.Onnx.Import(path, keepLayout: true).Call(x, training: false));
            if (model.TrainableWeights.Count == 0) throw new MismatchException("nothing can be trained");

            model.Save(saved);
            Tensor again = Model.Load(saved).Call(images, training: false);
            if (!y.ToArray<float>().AsSpan().SequenceEqual(again.ToArray<float>())) throw new MismatchException("saved and loaded, it computes something else");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
