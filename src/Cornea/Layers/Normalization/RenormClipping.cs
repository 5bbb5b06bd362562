using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>How far batch renormalisation may correct a batch's statistics (Ioffe 2017). A limit that is null doesn't hold.</summary>
/// <param name="Rmax">The largest ratio of the batch's deviation to the moving one.</param>
/// <param name="Rmin">The smallest such ratio.</param>
/// <param name="Dmax">How far the batch's mean may lie from the moving one, in moving deviations; at least 0.</param>
public sealed record RenormClipping(double? Rmax = null, double? Rmin = null, double? Dmax = null)
{
    /// <summary>The corrections within their limits.</summary>
    internal static (Tensor R, Tensor D) Clip(RenormClipping? limits, Tensor r, Tensor d)
    {
        if (limits?.Rmin is { } least) r = Ops.Maximum(r, least);
        if (limits?.Rmax is { } most) r = Ops.Minimum(r, most);
        if (limits?.Dmax is { } far) d = Ops.Clip(d, -far, far);
        return (r, d);
    }

    /// <summary>Refuses limits that contradict each other.</summary>
    /// <exception cref="ArgumentException">Rmax is below Rmin, or Dmax is negative.</exception>
    internal void Check(string who)
    {
        if (Rmax < Rmin) throw new ArgumentException($"{who}: expected renormClipping with Rmax of at least Rmin, got {Rmax} and {Rmin}.", "renormClipping");
        if (Dmax < 0) throw new ArgumentException($"{who}: expected renormClipping with Dmax of at least 0, got {Dmax}.", "renormClipping");
    }

    internal JsonObject ToJson() => new() { ["rmax"] = Rmax, ["rmin"] = Rmin, ["dmax"] = Dmax };

    /// <summary>The limits of a layer's config; null for none.</summary>
    /// <exception cref="InvalidDataException">There is another limit than these three.</exception>
    internal static RenormClipping? FromJson(JsonNode? json)
    {
        if (json is not JsonObject limits) return null;
        if (limits.Select(limit => limit.Key).Except(["rmax", "rmin", "dmax"]).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"BatchNormalization: renorm_clipping: expected rmax, rmin and dmax, got '{unknown}'.");
        var config = new ObjectConfig((JsonObject)limits.DeepClone());
        return new RenormClipping(config.GetNullableDouble("rmax"), config.GetNullableDouble("rmin"), config.GetNullableDouble("dmax"));
    }
}
