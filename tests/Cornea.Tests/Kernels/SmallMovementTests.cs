using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>One-hot, fill, cast and cumulative sum.</summary>
public unsafe class SmallMovementTests
{
    [Fact]
    public void OneHotGivesZerosOutside()
    {
        int[] indices = [2, 0, -1, 3, 1];
        using GuardedMemory where = new(5), y = new(15);
        indices.CopyTo(new Span<int>(where.Pointer, 5));
        var problem = new OneHotProblem(5, 3);
        for (int piece = 0; piece < problem.Pieces; piece++)
            problem.Run((int*)where.Pointer, y.Pointer, piece);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], y.Span.ToArray());
        foreach ((int count, int depth) in ((int, int)[])[(0, 3), (3, 0), (100000, 10)])
        {
            var other = new OneHotProblem(count, depth);
            Expect.Covers(other, other.Pieces, other.Range, (long)count * depth);
        }
    }

    [Fact]
    public void FillSetsEveryElement()
    {
        foreach (int count in (int[])[0, 1, 3, 1000, 700001])
        {
            var problem = new FillProblem(count, sizeof(float));
            using var memory = new GuardedMemory(count);
            foreach (int piece in KernelRunner.Backwards(problem.Pieces))
                problem.Run(memory.Pointer, BitConverter.SingleToUInt32Bits(2.5f), piece);
            Assert.False(memory.Span.ContainsAnyExcept(2.5f));
            Expect.Covers(problem, problem.Pieces, problem.Range, count);
        }

        using var bytes = new GuardedMemory(3);
        new FillProblem(11, 1).Run((byte*)bytes.Pointer + 1, 0x107, 0);
        Assert.False(new Span<byte>((byte*)bytes.Pointer + 1, 11).ContainsAnyExcept((byte)7));
        using var longs = new GuardedMemory(4);
        new FillProblem(2, 8).Run(longs.Pointer, ulong.MaxValue - 1, 0);
        Assert.Equal([ulong.MaxValue - 1, ulong.MaxValue - 1], new Span<ulong>(longs.Pointer, 2).ToArray());
    }

    [Fact]
    public void CastsFromFloatingPoint()
    {
        float[] x = [0f, -0f, 0.9f, -0.9f, 1.5f, -2.5f, 255.9f, 256f, -1f, 3e9f, -3e9f, 1e30f, float.NaN, float.PositiveInfinity, 16777217f, 1e-40f, 7f, 8f, 9f];
        Assert.Equal([0, 0, 0, 0, 1, -2, 255, 256, -1, int.MaxValue, int.MinValue, int.MaxValue, 0, int.MaxValue, 16777216, 0, 7, 8, 9],
            Convert<float, int>(x, NumberType.Float32, NumberType.Int32));
        Assert.Equal([0, 0, 0, 0, 1, -2, 255, 256, -1, 3000000000, -3000000000, long.MaxValue, 0, long.MaxValue, 16777216, 0, 7, 8, 9],
            Convert<float, long>(x, NumberType.Float32, NumberType.Int64));
        Assert.Equal([0, 0, 0, 0, 1, 0, 255, 255, 0, 255, 0, 255, 0, 255, 255, 0, 7, 8, 9],
            Convert<float, byte>(x, NumberType.Float32, NumberType.UInt8));
        Assert.Equal([false, false, .. Enumerable.Repeat(true, x.Length - 2)], Convert<float, bool>(x, NumberType.Float32, NumberType.Bool));
        double[] wide = Convert<float, double>(x, NumberType.Float32, NumberType.Float64);
        Assert.Equal(x.Select(value => (double)value), wide);
        Assert.Equal(x, Convert<double, float>(wide, NumberType.Float64, NumberType.Float32));
        Assert.Equal(Convert<float, int>(x, NumberType.Float32, NumberType.Int32), Convert<double, int>(wide, NumberType.Float64, NumberType.Int32));
    }

    [Fact]
    public void CastsFromIntegers()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value), 1];
        Assert.Equal(bytes.Select(value => (float)value), Convert<byte, float>(bytes, NumberType.UInt8, NumberType.Float32));
        Assert.Equal(bytes.Select(value => (int)value), Convert<byte, int>(bytes, NumberType.UInt8, NumberType.Int32));
        Assert.Equal(bytes.Select(value => value != 0), Convert<byte, bool>(bytes, NumberType.UInt8, NumberType.Bool));
        long[] longs = [0, -1, 255, 256, 1L << 40, long.MinValue, 16777217, 9007199791611905];
        Assert.Equal(longs.Select(value => (float)value), Convert<long, float>(longs, NumberType.Int64, NumberType.Float32));
        Assert.Equal(longs.Select(value => (double)value), Convert<long, double>(longs, NumberType.Int64, NumberType.Float64));
        Assert.Equal(longs.Select(value => unchecked((int)value)), Convert<long, int>(longs, NumberType.Int64, NumberType.Int32));
        Assert.Equal(longs.Select(value => unchecked((byte)value)), Convert<long, byte>(longs, NumberType.Int64, NumberType.UInt8));
        int[] ints = [0, -1, int.MinValue, int.MaxValue, 16777217, .. Enumerable.Range(-10, 40)];
        Assert.Equal(ints.Select(value => (float)value), Convert<int, float>(ints, NumberType.Int32, NumberType.Float32));
        Assert.Equal(ints.Select(value => (long)value), Convert<int, long>(ints, NumberType.Int32, NumberType.Int64));
        Assert.Equal([1f, 0f, 1f], Convert<bool, float>([true, false, true], NumberType.Bool, NumberType.Float32));
        Assert.Equal([1L, 0L, 1L], Convert<bool, long>([true, false, true], NumberType.Bool, NumberType.Int64));
        Assert.Equal(ints, Convert<int, int>(ints, NumberType.Int32, NumberType.Int32));
    }

    [Fact]
    public void CumulativeSumMatchesNaiveLoop()
    {
        var random = new Random(90);
        for (int test = 0; test < 150; test++)
        {
            int outer = random.Next(5), axis = random.Next(30), inner = random.Next(4) == 0 ? random.Next(600) : random.Next(6);
            var problem = new CumulativeProblem(outer, axis, inner, random.Next(2) == 0, random.Next(2) == 0);
            float[] x = KernelRunner.Random(random, outer * axis * inner);
            var expected = new double[x.Length];
            var whole = new int[x.Length];
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < inner; i++)
                {
                    double sum = 0;
                    int wholeSum = 0;
                    for (int step = 0; step < axis; step++)
                    {
                        int at = (o * axis + (problem.Reverse ? axis - 1 - step : step)) * inner + i;
                        expected[at] = problem.Exclusive ? sum : sum + x[at];
                        sum += x[at];
                        whole[at] = problem.Exclusive ? wholeSum : wholeSum + (int)(x[at] * 100);
                        wholeSum += (int)(x[at] * 100);
                    }
                }

            using GuardedMemory values = GuardedMemory.Of(x), y = new(x.Length), ints = new(x.Length);
            for (int i = 0; i < x.Length; i++)
                ((int*)ints.Pointer)[i] = (int)(x[i] * 100);
            foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            {
                problem.Run(values.Pointer, y.Pointer, piece);
                problem.Run(values.Pointer, values.Pointer, piece);
                problem.Run((int*)ints.Pointer, (int*)ints.Pointer, piece);
            }

            Expect.Close(problem, expected, y.Span, 1e-4);
            Assert.Equal(y.Span.ToArray(), values.Span.ToArray());
            Assert.Equal(whole, new Span<int>(ints.Pointer, ints.Count).ToArray());
        }
    }

    [Fact]
    public void CumulativeProductAndLinearRecurrenceMatchNaiveLoops()
    {
        var random = new Random(92);
        for (int test = 0; test < 100; test++)
        {
            int outer = random.Next(5), axis = random.Next(20), inner = random.Next(4) == 0 ? random.Next(600) : random.Next(6);
            var product = new CumulativeProblem(outer, axis, inner, random.Next(2) == 0, random.Next(2) == 0, IsProduct: true);
            var recurrence = new LinearRecurrenceProblem(outer, axis, inner, product.Reverse);
            float[] a = KernelRunner.Random(random, outer * axis * inner), b = KernelRunner.Random(random, outer * axis * inner);
            double[] products = new double[a.Length], results = new double[a.Length];
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < inner; i++)
                {
                    double sofar = 1, y = 0;
                    for (int step = 0; step < axis; step++)
                    {
                        int at = (o * axis + (product.Reverse ? axis - 1 - step : step)) * inner + i;
                        products[at] = product.Exclusive ? sofar : sofar * a[at];
                        sofar *= a[at];
                        results[at] = y = step == 0 ? b[at] : (a[at] * y) + b[at];
                    }
                }

            using GuardedMemory left = GuardedMemory.Of(a), right = GuardedMemory.Of(b), y1 = new(a.Length), y2 = new(a.Length);
            foreach (int piece in KernelRunner.Backwards(product.Pieces)) product.Run(left.Pointer, y1.Pointer, piece);
            foreach (int piece in KernelRunner.Backwards(recurrence.Pieces)) recurrence.Run(left.Pointer, right.Pointer, y2.Pointer, piece);
            Expect.Close(product, products, y1.Span, 1e-4);
            Expect.Close(recurrence, results, y2.Span, 1e-4);
            foreach (int piece in KernelRunner.Backwards(recurrence.Pieces)) recurrence.Run(left.Pointer, right.Pointer, right.Pointer, piece);
            Assert.Equal(y2.Span.ToArray(), right.Span.ToArray());
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(91);
        using var hash = new ResultHash();
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e9f, -3e9f, .. KernelRunner.Random(random, 60).Select(value => value * 300)];
        hash.Add<int>(Convert<float, int>(x, NumberType.Float32, NumberType.Int32));
        hash.Add<byte>(Convert<float, byte>(x, NumberType.Float32, NumberType.UInt8));
        hash.Add<long>(Convert<float, long>(x, NumberType.Float32, NumberType.Int64));
        var bytes = new byte[77];
        random.NextBytes(bytes);
        hash.Add(Convert<byte, float>(bytes, NumberType.UInt8, NumberType.Float32));
        int[] ints = [.. Enumerable.Range(0, 70).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        hash.Add(Convert<int, float>(ints, NumberType.Int32, NumberType.Float32));
        return hash.ToString();
    }

    private static TTo[] Convert<TFrom, TTo>(TFrom[] x, NumberType from, NumberType to) where TFrom : unmanaged where TTo : unmanaged
    {
        int sourceBytes = x.Length * sizeof(TFrom), bytes = x.Length * sizeof(TTo);
        using GuardedMemory source = new((sourceBytes + 3) / 4), destination = new((bytes + 3) / 4);
        byte* from8 = (byte*)(source.Pointer + source.Count) - sourceBytes;
        byte* to8 = (byte*)(destination.Pointer + destination.Count) - bytes;
        x.CopyTo(new Span<TFrom>(from8, x.Length));
        var problem = new CastProblem(x.Length, from, to);
        for (int piece = 0; piece < problem.Pieces; piece++)
            problem.Run(from8, to8, piece);
        return new Span<TTo>(to8, x.Length).ToArray();
    }
}
