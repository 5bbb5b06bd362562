using System.Globalization;

namespace Cornea.Learn;

/// <summary>Numbers as Python writes them.</summary>
internal static class PythonNumber
{
    private const int EnoughDigits = 60; // A number half-way between two with few digits has its last digit long before.

    /// <summary>Python's <c>{:.2f}</c>: what lies exactly half-way is rounded to the even digit, where .NET rounds up.</summary>
    public static string Fixed(double value, int digits)
    {
        string rounded = value.ToString("F" + digits, CultureInfo.InvariantCulture);
        string exact = value.ToString("F" + (digits + EnoughDigits), CultureInfo.InvariantCulture);
        if (!double.IsFinite(value) || exact[^EnoughDigits] != '5' || exact.AsSpan()[^(EnoughDigits - 1)..].IndexOfAnyExcept('0') >= 0)
            return rounded;
        string cut = exact[..^EnoughDigits].TrimEnd('.');
        return (cut[^1] - '0') % 2 == 0 ? cut : rounded;
    }
}
