using System.Globalization;

namespace Cornea.Vision;

/// <summary>Boxes as files have them: what is no box is an error that names the file; what lies beside the photo is cut off.</summary>
/// <param name="file">The file with the boxes.</param>
/// <param name="width">The photo's, in pixels.</param>
/// <param name="height">The photo's, in pixels.</param>
/// <param name="leftOut">Takes a line for each box without a pixel on the photo.</param>
internal sealed class BoxChecks(string file, int width, int height, List<string> leftOut)
{
    /// <summary>The part of a box on the photo; null if there is none.</summary>
    /// <exception cref="InvalidDataException">A number is NaN or infinite, or a side is negative.</exception>
    public Box? OnPhoto(Box box)
    {
        if (!double.IsFinite(box.Left + box.Top + box.Right + box.Bottom)) throw new InvalidDataException($"{file}: a box {box} has a number that is none.");
        if (box.Width < 0 || box.Height < 0) throw new InvalidDataException($"{file}: a box {box} ends before it begins.");
        Box clipped = box.Clip(width, height);
        if (!clipped.IsEmpty) return clipped;
        leftOut.Add($"{file}: a box {box} has no pixel on the photo of {width} × {height}.");
        return null;
    }

    /// <summary>A number.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static double Number(string? text, string file, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
            : throw new InvalidDataException($"{file}: expected a number for {what}, got '{text}'.");

    /// <summary>A photo's side in pixels.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static int Side(double value, string file, string what) =>
        value is >= 1 and <= 1_000_000 && value == Math.Floor(value) ? (int)value : throw new InvalidDataException($"{file}: expected a {what} from 1 to 1,000,000 pixels, got {value}.");
}
