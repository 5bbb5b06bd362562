using Cornea.Cpu.Steps;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Weights in the layout that a kernel wants: a unit of its own, which the prologue takes where the weights are stable.</summary>
internal static unsafe class Packing
{
    public delegate void Call(float* source, float* target, int piece);

    /// <summary>Adds the unit and gives the packed value. The text says all that the layout depends on: plans that say the same share it.</summary>
    public static Tensor Unit(LoweringContext context, Tensor source, Shape floats, int order, string text, int pieces, Call call)
    {
        Tensor packed = Tensor.Placeholder(new TensorSpec(floats, DType.Float32));
        if (context.Stable.Contains(source)) context.Stable.Add(packed);
        context.Layouts[packed] = (text, source);
        context.Add(
            new KernelUnit
            {
                Reads = [source],
                Writes = [packed],
                Make = place =>
                {
                    Operand from = place[source], to = place[packed];
                    return new KernelStep($"{text} {from} → {to}", 0,
                        [new KernelPhase(pieces, (frame, piece, scratch) => call(frame.Floats(from), frame.Floats(to), piece))]);
                },
            },
            order);
        return packed;
    }
}
