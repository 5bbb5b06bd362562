using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cornea.Cpu.Prepared;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>A lowered graph: an immutable array of steps with their operands, shared by all callers. Each run has a frame of its own.</summary>
internal sealed unsafe class Plan : IExecutable
{
    private const long BytesOfAPlan = 8 << 10; // Its graph and tables, about.
    private const long BytesOfAStep = 2 << 10; // With its closures, about.

    private const int MostFrames = 16;

    private static readonly int[] ColdRuns = [8, 32]; // After so many runs times are forgotten, and counted anew.

    // Runs of a millisecond and more wait their turn; handing a turn over takes some hundredth of that.
    private static readonly long LongTicks = Stopwatch.Frequency / 1000;

    private readonly Preparation _preparation;
    private readonly Step[] _steps;
    private readonly PlanLayout _layout;
    private readonly Stack<Frame> _frames = new();
    private readonly long[]? _ticks;
    private long _shortestTicks = long.MaxValue; // Of a run; those that others disturbed took longer.
    private long _runs;
    private int _forgotten;

    public Plan(PreparedStep[] prologue, Step[] steps, PlanLayout layout)
    {
        _preparation = new Preparation(prologue, layout);
        _steps = steps;
        _layout = layout;
        if (Environment.GetEnvironmentVariable("CORNEA_PROFILE") != "1") return;
        _ticks = new long[steps.Length];
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Error.WriteLine(this);
    }

    /// <summary>Bytes of one run's values.</summary>
    public nint ArenaBytes => _layout.ArenaBytes;

    public long PassingBytes => _layout.ArenaBytes;

    public long PreparedBytes => _layout.Kept.Sum(kept => (long)kept.Value.Bytes);

    /// <summary>Its own objects and numbers. The memory that it runs in belongs to the process, and what it prepared is held together with others.</summary>
    public long HeldBytes => BytesOfAPlan + (BytesOfAStep * (_preparation.Steps.Count + _steps.Length)) + _layout.Constants.Bytes;

    public IEnumerable<IPlan> HeldTogether => _layout.Kept.Select(kept => kept.Value);

    public IReadOnlyList<string> SlowOperations =>
        [.. _steps.SelectMany(step => step.WithoutKernel).Where(loop => loop.IsSlow).Select(loop => loop.Name).Distinct()];

    public IReadOnlyList<Step> Steps => _steps;

    public IReadOnlyList<Step> Prologue => [.. _preparation.Steps.Select(prepared => prepared.Step)];

    /// <summary>How often the prologue made something: once, unless another plan had made all of it, and again after each change of a stable variable.</summary>
    public int PreparedRuns => _preparation.Runs;

    public void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        bool isLong = Volatile.Read(ref _shortestTicks) >= LongTicks;
        if (isLong) Admission.Shared.Enter();
        try
        {
            long start = Stopwatch.GetTimestamp();
            RunNow(parameters, outputs);
            long ticks = Stopwatch.GetTimestamp() - start;
            if (ticks < Volatile.Read(ref _shortestTicks)) Volatile.Write(ref _shortestTicks, ticks);
        }
        finally
        {
            if (isLong) Admission.Shared.Exit();
        }
    }

    private void RunNow(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        Workers shared = Workers.Shared;
        Workers? workers = shared.TryEnter() ? shared : null;
        Arena? memory = null;
        Frame frame = Rent();
        try
        {
            _preparation.Ensure(parameters, workers);
            memory = ArenaPool.Shared.Rent(Frame.BytesFor(_layout.ArenaBytes, _layout.ScratchBytes, workers?.Count ?? 1));
            frame.Attach(memory, Spaces.Arena, _layout.ArenaBytes, _layout.ScratchBytes);
            Bind(frame, parameters, outputs);
            Run(frame, workers);
        }
        finally
        {
            if (memory is not null) ArenaPool.Shared.Return(memory);
            if (workers is not null) workers.Exit();
            Return(frame);
        }

        // The addresses in the frame keep nothing alive.
        foreach (Storage storage in parameters) GC.KeepAlive(storage);
        foreach (Storage storage in outputs) GC.KeepAlive(storage);
    }

    /// <summary>Steps, shapes, algorithms, buffer offsets; after profiled runs (<c>CORNEA_PROFILE=1</c>) the mean time of each step, without the first runs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"plan: {_steps.Length} steps, {_preparation.Steps.Count} prepared once, arena {_layout.ArenaBytes:N0} bytes, prepared {_preparation.KeptBytes:N0} bytes");
        foreach (Step step in Prologue) text.Append("  once ").AppendLine(step.Describe());
        for (int index = 0; index < _steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index,4} ").Append(_steps[index].Describe());
            if (_ticks is not null && _runs > 0)
                text.Append(CultureInfo.InvariantCulture, $"  · {_ticks[index] * 1e6 / Stopwatch.Frequency / _runs:F1} µs");
            text.AppendLine();
        }

        if (_ticks is null || _runs == 0) return text.ToString();
        text.AppendLine(CultureInfo.InvariantCulture, $"  {_runs:N0} runs, {Microseconds(_ticks.Sum()):F1} µs each");
        int[] slow = [.. Enumerable.Range(0, _steps.Length).Where(index => _steps[index].WithoutKernel.Any())];
        if (slow.Length > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"  without a kernel: {slow.Length} steps, {Microseconds(slow.Sum(index => _ticks[index])):F1} µs of these:")
                .AppendLine($"    {string.Join(", ", slow.SelectMany(index => _steps[index].WithoutKernel).Select(loop => loop.Name).Distinct())}");
        return text.ToString();

        double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency / _runs;
    }

    /// <summary>Runs one step, phase by phase, with the workers' help where there are any.</summary>
    internal static void Run(Step step, Frame frame, Workers? workers)
    {
        for (int phase = 0; phase < step.Phases; phase++)
        {
            step.Begin(frame, phase);
            int pieces = step.Pieces(phase);
            if (pieces > 1 && workers is not null) workers.Run(step, frame, phase, pieces);
            else for (int piece = 0; piece < pieces; piece++) step.Run(frame, phase, piece, frame.Scratch(0));
        }
    }

    private void Run(Frame frame, Workers? workers)
    {
        ForgetColdRuns();
        for (int index = 0; index < _steps.Length; index++)
        {
            long start = _ticks is null ? 0 : Stopwatch.GetTimestamp();
            Run(_steps[index], frame, workers);
            if (_ticks is not null) _ticks[index] += Stopwatch.GetTimestamp() - start;
        }

        if (_ticks is not null) _runs++;
    }

    // The first runs, while methods are still compiled, take several times as long: they count only where there are no others.
    private void ForgetColdRuns()
    {
        int forgotten = _forgotten; // Runs may be concurrent: then the times are rough, but nothing fails.
        if (_ticks is null || forgotten >= ColdRuns.Length || _runs < ColdRuns[forgotten]) return;
        _forgotten = forgotten + 1;
        _runs = 0;
        Array.Clear(_ticks);
    }

    private void Bind(Frame frame, ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        frame.Bind(Spaces.Constants, _layout.Constants.Memory);
        int space = Spaces.FirstParameter;
        foreach (Storage storage in parameters) frame.Bind(space++, (byte*)storage.Address);
        foreach (Storage storage in outputs) frame.Bind(space++, (byte*)storage.Address);
        for (int index = 0; index < _layout.Kept.Length; index++) frame.Bind(Spaces.Kept(index), (byte*)_layout.Kept[index].Value.Address);
    }

    private Frame Rent()
    {
        lock (_frames)
            if (_frames.TryPop(out Frame? frame)) return frame;
        return new Frame(_layout.Frame);
    }

    private void Return(Frame frame)
    {
        lock (_frames)
            if (_frames.Count < MostFrames) _frames.Push(frame);
    }
}
