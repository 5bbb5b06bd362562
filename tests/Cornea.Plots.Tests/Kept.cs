namespace Cornea.Plots.Tests;

/// <summary>With CORNEA_KEEP set to a folder the figures are left there to be looked at.</summary>
internal static class Kept
{
    public static Figure Keep(Figure figure, string name)
    {
        if (Environment.GetEnvironmentVariable("CORNEA_KEEP") is { Length: > 0 } folder) figure.Save(Path.Combine(folder, name + ".png"));
        return figure;
    }
}
