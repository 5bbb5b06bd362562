using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>Philox against its authors' vectors, and what is made of its bits.</summary>
public unsafe class RandomTests
{
    /// <summary>From Random123's kat_vectors for philox4x32-10: counter, key, result.</summary>
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0ul, ~0ul, ~0ul, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3243f6a88ul, 0x0370734413198a2eul, 0x299f31d0a4093822ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void KnownAnswers(ulong counter, ulong step, ulong seed, uint word0, uint word1, uint word2, uint word3)
    {
        uint* words = stackalloc uint[4];
        Philox.Block(seed, step, counter, words);
        Assert.Equal([word0, word1, word2, word3], new ReadOnlySpan<uint>(words, 4).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(511)]
    [InlineData(0x3FFFFFFF0)] // Where a counter's low word overflows.
    public void VectorsAgreeWithBlocks(long start)
    {
        uint[] bits = new uint[1500];
        fixed (uint* pointer = bits)
            Philox.Bits(0x123456789ABCDEF, 77, (nint)start, pointer, 1500);
        uint* words = stackalloc uint[4];
        for (int i = 0; i < 1500; i++)
        {
            Philox.Block(0x123456789ABCDEF, 77, (ulong)(start + i) / 4, words);
            Assert.Equal(words[(start + i) % 4], bits[i]);
        }
    }

    [Fact]
    public void UniformIsUniform()
    {
        float[] u = Draw(Philox.Uniform, 200_000);
        Assert.InRange(u.Min(), 0f, 1e-4f);
        Assert.InRange(u.Max(), 0.9999f, 0.99999994f);
        Assert.Equal(0.5, u.Average(), 0.003);
        Assert.Equal(1 / 12.0, u.Average(value => (value - 0.5) * (value - 0.5)), 0.001);
    }

    [Fact]
    public void NormalIsNormal()
    {
        float[] z = Draw(Philox.Normal, 400_000);
        Assert.Equal(0, z.Average(), 0.008);
        Assert.Equal(1, z.Average(value => (double)value * value), 0.015);
        Assert.Equal(3, z.Average(value => Math.Pow(value, 4)), 0.12);
        Assert.Equal(0.6827, z.Count(value => Math.Abs(value) < 1) / 400_000.0, 0.005);
        Assert.InRange(z.Max(), 4f, 6.7f);
        // The two numbers of a pair are one radius: their squares sum to what the first word says.
        uint* words = stackalloc uint[32];
        Philox.Groups(9, 4, 0, words, 32);
        for (int i = 0; i < 16; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(((words[i] >> 1) + 0.5) / (1u << 31)));
            double angle = 2 * Math.PI * ((int)words[i + 16] / 4294967296.0);
            Assert.Equal(radius * Math.Cos(angle), z[i], 1e-6 * radius);
            Assert.Equal(radius * Math.Sin(angle), z[i + 16], 1e-6 * radius);
        }
    }

    [Fact]
    public void DropoutKeepsByPlaceOnly()
    {
        const int Count = 3001;
        using GuardedMemory x = new(Count), y = new(Count), cut = new(Count);
        float[] u = Draw(Philox.Uniform, Count);
        for (int i = 0; i < Count; i++)
            x.Span[i] = i - 1500;
        Dropout.Run(x.Pointer, y.Pointer, 0.25f, 9, 4, 0, Count);
        for (int i = 0; i < Count; i++)
            Assert.Equal(u[i] >= 0.25f ? x.Span[i] * (1f / 0.75f) : 0f, y.Span[i]);
        x.Span.CopyTo(cut.Span);
        Random random = new(1);
        for (int start = 0; start < Count;)
        {
            int length = Math.Min(random.Next(1, 800), Count - start);
            Dropout.Run(cut.Pointer, cut.Pointer, 0.25f, 9, 4, start, length);
            start += length;
        }
        Assert.True(y.Span.SequenceEqual(cut.Span));
        Dropout.Run(x.Pointer, y.Pointer, 1f, 9, 4, 0, Count);
        Assert.True(y.Span.IndexOfAnyExcept(0f) < 0);
        Dropout.Run(x.Pointer, y.Pointer, 0f, 9, 4, 0, Count);
        Assert.True(y.Span.SequenceEqual(x.Span));
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Draws);

    private static string Draws()
    {
        using ResultHash hash = new();
        hash.Add(Draw(Philox.Uniform, 2003));
        hash.Add(Draw(Philox.Normal, 2003));
        return hash.ToString();
    }

    private delegate void Fill(ulong seed, ulong step, nint start, float* destination, nint count);

    private static float[] Draw(Fill fill, int count)
    {
        using GuardedMemory memory = new(count);
        // In two parts, which changes nothing.
        fill(9, 4, 0, memory.Pointer, count / 3);
        fill(9, 4, count / 3, memory.Pointer + count / 3, count - count / 3);
        return memory.Span.ToArray();
    }
}
