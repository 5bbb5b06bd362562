using Cornea.Layers;

namespace Cornea.Benchmarks;

/// <summary>Four dense layers with swish and one number: the network of regress_train.</summary>
internal static class RegressionNetwork
{
    public static Model Build(Shape sample, int classes) => new Sequential("regression")
    {
        new Input(sample),
        new Dense(32, activation: "swish"),
        new Dense(32, activation: "swish"),
        new Dense(16, activation: "swish"),
        new Dense(8, activation: "swish"),
        new Dense(1),
    };
}
