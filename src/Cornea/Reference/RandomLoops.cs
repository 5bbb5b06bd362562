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

    // Box & Muller 1958: elements j and j + 16 of an aligned group of 32 are √(−2 log u) · cos φ and … · sin φ of the words that stand
    // there: u the middle of one of 2³¹ steps of (0, 1), φ a signed word in units of 2⁻³² turns.
    private static double Normal(long seed, long step, long element)
    {
        long first = element & ~16L;
        double u = ((Philox.Bits(seed, step, first) >> 1) + 0.5) / (1u << 31);
        double radius = Math.Sqrt(-2 * Math.Log(u)), angle = (int)Philox.Bits(seed, step, first + 16) * (Math.PI / (1u << 31));
        return radius * (element == first ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static (long Seed, long Step) State(ReferenceArray state) => ((long)state[0], (long)state[1]);
}
