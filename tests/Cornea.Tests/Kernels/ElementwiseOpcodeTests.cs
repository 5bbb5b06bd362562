using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>Every opcode against double precision.</summary>
public unsafe class ElementwiseOpcodeTests
{
    private const int Count = 8192;

    public static TheoryData<string> Opcodes => [.. Enum.GetNames<ElementwiseOpcode>()];

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void IsWithinItsTolerance(string name)
    {
        ElementwiseOpcode opcode = Enum.Parse<ElementwiseOpcode>(name);
        float[][] x = [Operand(1), Operand(2), Operand(3)];
        float[] y = ProgramRunner.Run(ProgramRunner.Single(opcode, Count), [.. x.Take(opcode.Arity())]);
        for (int i = 0; i < Count; i++)
        {
            double exact = ElementwiseReference.Compute(opcode, x[0][i], x[1][i], x[2][i]);
            double ulps = ElementwiseReference.Ulps(y[i], exact);
            Assert.True(ulps <= ElementwiseReference.Tolerance(opcode),
                $"{opcode}({x[0][i]:R}, {x[1][i]:R}, {x[2][i]:R}) = {y[i]:R}, exactly {exact:R}: {ulps:F3} ulp");
        }
    }

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void EveryLengthInPlaceAndGuarded(string name)
    {
        ElementwiseOpcode opcode = Enum.Parse<ElementwiseOpcode>(name);
        float[][] x = [Operand(1), Operand(2), Operand(3)];
        float[] whole = ProgramRunner.Run(ProgramRunner.Single(opcode, Count), [.. x.Take(opcode.Arity())]);
        using GuardedMemory first = new(256), second = new(256), third = new(256);
        GuardedMemory[] memory = [first, second, third];
        byte** inputs = stackalloc byte*[3];
        int step = opcode.Cost() > 1000 ? 7 : 1;
        for (int length = 0; length <= 256; length += step)
        {
            // The end at the forbidden page, the result over each operand in turn.
            for (int operand = 0; operand < opcode.Arity(); operand++)
            {
                for (int i = 0; i < 3; i++)
                {
                    inputs[i] = (byte*)(memory[i].Pointer + 256 - length);
                    x[i].AsSpan(0, length).CopyTo(memory[i].Span[(256 - length)..]);
                }
                byte* output = inputs[operand];
                ProgramRunner.Run(ProgramRunner.Single(opcode, length), inputs, &output, 0, length);
                AssertSameBits(whole.AsSpan(0, length), new Span<float>(output, length), $"{opcode}, length {length}");
            }
        }
    }

    [Fact]
    public void KeptSigns()
    {
        foreach (ElementwiseOpcode opcode in (ElementwiseOpcode[])[ElementwiseOpcode.Expm1, ElementwiseOpcode.Log1p, ElementwiseOpcode.Tanh,
            ElementwiseOpcode.Erf, ElementwiseOpcode.Sin, ElementwiseOpcode.Asinh, ElementwiseOpcode.Sinh, ElementwiseOpcode.Sqrt])
        {
            float[] y = ProgramRunner.Run(ProgramRunner.Single(opcode, 2), new float[] { -0f, 0f });
            Assert.True(float.IsNegative(y[0]) && y[0] == 0, $"{opcode}(-0) = {y[0]}");
            Assert.True(!float.IsNegative(y[1]) && y[1] == 0, $"{opcode}(+0) = {y[1]}");
        }
        Assert.False(float.IsNegative(ProgramRunner.Run(ProgramRunner.Single(ElementwiseOpcode.Relu, 1), new float[] { -0f })[0]));
        Assert.False(float.IsNegative(ProgramRunner.Run(ProgramRunner.Single(ElementwiseOpcode.Sign, 1), new float[] { -0f })[0]));
    }

    [Fact]
    public void ScalarAndVectorOperandsAgree()
    {
        foreach (ElementwiseOpcode opcode in Enum.GetValues<ElementwiseOpcode>().Where(opcode => opcode.Arity() >= 2))
        {
            float[][] x = [Operand(1)[..100], Operand(2)[..100], Operand(3)[..100]];
            for (int scalars = 1; scalars < (1 << opcode.Arity()); scalars++)
            {
                ElementwiseProgramBuilder builder = new(10, 10);
                ElementwiseValue[] values = new ElementwiseValue[3];
                Array[] inputs = new Array[opcode.Arity()];
                float[][] full = [[.. x[0]], [.. x[1]], [.. x[2]]];
                for (int operand = 0; operand < opcode.Arity(); operand++)
                {
                    bool isScalar = (scalars >> operand & 1) != 0;
                    values[operand] = builder.Input(isScalar ? ElementwiseAccess.Scalar : ElementwiseAccess.Contiguous);
                    inputs[operand] = isScalar ? new[] { x[operand][7] } : x[operand];
                    if (isScalar)
                        Array.Fill(full[operand], x[operand][7]);
                }
                builder.Output(opcode.Arity() == 2 ? builder.Apply(opcode, values[0], values[1])
                    : builder.Apply(opcode, values[0], values[1], values[2]));
                float[] expected = ProgramRunner.Run(ProgramRunner.Single(opcode, 100), [.. full.Take(opcode.Arity())]);
                AssertSameBits(expected, ProgramRunner.Run(builder.Build(), inputs), $"{opcode}, scalars {scalars:b}");
            }
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(AllOpcodes);

    private static string AllOpcodes()
    {
        using ResultHash hash = new();
        foreach (ElementwiseOpcode opcode in Enum.GetValues<ElementwiseOpcode>())
        {
            int count = opcode.Cost() > 1000 ? 500 : 3003;
            Array[] x = [Operand(1)[..count], Operand(2)[..count], Operand(3)[..count]];
            float[] y = ProgramRunner.Run(ProgramRunner.Single(opcode, count), x[..opcode.Arity()]);
            // Which NaN comes out of two is the machine's affair.
            hash.Add([.. y.Select(value => float.IsNaN(value) ? float.NaN : value)]);
        }
        return hash.ToString();
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i])), $"{what}: element {i} is {actual[i]:R}, not {expected[i]:R}");
    }

    /// <summary>All pairs of special values first, then numbers of ordinary size, then any bits at all.</summary>
    private static float[] Operand(int which)
    {
        float[] specials =
        [
            0f, -0f, 1f, -1f, 2f, -2f, 0.5f, -0.5f, 3f, 1.5f, 2.5f, -2.5f, 88.7f, 89f, -87.5f, -103f, -104f, 1e-40f, -1e-40f, float.Epsilon,
            float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-20f, -1e10f, 1e5f, 16777216f,
            0.9999999f, 1.0000001f, 1.17549435e-38f,
        ];
        Random random = new(which);
        float[] values = new float[Count];
        for (int i = 0; i < Count; i++)
            values[i] = i < 1024 ? specials[which == 1 ? i % 32 : which == 2 ? i / 32 : (i * 7 + 3) % 32]
                : i < 4096 ? (float)(random.NextDouble() * 20 - 10)
                : i < 5120 ? (float)(random.NextDouble() * 2 - 1)
                : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        return values;
    }
}
