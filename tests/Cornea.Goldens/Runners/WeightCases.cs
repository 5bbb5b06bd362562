using System.Text.Json.Nodes;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kinds <c>regularizers</c>, <c>constraints</c> and <c>initializers</c>.</summary>
internal static class WeightCases
{
    public static void RunRegularizer(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        Regularizer regularizer = Regularizer.Deserialize(json)!;
        ConfigCases.CheckRoundTrip(json, regularizer);
        GoldenTolerance.Values.Check("value", golden["value"], regularizer.Call(golden["x"].ToTensor()));
    }

    public static void RunConstraint(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        Constraint constraint = Constraint.Deserialize(json)!;
        ConfigCases.CheckRoundTrip(json, constraint);
        GoldenTolerance.Values.Check("y", golden["y"], constraint.Call(golden["x"].ToTensor()));
    }

    public static void RunInitializer(GoldenCase golden)
    {
        if (golden.Json["statistics"] is { } statistics)
        {
            foreach ((string what, CaseJson? expected) in statistics) CheckStatistics(what, expected!);
            return;
        }

        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        ConfigCases.CheckRoundTrip(json, Initializer.Deserialize(json)!);

        // Keras 3.15 leaves the gain out of Identity's config; the case was made with the one that stands on its diagonal.
        Initializer initializer = json["class_name"].ToText() == "Identity" && json["config"]!["gain"] is null
            ? new Identity(golden["y"].AsSpan<float>()[0])
            : Initializer.Deserialize(json)!;
        GoldenTolerance.Exact.Check("y", golden["y"], initializer.Call(golden["y"].Shape.ToArray()));
    }

    // A key is an initializer's name and a shape, such as "he_normal [300, 200]".
    private static void CheckStatistics(string what, CaseJson expected)
    {
        int space = what.IndexOf(' ', StringComparison.Ordinal);
        Initializer initializer = what[..space];
        int[] shape = [.. what[(space + 2)..^1].Split(',').Select(int.Parse)];
        double[] values = initializer.Call(shape).ToArray<double>();
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        double wanted = expected["std"].ToDouble();
        if (Math.Abs(deviation - wanted) > 0.02 * wanted) throw new MismatchException($"{what}: expected deviation {wanted}, got {deviation}");
        double other = expected["mean"].ToDouble(); // Another draw's mean: both are as far off as draws are.
        if (Math.Abs(mean - other) > 4 * wanted * Math.Sqrt(2.0 / values.Length)) throw new MismatchException($"{what}: expected a mean near {other}, got {mean}");
        if (!IsBounded(what))
        {
            foreach (string extreme in (string[])["min", "max"]) expected.LeaveOut(extreme, because: "without bounds, one draw's extremes tell nothing of another's");
            return;
        }


        // The draw's own extremes lie within the bounds, and so near them that 1 % more is a bound that holds.
        double bound = Math.Max(expected["max"].ToDouble(), -expected["min"].ToDouble()) * 1.01;
        if (values.Max() > bound || values.Min() < -bound)
            throw new MismatchException($"{what}: expected values within ±{bound}, got {values.Min()} to {values.Max()}");
    }

    private static bool IsBounded(string what) =>
        what.Contains("uniform", StringComparison.Ordinal) || what.Contains("truncated", StringComparison.Ordinal)
        || what.StartsWith("glorot", StringComparison.Ordinal) || what.StartsWith("he_", StringComparison.Ordinal) || what.StartsWith("lecun", StringComparison.Ordinal);
}
