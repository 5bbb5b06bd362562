using Cornea.Layers;

namespace Cornea.Benchmarks;

/// <summary>Four dense layers with swish and one number: the network of regress_train.</summary>
internal static class RegressionNetwork
{
    public static Model Build() => new Sequential("regression")
    {
        new Input(8),
        new Dense(32, activation: "swish"),
        new Dense(32, activation: "swish"),
        new Dense(16, activation: "swish"),
        new Dense(8, activation: "swish"),
        new Dense(1),
    };
}
