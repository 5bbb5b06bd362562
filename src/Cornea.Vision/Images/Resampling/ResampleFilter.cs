namespace Cornea.Vision.Resampling;

/// <summary>The functions that weigh pixels by their distance, and the names by which users choose one.</summary>
internal static class ResampleFilter
{
    private const string Pillow = "pillow_", Antialias = "_antialias";

    private static readonly string[] TensorFlow = ["nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"];

    public static string[] Names { get; } =
    [
        .. TensorFlow,
        .. TensorFlow.Except(["nearest", "area"]).Select(name => name + Antialias),
        .. new[] { "nearest", "bilinear", "bicubic", "lanczos", "box", "hamming" }.Select(name => Pillow + name),
    ];

    /// <summary>Whether it's Pillow's rule, and by whichever rule the filter's plain name and whether it widens as the image shrinks.</summary>
    public static (bool IsPillow, string Name, bool IsWidened) Parse(string name) =>
        name.StartsWith(Pillow, StringComparison.Ordinal) ? (true, name[Pillow.Length..], true)
        : name.EndsWith(Antialias, StringComparison.Ordinal) ? (false, name[..^Antialias.Length], true)
        : (false, name, false);

    /// <summary>The filter as a function of where a pixel lies from the centre, and the distance from which on it is 0.</summary>
    public static (Func<double, double> Weight, double Radius) Of(string name) => name switch
    {
        "bilinear" => (x => Math.Max(0, 1 - Math.Abs(x)), 1),
        "bicubic" => (Keys, 2),
        "lanczos" or "lanczos3" => (x => Lanczos(x, 3), 3),
        "lanczos5" => (x => Lanczos(x, 5), 5),
        "gaussian" => (x => Math.Abs(x) < 1.5 ? Math.Exp(-2 * x * x) : 0, 1.5),
        "mitchellcubic" => (Mitchell, 2),
        "box" => (x => x is > -0.5 and <= 0.5 ? 1 : 0, 0.5),
        _ => (Hamming, 1),
    };

    /// <summary>Keys 1981, a = −½.</summary>
    public static double Keys(double x) => Math.Abs(x) switch
    {
        < 1 and var near => (((1.5 * near) - 2.5) * near * near) + 1,
        < 2 and var far => (((((-0.5 * far) + 2.5) * far) - 4) * far) + 2,
        _ => 0,
    };

    // Mitchell and Netravali 1988, B = C = ⅓.
    private static double Mitchell(double x) => Math.Abs(x) switch
    {
        < 1 and var near => (((7 * near / 6) - 2) * near * near) + (8d / 9),
        < 2 and var far => ((((-7 * far / 18) + 2) * far - (10d / 3)) * far) + (16d / 9),
        _ => 0,
    };

    private static double Lanczos(double x, int radius) => Math.Abs(x) >= radius ? 0 : Sinc(x) * Sinc(x / radius);

    private static double Hamming(double x) => Math.Abs(x) >= 1 ? 0 : Sinc(x) * (0.54 + (0.46 * Math.Cos(Math.PI * x)));

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
