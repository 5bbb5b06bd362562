using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class PadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void MatchesNaiveLoop(int elementSize)
    {
        var random = new Random(70 + elementSize);
        for (int test = 0; test < 300; test++)
        {
            int rank = random.Next(6);
            bool interior = random.Next(2) == 0;
            nint[] Draw(int most, int often) => [.. Enumerable.Range(0, rank).Select(_ => (nint)(random.Next(often) == 0 ? random.Next(most) : 0))];
            Check(elementSize, [.. Draw(6, 1)], Draw(4, 2), Draw(4, 2), interior ? Draw(3, 2) : []);
        }
    }

    [Fact]
    public void PadsImagesInPieces() => Check(4, [16, 30, 31, 17], [0, 1, 2, 0], [0, 1, 1, 0], []);

    private static void Check(int elementSize, nint[] sizes, nint[] low, nint[] high, nint[] interior)
    {
        int rank = sizes.Length;
        PadProblem problem = PadProblem.Create(elementSize, sizes, low, high, interior);
        nint Step(int axis) => interior.Length == 0 ? 1 : interior[axis] + 1;
        nint[] outSizes = [.. Enumerable.Range(0, rank).Select(axis =>
            low[axis] + high[axis] + (sizes[axis] == 0 ? 0 : (sizes[axis] - 1) * Step(axis) + 1))];
        int count = (int)sizes.Aggregate((nint)1, (product, size) => product * size);
        int outCount = (int)outSizes.Aggregate((nint)1, (product, size) => product * size);
        const ulong Value = 0x1122334455667788;
        var x = new byte[count * elementSize];
        new Random(4).NextBytes(x);
        var expected = new byte[outCount * elementSize];
        for (int element = 0; element < outCount; element++)
        {
            BitConverter.GetBytes(Value).AsSpan(0, elementSize).CopyTo(expected.AsSpan(element * elementSize));
            nint from = 0, rest = element, pitch = 1;
            bool inside = true;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                nint place = rest % outSizes[axis] - low[axis];
                rest /= outSizes[axis];
                inside &= place >= 0 && place % Step(axis) == 0 && place / Step(axis) < sizes[axis];
                from += place / Step(axis) * pitch;
                pitch *= sizes[axis];
            }

            if (inside)
                x.AsSpan((int)from * elementSize, elementSize).CopyTo(expected.AsSpan(element * elementSize));
        }

        using GuardedMemory source = new((x.Length + 3) / 4), destination = new((expected.Length + 3) / 4);
        byte* from8 = (byte*)(source.Pointer + source.Count) - x.Length;
        byte* to8 = (byte*)(destination.Pointer + destination.Count) - expected.Length;
        x.CopyTo(new Span<byte>(from8, x.Length));
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.Run(from8, to8, Value, piece);
        if (!new Span<byte>(to8, expected.Length).SequenceEqual(expected))
            Assert.Fail($"[{string.Join(", ", sizes)}] low [{string.Join(", ", low)}] high [{string.Join(", ", high)}] interior [{string.Join(", ", interior)}]");
        Expect.Covers(problem, problem.Pieces, problem.Range, outCount);
    }
}
