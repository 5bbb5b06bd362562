using System.Globalization;
using Cornea.Plots;
using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>The worst mistakes as one picture, row by row in the order of the list: what the network said, and what it is.</summary>
internal static class MistakeSheet
{
    private const int Side = 224, Columns = 4, Most = 16;

    public static void Write(string path, IReadOnlyList<PhotoMistake> mistakes)
    {
        PhotoMistake[] shown = [.. mistakes.Take(Most)];
        Tensor photos = Ops.Stack([.. shown.Select(mistake => ImageTensor.Load(mistake.File, Side, Side, "bilinear_antialias", padToAspectRatio: true))]);
        string[] titles = [.. shown.Select(mistake => string.Create(CultureInfo.InvariantCulture, $"{mistake.Answer} {mistake.Probability:F2} (is {mistake.Truth})"))];
        Charts.Images(Ops.Round(photos).Cast(DType.UInt8), titles, new bool[shown.Length], Columns, title: $"The worst of {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}").Save(path);
    }
}
