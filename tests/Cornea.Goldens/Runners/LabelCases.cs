using Cornea.Data;

namespace Cornea.Goldens.Runners;

/// <summary>Keras' small tools: <c>to_categorical</c> and <c>normalize</c>.</summary>
internal static class LabelCases
{
    public static void Run(GoldenCase golden)
    {
        foreach (string name in golden.ArrayNames.Where(name => name.StartsWith("onehot", StringComparison.Ordinal)))
        {
            // The number behind the name is that of the classes. Where the case has no labels for an array, they are where its ones stand.
            Tensor labels = golden.Has("y") && !name.EndsWith("2d", StringComparison.Ordinal)
                ? golden["y"].ToTensor()
                : golden[name].ToTensor().ArgMax(-1);
            int? classes = int.TryParse(name["onehot".Length..], out int count) ? count : null;
            GoldenTolerance.Exact.Check(name, golden[name], Labels.ToCategorical(labels, classes));
        }

        if (golden.Has("normalized")) CheckNormalize(golden);
    }

    // The case of the scalers has the rows; without it, what is left to hold to is that normalised rows stay as they are.
    private static void CheckNormalize(GoldenCase golden)
    {
        int rows = golden["normalized"].Shape[0];
        Tensor? x = golden.Has("x") ? golden["x"].ToTensor() : golden.Sibling("keras_utils", "regression")?["x"].ToTensor()[..rows];
        double order = golden.Json["order"]?.ToDouble() ?? 2;
        int axis = golden.Json["axis"]?.ToInt() ?? -1;
        GoldenTolerance.Values.Check("normalized", golden["normalized"], Ops.Normalize(x ?? golden["normalized"].ToTensor(), [axis], order));
    }
}
