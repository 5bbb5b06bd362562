using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class StridedCopyTests
{
    private static readonly int[] Sizes = [0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 20];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void MatchesNaiveLoop(int elementSize)
    {
        var random = new Random(60 + elementSize);
        for (int test = 0; test < 300; test++)
        {
            int rank = random.Next(6);
            nint[] sizes = [.. Enumerable.Range(0, rank).Select(_ => (nint)Sizes[random.Next(Sizes.Length)])];
            nint[] source = Strides(random, sizes, mayRepeat: true), destination = Strides(random, sizes, mayRepeat: false);
            switch (random.Next(3))
            {
                case 0: StridedCopyProblem.Contiguous(sizes, destination); break;
                case 1: StridedCopyProblem.Contiguous(sizes, source); break;
            }

            Check(elementSize, sizes, source, destination);
        }
    }

    [Theory]
    [InlineData(200, 300)]
    [InlineData(1000, 64)]
    [InlineData(8, 4000)]
    [InlineData(4000, 9)]
    [InlineData(3, 5000)]
    [InlineData(5000, 3)]
    [InlineData(17, 4099)]
    public void TransposesMatrices(int rows, int columns)
    {
        foreach (int elementSize in (int[])[1, 4, 8])
            Check(elementSize, [rows, columns], [1, rows], [columns, 1]);
    }

    [Fact]
    public void CopiesEightAxes() =>
        Check(4, [2, 3, 2, 2, 3, 2, 2, 3], [1, 2, 6, 12, 24, 72, 144, 288], [432, 144, 72, 36, 12, 6, 3, 1]);

    [Fact]
    public void LongRunsAreCut()
    {
        StridedCopyProblem problem = StridedCopyProblem.Create(4, [1000, 1001], [1001, 1], [1001, 1]);
        Assert.True(problem.Pieces > 3 && problem.WritesRanges);
        Expect.Covers(problem, problem.Pieces, problem.Range, 1001000);
        Check(4, [1000, 1001], [1001, 1], [1001, 1]);
    }

    [Fact]
    public void EqualProblemsAreEqual()
    {
        StridedCopyProblem one = StridedCopyProblem.Create(4, [5, 6], [1, 5], [6, 1]);
        Assert.Equal(one, StridedCopyProblem.Create(4, [5, 1, 6], [1, 7, 5], [6, 2, 1]));
        Assert.NotEqual(one, StridedCopyProblem.Create(4, [5, 6], [6, 1], [6, 1]));
        Assert.Equal(one.GetHashCode(), StridedCopyProblem.Create(4, [5, 6], [1, 5], [6, 1]).GetHashCode());
    }

    // Each width has its own tiles; the copies' values are checked in the child too.
    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        foreach ((int rows, int columns) in ((int, int)[])[(8, 8), (9, 17), (16, 16), (33, 20), (100, 70), (7, 50), (300, 8)])
            foreach (int elementSize in (int[])[1, 4, 8])
            {
                Check(elementSize, [rows, columns], [1, rows], [columns, 1]);
                Check(elementSize, [3, rows, columns], [rows * columns, 1, -rows], [rows * (columns + 1), columns + 1, 1]);
            }

        return "copied";
    }

    /// <summary>Strides of an array whose axes lie in random order, with gaps, some reversed, some (of a source) repeating.</summary>
    private static nint[] Strides(Random random, nint[] sizes, bool mayRepeat)
    {
        var strides = new nint[sizes.Length];
        nint stride = random.Next(4) == 0 ? 2 : 1;
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        random.Shuffle(order);
        foreach (int axis in order)
        {
            strides[axis] = random.Next(4) == 0 ? -stride : stride;
            stride *= Math.Max(1, sizes[axis]);
            stride += random.Next(3) == 0 ? random.Next(3) : 0;
            if (mayRepeat && random.Next(5) == 0)
                strides[axis] = 0;
        }

        return strides;
    }

    private static void Check(int elementSize, nint[] sizes, nint[] sourceStrides, nint[] destinationStrides)
    {
        StridedCopyProblem problem = StridedCopyProblem.Create(elementSize, sizes, sourceStrides, destinationStrides);
        (int sourceFirst, int sourceCount) = Extent(sizes, sourceStrides);
        (int destinationFirst, int destinationCount) = Extent(sizes, destinationStrides);
        var source = new byte[sourceCount * elementSize];
        new Random(3).NextBytes(source);
        var expected = new byte[destinationCount * elementSize];
        Array.Fill(expected, (byte)0xA5);
        nint count = sizes.Aggregate((nint)1, (product, size) => product * size);
        for (nint element = 0; element < count; element++)
        {
            nint from = sourceFirst, to = destinationFirst, rest = element;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                from += rest % sizes[axis] * sourceStrides[axis];
                to += rest % sizes[axis] * destinationStrides[axis];
                rest /= sizes[axis];
            }

            source.AsSpan((int)from * elementSize, elementSize).CopyTo(expected.AsSpan((int)to * elementSize));
        }

        using GuardedMemory guardedSource = new((source.Length + 3) / 4), guardedDestination = new((expected.Length + 3) / 4);
        // Flush with the forbidden page, whatever the length.
        byte* from8 = (byte*)(guardedSource.Pointer + guardedSource.Count) - source.Length;
        byte* to8 = (byte*)(guardedDestination.Pointer + guardedDestination.Count) - expected.Length;
        source.CopyTo(new Span<byte>(from8, source.Length));
        var result = new Span<byte>(to8, expected.Length);
        result.Fill(0xA5);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.Run(from8 + sourceFirst * elementSize, to8 + destinationFirst * elementSize, piece);
        if (!result.SequenceEqual(expected))
            Assert.Fail($"{problem.Kind} of [{string.Join(", ", sizes)}] from [{string.Join(", ", sourceStrides)}] to [{string.Join(", ", destinationStrides)}]");
        if (problem.WritesRanges)
            Expect.Covers(problem, problem.Pieces, problem.Range, count);
    }

    /// <summary>Where element [0, 0, …] lies in the smallest array that holds all, and that array's length.</summary>
    private static (int First, int Count) Extent(nint[] sizes, nint[] strides)
    {
        if (sizes.Contains(0))
            return (0, 0);
        nint low = 0, high = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            nint reach = (sizes[axis] - 1) * strides[axis];
            low += Math.Min(0, reach);
            high += Math.Max(0, reach);
        }

        return ((int)-low, (int)(high - low + 1));
    }
}
