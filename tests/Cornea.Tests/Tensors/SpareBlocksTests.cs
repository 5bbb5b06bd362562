using Xunit;

namespace Cornea.Tests.Tensors;

public sealed unsafe class SpareBlocksTests
{
    [Fact]
    public void SizesAreAnEighthMoreAtMost()
    {
        var random = new Random(1);
        for (int count = 0; count < 10_000; count++)
        {
            nint bytes = random.Next(1, 1 << random.Next(1, 24)), size = SpareBlocks.SizeFor(bytes);
            Assert.InRange(size, bytes, bytes + (bytes / 8) + 1);
            Assert.Equal(size, SpareBlocks.SizeFor(size));
        }
    }

    /// <summary>No block is in two hands, also where more is given back than is kept.</summary>
    [Fact]
    public void ABlockBelongsToOneAtATime() => Parallel.For(0, 4, owner =>
    {
        var random = new Random(owner);
        var held = new List<(nint Block, nint Size, long Mark)>();
        for (int turn = 0; turn < 3000; turn++)
        {
            if (held.Count < 12 && random.Next(3) > 0)
            {
                nint size = SpareBlocks.SizeFor(random.Next(1 << 15, 5 << 20));
                void* block = SpareBlocks.Take(size);
                if (block is null) block = AvailableMemory.Take(size, 64);
                long mark = ((long)owner << 32) | (uint)turn;
                *(long*)block = *(long*)((byte*)block + size - sizeof(long)) = mark;
                held.Add(((nint)block, size, mark));
            }
            else if (held.Count > 0)
            {
                int index = random.Next(held.Count);
                (nint block, nint size, long mark) = held[index];
                held.RemoveAt(index);
                Assert.Equal((mark, mark), (*(long*)block, *(long*)(block + size - sizeof(long))));
                SpareBlocks.Give((void*)block, size);
            }
        }

        foreach ((nint block, nint size, long _) in held) SpareBlocks.Give((void*)block, size);
    });
}
