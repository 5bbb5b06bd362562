namespace Cornea.Cli.Photos;

/// <summary>The accuracies that a number of right answers leaves likely: Wilson's interval of 95 %.</summary>
/// <remarks>Source: Wilson, Probable inference, the law of succession, and statistical inference (1927).</remarks>
internal readonly record struct AccuracyInterval(double Low, double High)
{
    private const double Normal = 1.959964; // 97.5 % of the normal distribution lie below.

    public static AccuracyInterval Of(int right, int all)
    {
        double part = (double)right / all, square = Normal * Normal / all, whole = 1 + square;
        double middle = (part + (square / 2)) / whole, half = Normal * Math.Sqrt(((part * (1 - part)) + (square / 4)) / all) / whole;
        return new AccuracyInterval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
