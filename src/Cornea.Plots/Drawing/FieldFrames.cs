using Cornea.Layers;
using SkiaSharp;

namespace Cornea.Plots.Drawing;

/// <summary>The receptive fields of places in the middle of layers' outputs, as frames on an image.</summary>
internal static class FieldFrames
{
    /// <param name="model">A model of one image input.</param>
    /// <param name="layers">The layers' names; null: those that change the field.</param>
    /// <param name="most">How many there are at most, where they aren't named; then evenly chosen.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    public static IEnumerable<(string Caption, SKRect Frame)> Of(Model model, IReadOnlyList<string>? layers, int most, int width, int height)
    {
        foreach (string name in layers ?? Changing(model, most))
        {
            if (model.ReceptiveFieldOf(name) is not { } field)
            {
                yield return ($"{name}: all", SKRect.Create(width, height));
                continue;
            }

            // The place whose field's middle is nearest to the image's.
            long row = Middle(height, field.Top, field.Height, field.StrideHeight), column = Middle(width, field.Left, field.Width, field.StrideWidth);
            yield return ($"{name}: {field.Height} × {field.Width}", SKRect.Create(field.Left + (column * field.StrideWidth), field.Top + (row * field.StrideHeight), field.Width, field.Height));
        }
    }

    private static long Middle(int size, long start, long length, long step) => Math.Max(0, (long)Math.Round((((size - length) / 2.0) - start) / step));

    private static string[] Changing(Model model, int most)
    {
        var names = new List<string>();
        ReceptiveField? last = new ReceptiveField(1, 1, 1, 1, 0, 0);
        foreach (Layer layer in model.Layers)
        {
            ReceptiveField? field = model.ReceptiveFieldOf(layer.Name);
            if ((field?.Height, field?.Width) == (last?.Height, last?.Width)) continue;
            names.Add(layer.Name);
            last = field;
        }

        if (names.Count == 0) throw new ArgumentException($"Charts.ReceptiveFields: model '{model.Name}' has no layer that sees more than one pixel.", nameof(model));
        return names.Count <= most ? [.. names] : [.. Enumerable.Range(0, most).Select(index => names[index * (names.Count - 1) / (most - 1)])];
    }
}
