namespace Cornea.Vision;

/// <summary>A change of colours: each new one is a weighted sum of red, green and blue.</summary>
internal readonly record struct ColorChange(
    float RedRed, float RedGreen, float RedBlue, float GreenRed, float GreenGreen, float GreenBlue, float BlueRed, float BlueGreen, float BlueBlue)
{
    // Of brightness, as in the standard BT.601.
    private const double Red = 0.299, Green = 0.587, Blue = 0.114;

    /// <summary>Brightness, saturation and hue at random: each colour is taken apart into grey and the rest, which is turned around the grey axis.</summary>
    public static ColorChange Draw(DetectionAugmentation augmentation, Random random)
    {
        double light = 1 + (augmentation.Brightness * ((2 * random.NextDouble()) - 1)), saturation = 1 + (augmentation.Saturation * ((2 * random.NextDouble()) - 1));
        double angle = 2 * Math.PI * augmentation.Hue * ((2 * random.NextDouble()) - 1);
        double cos = Math.Cos(angle), third = (1 - cos) / 3, sin = Math.Sin(angle) / Math.Sqrt(3);
        // Rows of the rotation around (1, 1, 1): on the diagonal, one to the right, two to the right.
        double same = cos + third, next = third - sin, last = third + sin;
        double grey = 1 - saturation;
        float Part(double turned, double weight) => (float)(light * ((saturation * turned) + (grey * weight)));
        return new ColorChange(
            Part(same, Red), Part(next, Green), Part(last, Blue),
            Part(last, Red), Part(same, Green), Part(next, Blue),
            Part(next, Red), Part(last, Green), Part(same, Blue));
    }
}
