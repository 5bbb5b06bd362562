namespace Cornea.Layers;

/// <summary>The state of a random layer, int64 [2] = (seed, step).</summary>
internal static class SeedState
{
    private static readonly Tensor Step = Tensor.From<long>([0, 1], [2]);

    /// <summary>The state after one more draw.</summary>
    public static Tensor Next(Tensor state) => state + Step;
}
