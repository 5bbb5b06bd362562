namespace Cornea.Goldens;

/// <summary>Values of <c>case.json</c>, read as <see cref="GoldenJson"/> reads them.</summary>
internal static class CaseValues
{
    /// <inheritdoc cref="GoldenJson.ToDouble"/>
    public static double ToDouble(this CaseJson? json) => (json?.Whole()).ToDouble();

    /// <inheritdoc cref="GoldenJson.ToDoubles"/>
    public static double[] ToDoubles(this CaseJson? json) => (json?.Whole()).ToDoubles();

    /// <inheritdoc cref="GoldenJson.ToInt"/>
    public static int ToInt(this CaseJson? json) => (json?.Whole()).ToInt();

    public static bool ToBool(this CaseJson? json) => (json?.Whole()).ToBool();

    public static string ToText(this CaseJson? json) => (json?.Whole()).ToText();

    /// <summary>A list of texts.</summary>
    public static string[] ToTexts(this CaseJson json) => [.. json.Items.Select(item => item.ToText())];
}
