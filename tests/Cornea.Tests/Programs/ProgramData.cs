namespace Cornea.Tests.Programs;

/// <summary>Numbers for inputs, variables and constants: mostly small, sometimes one that is hard.</summary>
internal static class ProgramData
{
    private static readonly double[] Hard = [0, -0.0, 1, -1, 1e20, -1e-20, double.NaN, double.PositiveInfinity, 0.5, 1e-40, 88.8, 16777217];

    /// <summary>A tensor whose values follow from a number.</summary>
    public static Tensor Of(TensorSpec spec, int seed)
    {
        var random = new System.Random(seed);
        bool isHard = random.Next(8) == 0;
        var values = new double[spec.Shape.ElementCount];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = spec.DType == DType.Bool ? random.Next(2)
                : spec.DType.IsFloating ? (isHard && random.Next(6) == 0 ? Hard[random.Next(Hard.Length)] : Math.Round((random.NextDouble() * 4) - 2, 2))
                : spec.DType == DType.UInt8 ? random.Next(5)
                : random.Next(-2, 6);
        }

        return Tensor.From(values, spec.Shape).Cast(spec.DType);
    }
}
