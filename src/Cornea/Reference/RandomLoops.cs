using Cornea.Graphs.Operations;
using Random = Cornea.Graphs.Operations.Random;

namespace Cornea.Reference;

/// <summary>Random numbers: element i of a draw is a function of (seed, step, i).</summary>
internal static class RandomLoops
{
    public static void Random(Random op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        (long seed, long step) = State(inputs[0]);
        double[] y = outputs[0].Values;
        for (int element = 0; element < y.Length; element++)
            y[element] = op.Distribution == Distribution.Uniform ? Philox.Uniform(seed, step, element) : Normal(seed, step, element);
    }

    public static void Dropout(Dropout op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        (long seed, long step) = State(inputs[1]);
        double scale = 1 / (1 - op.Rate);
        for (int element = 0; element < inputs[0].Values.Length; element++)
            outputs[0].Values[element] = Philox.Uniform(seed, step, element) >= op.Rate ? inputs[0][element] * scale : 0;
    }

    // Box & Muller 1958: elements 2i and 2i + 1 are √(−2 log u) · cos 2πv and … · sin 2πv of the two draws that stand there. u is
    // taken from (0, 1], so that its logarithm is finite.
    private static double Normal(long seed, long step, long element)
    {
        long pair = element - (element % 2);
        double u = Philox.Uniform(seed, step, pair) + (1.0 / (1 << 24)), v = Philox.Uniform(seed, step, pair + 1);
        double radius = Math.Sqrt(-2 * Math.Log(u)), angle = 2 * Math.PI * v;
        return radius * (element == pair ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static (long Seed, long Step) State(ReferenceArray state) => ((long)state[0], (long)state[1]);
}
