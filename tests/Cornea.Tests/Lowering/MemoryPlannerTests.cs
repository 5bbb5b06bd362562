using Cornea.Lowering;
using Xunit;

namespace Cornea.Tests.Lowering;

/// <summary>Buffers that are alive at the same time never overlap, and others share memory.</summary>
public class MemoryPlannerTests
{
    [Fact]
    public void No_two_live_buffers_overlap()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int steps = random.Next(1, 40);
            ValueBuffer[] buffers = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Draw(random, steps))];
            (nint arena, nint prepared) = MemoryPlanner.Place(buffers, reuse: true);
            for (int step = 0; step < steps; step++) AssertApart([.. buffers.Where(buffer => !buffer.IsStable && IsAlive(buffer, step))], Spaces.Arena, arena);
            AssertApart([.. buffers.Where(buffer => buffer.IsStable)], Spaces.Prepared, prepared);
        }
    }

    [Fact]
    public void Without_reuse_no_two_overlap_at_all()
    {
        var random = new Random(1);
        ValueBuffer[] buffers = [.. Enumerable.Range(0, 50).Select(_ => Draw(random, 20))];
        (nint arena, nint prepared) = MemoryPlanner.Place(buffers, reuse: false);
        AssertApart([.. buffers.Where(buffer => !buffer.IsStable)], Spaces.Arena, arena);
        AssertApart([.. buffers.Where(buffer => buffer.IsStable)], Spaces.Prepared, prepared);
    }

    [Fact]
    public void A_chain_needs_the_memory_of_two_values()
    {
        ValueBuffer[] chain = [.. Enumerable.Range(0, 10).Select(step => new ValueBuffer(1024) { First = step, Last = step + 1 })];
        Assert.Equal(2048, MemoryPlanner.Place(chain, reuse: true).Arena);
    }

    [Fact]
    public void What_has_a_place_keeps_it()
    {
        var given = new ValueBuffer(64) { First = 0, Last = 5, Place = new Operand(Spaces.FirstParameter, 0) };
        var shared = new ValueBuffer(64) { First = 1, Last = 2 };
        shared.ShareWith(given);
        Assert.Equal((0, 0), MemoryPlanner.Place([given, shared], reuse: true));
        Assert.Equal(new Operand(Spaces.FirstParameter, 0), shared.Root.Place);
    }

    private static ValueBuffer Draw(Random random, int steps)
    {
        int first = random.Next(steps);
        return new ValueBuffer(random.Next(4) == 0 ? random.Next(65) : random.Next(5000))
        {
            First = first, Last = random.Next(first, steps), IsStable = random.Next(8) == 0,
        };
    }

    private static bool IsAlive(ValueBuffer buffer, int step) => buffer.First <= step && step <= buffer.Last;

    private static void AssertApart(ValueBuffer[] buffers, int space, nint size)
    {
        nint end = 0;
        foreach (ValueBuffer buffer in buffers.OrderBy(buffer => buffer.Place!.Value.Offset).ThenBy(buffer => buffer.Bytes))
        {
            Operand place = buffer.Place!.Value;
            Assert.Equal(space, place.Space);
            Assert.True(place.Offset >= end, $"A buffer at {place} lies in one that ends at {end}.");
            Assert.Equal(0, place.Offset % 64);
            end = place.Offset + buffer.Bytes;
        }

        Assert.True(end <= size, $"The last buffer ends at {end} of {size} bytes.");
    }
}
