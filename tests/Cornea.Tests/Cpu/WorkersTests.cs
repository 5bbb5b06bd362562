using Cornea.Cpu;
using Cornea.Lowering;
using Cornea.Tests.Operations;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Phases of any number of pieces, on any number of threads.</summary>
[Collection(nameof(Alone))]
public class WorkersTests
{
    [Theory]
    [InlineData(2)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 21) + 1)]
    public void Each_piece_runs_once(int pieces)
    {
        var workers = new Workers(3);
        var step = new Counting(pieces);
        for (int phase = 0; phase < 2; phase++) workers.Run(step, new Frame(new FrameLayout(Spaces.FirstParameter, [])), phase, pieces);
        Assert.All(step.Runs.Chunk(1 << 16), chunk => Assert.True(Array.TrueForAll(chunk, runs => runs == 2)));
        workers.Stop();
    }

    /// <summary>Short phases in a row: no piece is taken for one of the phase before.</summary>
    [Fact]
    public void Phases_follow_each_other()
    {
        var workers = new Workers(4);
        var frame = new Frame(new FrameLayout(Spaces.FirstParameter, []));
        for (int phase = 0; phase < 20000; phase++)
        {
            var step = new Counting(2 + (phase % 5));
            workers.Run(step, frame, 0, step.Runs.Length);
            Assert.True(Array.TrueForAll(step.Runs, runs => runs == 1), $"phase {phase}: [{string.Join(", ", step.Runs)}]");
        }

        workers.Stop();
    }

    /// <summary>A thread goes on where it was in the step before, so that it finds its own values in its cache.</summary>
    [Fact]
    public void Two_threads_meet_in_the_middle()
    {
        var workers = new Workers(2);
        var frame = new Frame(new FrameLayout(Spaces.FirstParameter, []));
        int caller = Environment.CurrentManagedThreadId;
        for (int phase = 0; phase < 10; phase++)
        {
            var step = new Noting(64);
            workers.Run(step, frame, 0, 64);
            int met = Array.FindIndex(step.Threads, thread => thread != caller);
            Assert.InRange(met, 1, 63); // Both take part, as the first piece waits for the other thread.
            Assert.DoesNotContain(caller, step.Threads[met..]);
        }

        workers.Stop();
    }

    [Fact]
    public void A_batch_of_many_small_products_ends()
    {
        Tensor identity = Tensor.From<float>([0, 1, 1, 0], [2, 2]);
        Tensor product = Ops.MatMul(Ops.Reshape(Ops.Arange(1 << 22).Cast(DType.Float32), [1 << 20, 2, 2]), Ops.BroadcastTo(identity, [1 << 20, 2, 2]));
        float[] values = product.ToArray<float>();
        for (int row = 0; row < 1 << 21; row++)
            if (values[2 * row] != (2 * row) + 1 || values[(2 * row) + 1] != 2 * row) Assert.Fail($"row {row}: {values[2 * row]}, {values[(2 * row) + 1]}");
    }

    private sealed unsafe class Noting(int pieces) : Step
    {
        public int[] Threads { get; } = new int[pieces];

        public override string Describe() => "note";

        public override int Pieces(int phase) => Threads.Length;

        public override void Run(Frame frame, int phase, int piece, byte* scratch)
        {
            if (piece == 0) Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref Threads[^1]) != 0, TimeSpan.FromSeconds(30)));
            Volatile.Write(ref Threads[piece], Environment.CurrentManagedThreadId);
        }
    }

    private sealed unsafe class Counting(int pieces) : Step
    {
        public int[] Runs { get; } = new int[pieces];

        public override string Describe() => "count";

        public override int Pieces(int phase) => Runs.Length;

        public override void Run(Frame frame, int phase, int piece, byte* scratch) => Interlocked.Increment(ref Runs[piece]);
    }
}
