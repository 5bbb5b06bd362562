namespace Cornea.Layers;

/// <summary>What augmentations share that draw random numbers: the seed, and the state that each draw moves on.</summary>
/// <remarks>The state (seed, number of draws so far) is saved with a model, so that its training goes on with the same draws.</remarks>
public abstract class RandomImageLayer : BaseImagePreprocessingLayer
{
    private protected RandomImageLayer(int? seed, DataFormat dataFormat, string? name)
        : base(dataFormat, name)
    {
        Seed = seed;
        Random = new RandomStream(AddSeedState(seed));
    }

    /// <summary>The seed that was given, if any.</summary>
    public int? Seed { get; }

    internal override RandomStream Random { get; }

    /// <summary>Four axes, of which only the batch's has more than one place: so that each image has a number.</summary>
    private protected static Tensor PerImage(Tensor numbers) => numbers.Reshape([-1, 1, 1, 1]);
}
