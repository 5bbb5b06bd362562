namespace Cornea.Plots.Drawing;

/// <summary>Captions from classes and answers.</summary>
internal static class TileCaptions
{
    /// <exception cref="ArgumentException">There isn't a number for each image, or a class has no name.</exception>
    public static IEnumerable<TileCaption> Of(string who, int images, Tensor? titles, Tensor? predicted, IReadOnlyList<string>? classNames)
    {
        int[]? truth = Numbers(titles, "titles"), answers = Numbers(predicted, "predicted");
        for (int image = 0; image < images; image++)
        {
            yield return (truth, answers) switch
            {
                (null, null) => TileCaption.None,
                (not null, null) => new TileCaption(Name(truth[image]), null),
                (null, not null) => new TileCaption(Name(answers[image]), null),
                _ when truth[image] == answers[image] => new TileCaption(Name(truth[image]), true),
                _ => new TileCaption($"{Name(answers[image])} (is {Name(truth[image])})", false),
            };
        }

        int[]? Numbers(Tensor? tensor, string argument)
        {
            if (tensor is null) return null;
            if (tensor.Rank == 2 && tensor.Shape[1] == 1) tensor = tensor.Squeeze(-1);
            return tensor.Rank == 1 && tensor.Shape[0] == images ? tensor.Cast(DType.Int32).ToArray<int>()
                : throw new ArgumentException($"{who}: expected {argument} [{images}], a whole number for each image, got {tensor.Shape}.");
        }

        string Name(int label) => classNames is null ? $"{label}"
            : label >= 0 && label < classNames.Count ? classNames[label]
            : throw new ArgumentException($"{who}: class {label} has no name; there are {classNames.Count}.");
    }
}
