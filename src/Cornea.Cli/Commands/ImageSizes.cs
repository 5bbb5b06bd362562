using System.CommandLine;
using Cornea.Layers;

namespace Cornea.Cli.Commands;

/// <summary>Sizes of pictures as they are written on a command line: 288x384, height first, or 384 for both.</summary>
internal static class ImageSizes
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--image-size") { Description = "Height and width of what the network sees, in pixels, multiples of 32; by default 384 for the longer side and the photos' proportion.", HelpName = "288x384" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Read(result.Tokens[0].Value) is null) result.AddError($"--image-size: expected multiples of 32 such as 288x384, got '{result.Tokens[0].Value}'.");
        });
        return option;
    }

    /// <summary>The size; null for none.</summary>
    public static Size2? Of(string? text) => text is null ? null : Read(text);

    private static Size2? Read(string text)
    {
        int[] sides = [.. text.Split('x').Select(side => int.TryParse(side, out int pixels) && pixels is > 0 and <= 8192 && pixels % 32 == 0 ? pixels : 0)];
        return sides.Contains(0) ? null : sides switch
        {
            [var both] => new Size2(both, both),
            [var height, var width] => new Size2(height, width),
            _ => null,
        };
    }
}
