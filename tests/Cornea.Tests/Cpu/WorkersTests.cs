using System.Collections.Concurrent;
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

    /// <summary>From step to step a thread has the same end of the pieces, so that it finds its own values in its cache.</summary>
    [Fact]
    public void Two_threads_come_from_both_ends()
    {
        var workers = new Workers(2);
        var frame = new Frame(new FrameLayout(Spaces.FirstParameter, []));
        int caller = Environment.CurrentManagedThreadId;
        for (int phase = 0; phase < 10; phase++)
        {
            var step = new Noting(64);
            workers.Run(step, frame, 0, 64);
            int[] callers = [.. step.Runs.Where(run => run.Thread == caller).Select(run => run.Piece)], others = [.. step.Runs.Where(run => run.Thread != caller).Select(run => run.Piece)];
            Assert.Equal(Enumerable.Range(0, callers.Length), callers);
            Assert.Equal(Enumerable.Range(callers.Length, others.Length).Reverse(), others);
            Assert.NotEmpty(others);
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

    /// <summary>Notes who runs which piece, in order; the first piece waits until somebody else has taken one.</summary>
    private sealed unsafe class Noting(int pieces) : Step
    {
        private readonly ConcurrentQueue<(int Thread, int Piece)> _runs = new();

        public IEnumerable<(int Thread, int Piece)> Runs => _runs;

        public override string Describe() => "note";

        public override int Pieces(int phase) => pieces;

        public override void Run(Frame frame, int phase, int piece, byte* scratch)
        {
            _runs.Enqueue((Environment.CurrentManagedThreadId, piece));
            if (piece == 0) SpinWait.SpinUntil(() => _runs.Count > 1, TimeSpan.FromSeconds(30));
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
