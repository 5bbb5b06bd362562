using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>The worst mistakes as one picture, row by row in the order of the list.</summary>
internal static class MistakeSheet
{
    private const int Side = 224, Columns = 4, Most = 16, Gap = 4;

    public static void Write(string path, IReadOnlyList<PhotoMistake> mistakes)
    {
        Tensor[] photos = [.. mistakes.Take(Most).Select(mistake => Framed(ImageTensor.Load(mistake.File, Side, Side, "bilinear_antialias", padToAspectRatio: true)))];
        Tensor empty = Ops.Full([Side + Gap, Side + Gap, 3], 255f);
        int columns = Math.Min(Columns, photos.Length);
        Tensor[] rows = [.. photos.Chunk(columns).Select(row => Ops.Concatenate([.. row, .. Enumerable.Repeat(empty, columns - row.Length)], axis: 1))];
        ImageTensor.Save(path, Ops.Concatenate([.. rows], axis: 0));
    }

    private static Tensor Framed(Tensor photo) => Ops.Pad(photo, [(0, Gap), (0, Gap), (0, 0)], constantValues: 255);
}
