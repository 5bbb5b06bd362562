using System.Runtime.InteropServices;
using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>What an input reads, how outputs may overlap inputs, and that cutting changes no bit.</summary>
public unsafe class ElementwiseProgramTests
{
    [Fact]
    public void BiasAndReluAreTwoStepsThatWriteToTheOutput()
    {
        ElementwiseProgramBuilder builder = new(4, 8);
        ElementwiseValue x = builder.Input(ElementwiseAccess.Contiguous);
        ElementwiseValue bias = builder.Input(ElementwiseAccess.Row);
        builder.Output(builder.Apply(ElementwiseOpcode.Relu, builder.Apply(ElementwiseOpcode.Add, x, bias)));
        Assert.Equal("r1 = add(x0, x1[row]); y0 = relu(r1)", builder.Build().ToString());
    }

    [Fact]
    public void WhatDependsOnScalarsOrColumnsOnlyLeavesTheBlocks()
    {
        ElementwiseProgram program = BatchNorm(100, 16);
        Assert.Equal(
            "r0 = add(x2[row], 0.001); r0 = rsqrt(r0); r2 = multiply(x3[row], r0); " // Once for all rows.
            + "r0 = subtract(x0, x1[row]); r0 = multiply(r0, r2); y0 = add(r0, x4[row])", program.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1000)]
    [InlineData(2050)]
    public void BroadcastsAndCuts(int columns)
    {
        int rows = 3000 / columns + 3;
        int count = rows * columns;
        ElementwiseProgram program = BatchNorm(rows, columns);
        float[] x = Values(count, 1), mean = Values(columns, 2), variance = [.. Values(columns, 3).Select(Math.Abs)];
        float[] gamma = Values(columns, 4), beta = Values(columns, 5);
        Array[] inputs = [x, mean, variance, gamma, beta];
        float[] whole = ProgramRunner.Run(program, inputs);
        for (int i = 0; i < count; i++)
        {
            int c = i % columns;
            Assert.Equal((x[i] - mean[c]) * (gamma[c] * (1f / MathF.Sqrt(variance[c] + 0.001f))) + beta[c], whole[i]);
        }
        AssertCutsAgree(program, inputs, whole);
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(4, 49, 8)]
    [InlineData(2, 1024, 8)]
    [InlineData(3, 4, 700)]
    [InlineData(5, 1, 64)]
    public void ColumnsAndStrides(int batch, int pixels, int channels)
    {
        // x [N, P, C] · scale [N, 1, C] + offset [N·P, 1] + t, the transpose of [C, N·P], as bytes.
        int rows = batch * pixels, count = rows * channels;
        ElementwiseProgramBuilder builder = new(rows, channels);
        ElementwiseValue x = builder.Input(ElementwiseAccess.Contiguous);
        ElementwiseValue scale = builder.Input([batch, pixels, channels], [channels, 0, 1]);
        ElementwiseValue offset = builder.Input(ElementwiseAccess.Column);
        ElementwiseValue transposed = builder.Input([batch, pixels, channels], [pixels, 1, rows], ElementwiseType.UInt8);
        ElementwiseValue sum = builder.Apply(ElementwiseOpcode.Add, builder.Apply(ElementwiseOpcode.Multiply, x, scale), offset);
        builder.Output(builder.Apply(ElementwiseOpcode.Add, sum, transposed));
        ElementwiseProgram program = builder.Build();
        float[] xs = Values(count, 1), scales = Values(batch * channels, 2), offsets = Values(rows, 3);
        byte[] bytes = new byte[count];
        new Random(4).NextBytes(bytes);
        Array[] inputs = [xs, scales, offsets, bytes];
        float[] whole = ProgramRunner.Run(program, inputs);
        for (int i = 0; i < count; i++)
        {
            int c = i % channels, row = i / channels, n = row / pixels;
            Assert.Equal(xs[i] * scales[n * channels + c] + offsets[row] + bytes[c * rows + row], whole[i]);
        }
        AssertCutsAgree(program, inputs, whole);
    }

    [Fact]
    public void TypesConvert()
    {
        const int Count = 1003;
        ElementwiseProgramBuilder builder = new(1, Count);
        ElementwiseValue bytes = builder.Input(ElementwiseAccess.Contiguous, ElementwiseType.UInt8);
        ElementwiseValue flags = builder.Input(ElementwiseAccess.Contiguous, ElementwiseType.Bool);
        ElementwiseValue integers = builder.Input(ElementwiseAccess.Contiguous, ElementwiseType.Int32);
        builder.Output(builder.Apply(ElementwiseOpcode.Select, flags, bytes, integers));
        builder.Output(builder.Apply(ElementwiseOpcode.Less, bytes, integers), ElementwiseType.Bool);
        builder.Output(builder.Constant(2.5f));
        ElementwiseProgram program = builder.Build();
        Random random = new(1);
        byte[] x0 = new byte[Count], x1 = new byte[Count], y1 = new byte[Count];
        random.NextBytes(x0);
        for (int i = 0; i < Count; i++)
            x1[i] = (byte)(random.Next(2) * random.Next(256));
        int[] x2 = [.. Enumerable.Range(0, Count).Select(_ => random.Next(-500, 500) * random.Next(1, 1000000))];
        float[] y0 = new float[Count], y2 = new float[Count];
        ProgramRunner.Run(program, [x0, x1, x2], [y0, y1, y2], 0, Count);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(x1[i] != 0 ? x0[i] : (float)x2[i], y0[i]);
            Assert.Equal(x0[i] < (float)x2[i] ? 1 : 0, y1[i]);
            Assert.Equal(2.5f, y2[i]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AdamInPlace(bool says)
    {
        const int Count = 5000;
        ElementwiseProgram program = Adam(Count, says);
        float[] g = Values(Count, 1), m = Values(Count, 2), v = [.. Values(Count, 3).Select(Math.Abs)], w = Values(Count, 4);
        float[] m1 = new float[Count], v1 = new float[Count], w1 = new float[Count], rate = [0.001f];
        ProgramRunner.Run(program, [g, m, v, w, rate], [m1, v1, w1], 0, Count);
        for (int i = 0; i < Count; i++)
        {
            float em = m[i] + (g[i] - m[i]) * 0.1f, ev = v[i] + (g[i] * g[i] - v[i]) * 0.001f;
            Assert.Equal(em, m1[i]);
            Assert.Equal(ev, v1[i]);
            Assert.Equal(w[i] - em * 0.001f / (MathF.Sqrt(ev) + 1e-7f), w1[i]);
        }
        ProgramRunner.Run(program, [g, m, v, w, rate], [m, v, w], 0, Count);
        Assert.Equal(m1, m);
        Assert.Equal(v1, v);
        Assert.Equal(w1, w);
    }

    [Fact]
    public void TwoOutputsMaySwapTheirInputs()
    {
        ElementwiseProgramBuilder builder = new(1, 2000);
        ElementwiseValue a = builder.Input(ElementwiseAccess.Contiguous), b = builder.Input(ElementwiseAccess.Contiguous);
        builder.Output(builder.Apply(ElementwiseOpcode.Add, a, b));
        builder.Output(builder.Apply(ElementwiseOpcode.Subtract, a, b));
        float[] x = Values(2000, 1), y = Values(2000, 2);
        float[] sum = [.. x.Zip(y, (p, q) => p + q)], difference = [.. x.Zip(y, (p, q) => p - q)];
        ProgramRunner.Run(builder.Build(), [x, y], [y, x], 0, 2000);
        Assert.Equal(sum, y);
        Assert.Equal(difference, x);
    }

    [Fact]
    public void RandomInputIsDropout()
    {
        ElementwiseProgramBuilder builder = new(30, 100);
        ElementwiseValue x = builder.Input(ElementwiseAccess.Contiguous), u = builder.Input(ElementwiseAccess.Random);
        ElementwiseValue keeps = builder.Apply(ElementwiseOpcode.GreaterEqual, u, builder.Constant(0.3f));
        ElementwiseValue scaled = builder.Apply(ElementwiseOpcode.Multiply, x, builder.Constant(1f / (1f - 0.3f)));
        builder.Output(builder.Apply(ElementwiseOpcode.Select, keeps, scaled, builder.Constant(0f)));
        float[] values = Values(3000, 1), expected = new float[3000];
        ulong[] key = [42, 7];
        fixed (float* from = values, to = expected)
            Dropout.Run(from, to, 0.3f, 42, 7, 0, 3000);
        ElementwiseProgram program = builder.Build();
        Assert.Equal(expected, ProgramRunner.Run(program, values, key));
        AssertCutsAgree(program, [values, key], expected);
    }

    private static void AssertCutsAgree(ElementwiseProgram program, Array[] inputs, float[] whole)
    {
        Random random = new(9);
        float[] cut = new float[whole.Length];
        for (nint start = 0; start < cut.Length;)
        {
            nint length = Math.Min(random.Next(1, 700), cut.Length - start);
            ProgramRunner.Run(program, inputs, [cut], start, length);
            start += length;
        }
        Assert.True(MemoryMarshal.AsBytes(whole.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(cut.AsSpan())));
        Array.Clear(cut);
        for (int piece = 0; piece < program.Pieces; piece++)
        {
            (nint start, nint count) = program.Range(piece);
            ProgramRunner.Run(program, inputs, [cut], start, count);
        }
        Assert.True(MemoryMarshal.AsBytes(whole.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(cut.AsSpan())));
    }

    private static ElementwiseProgram BatchNorm(int rows, int columns)
    {
        ElementwiseProgramBuilder builder = new(rows, columns);
        ElementwiseValue x = builder.Input(ElementwiseAccess.Contiguous);
        ElementwiseValue mean = builder.Input(ElementwiseAccess.Row), variance = builder.Input(ElementwiseAccess.Row);
        ElementwiseValue gamma = builder.Input(ElementwiseAccess.Row), beta = builder.Input(ElementwiseAccess.Row);
        ElementwiseValue deviation = builder.Apply(ElementwiseOpcode.Rsqrt,
            builder.Apply(ElementwiseOpcode.Add, variance, builder.Constant(0.001f)));
        ElementwiseValue scale = builder.Apply(ElementwiseOpcode.Multiply, gamma, deviation);
        ElementwiseValue centred = builder.Apply(ElementwiseOpcode.Subtract, x, mean);
        builder.Output(builder.Apply(ElementwiseOpcode.Add, builder.Apply(ElementwiseOpcode.Multiply, centred, scale), beta));
        return builder.Build();
    }

    private static ElementwiseProgram Adam(int count, bool says)
    {
        ElementwiseProgramBuilder builder = new(1, count);
        ElementwiseValue g = builder.Input(ElementwiseAccess.Contiguous), m = builder.Input(ElementwiseAccess.Contiguous);
        ElementwiseValue v = builder.Input(ElementwiseAccess.Contiguous), w = builder.Input(ElementwiseAccess.Contiguous);
        ElementwiseValue rate = builder.Input(ElementwiseAccess.Scalar);
        ElementwiseValue newM = Blend(m, g, 0.1f), newV = Blend(v, builder.Apply(ElementwiseOpcode.Square, g), 0.001f);
        ElementwiseValue root = builder.Apply(ElementwiseOpcode.Add,
            builder.Apply(ElementwiseOpcode.Sqrt, newV), builder.Constant(1e-7f));
        ElementwiseValue step = builder.Apply(ElementwiseOpcode.Divide, builder.Apply(ElementwiseOpcode.Multiply, newM, rate), root);
        builder.Output(newM, overwrites: says ? m : null);
        builder.Output(newV, overwrites: says ? v : null);
        builder.Output(builder.Apply(ElementwiseOpcode.Subtract, w, step), overwrites: says ? w : null);
        return builder.Build();

        ElementwiseValue Blend(ElementwiseValue old, ElementwiseValue latest, float part) => builder.Apply(ElementwiseOpcode.Add, old,
            builder.Apply(ElementwiseOpcode.Multiply, builder.Apply(ElementwiseOpcode.Subtract, latest, old), builder.Constant(part)));
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }
}
