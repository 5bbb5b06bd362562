using Cornea.Files;
using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>files</c>: images as Pillow decodes them, and broken ones.</summary>
internal static class FileCases
{
    private static readonly string[] Broken = ["broken.png", "broken.jpg", "not_an_image.jpg"];

    public static void Run(GoldenCase golden)
    {
        if (!golden.Name.EndsWith("images", StringComparison.Ordinal)) throw new NotUnderstoodException($"there is no runner for files of {golden.Name}");
        foreach (string array in golden.ArrayNames)
        {
            FileArray expected = golden[array];
            string[] words = array.Split('_'); // Such as q75_420_jpg_rgb.
            if (words[^1] != "rgb") throw new NotUnderstoodException($"the array {array}");
            string file = $"{string.Join('_', words[..^2])}.{words[^2]}";
            Tensor image = ImageTensor.Decode(golden.ReadFile(file));
            Tolerance(words[^2]).Check(file, expected, [.. image.Shape], image.ToArray<double>());
        }

        foreach (string file in Broken)
        {
            try
            {
                ImageTensor.Decode(golden.ReadFile(file));
            }
            catch (InvalidDataException)
            {
                continue;
            }

            throw new MismatchException($"{file}: expected an error, but it was read");
        }
    }

    private static GoldenTolerance Tolerance(string ending) => ending is "jpg" or "webp"
        ? GoldenTolerance.Exact.AtLeast(2, because: "decoders of JPEG and WebP round in different places")
        : GoldenTolerance.Exact;
}
