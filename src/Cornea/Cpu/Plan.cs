using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cornea.Graphs;

namespace Cornea.Cpu;

/// <summary>A lowered graph: an immutable array of steps with their operands, shared by all callers. Each run has a frame of its own.</summary>
internal sealed unsafe class Plan : IExecutable
{
    private const long BytesOfAPlan = 8 << 10; // Its graph and tables, about.
    private const long BytesOfAStep = 2 << 10; // With its closures, about.

    private readonly Step[] _prologue;
    private readonly Step[] _steps;
    private readonly PlanLayout _layout;
    private readonly Arena _prepared;
    private readonly long[] _preparedVersions;
    private readonly Lock _preparing = new();
    private readonly Stack<Frame> _frames = new();
    private readonly long[]? _ticks;
    private long _runs;
    private volatile int _preparedRuns;

    public Plan(Step[] prologue, Step[] steps, PlanLayout layout)
    {
        _prologue = prologue;
        _steps = steps;
        _layout = layout;
        _prepared = new Arena(layout.PreparedBytes);
        _preparedVersions = new long[layout.StableParameters.Length];
        Array.Fill(_preparedVersions, -1);
        if (Environment.GetEnvironmentVariable("CORNEA_PROFILE") != "1") return;
        _ticks = new long[steps.Length];
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Error.WriteLine(this);
    }

    /// <summary>Bytes of one run's values.</summary>
    public nint ArenaBytes => _layout.ArenaBytes;

    public long HeldBytes => BytesOfAPlan + (BytesOfAStep * (_prologue.Length + _steps.Length)) + _layout.ArenaBytes + _layout.PreparedBytes + _layout.Constants.Bytes;

    public IReadOnlyList<Step> Steps => _steps;

    public IReadOnlyList<Step> Prologue => _prologue;

    /// <summary>How often the prologue ran: once, and again after each change of a stable variable.</summary>
    public int PreparedRuns => _preparedRuns;

    public void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        Workers workers = Workers.Shared;
        Frame frame = Rent(workers.Count);
        bool helped = workers.TryEnter();
        try
        {
            Bind(frame, parameters, outputs);
            if (_prologue.Length > 0) Prepare(frame, parameters, helped ? workers : null);
            Run(_steps, frame, helped ? workers : null, _ticks);
            if (_ticks is not null) _runs++;
        }
        finally
        {
            if (helped) workers.Exit();
            Return(frame);
        }

        // The addresses in the frame keep nothing alive.
        foreach (Storage storage in parameters) GC.KeepAlive(storage);
        foreach (Storage storage in outputs) GC.KeepAlive(storage);
    }

    /// <summary>Steps, shapes, algorithms, buffer offsets; after profiled runs (<c>CORNEA_PROFILE=1</c>) the mean time of each step.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"plan: {_steps.Length} steps, {_prologue.Length} prepared once, arena {_layout.ArenaBytes:N0} bytes, prepared {_layout.PreparedBytes:N0} bytes");
        foreach (Step step in _prologue) text.Append("  once ").AppendLine(step.Describe());
        for (int index = 0; index < _steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index,4} ").Append(_steps[index].Describe());
            if (_ticks is not null && _runs > 0)
                text.Append(CultureInfo.InvariantCulture, $"  · {_ticks[index] * 1e6 / Stopwatch.Frequency / _runs:F1} µs");
            text.AppendLine();
        }

        if (_ticks is not null && _runs > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {_runs:N0} runs, {_ticks.Sum() * 1e6 / Stopwatch.Frequency / _runs:F1} µs each");
        return text.ToString();
    }

    private static void Run(Step[] steps, Frame frame, Workers? workers, long[]? ticks)
    {
        for (int index = 0; index < steps.Length; index++)
        {
            Step step = steps[index];
            long start = ticks is null ? 0 : Stopwatch.GetTimestamp();
            for (int phase = 0; phase < step.Phases; phase++)
            {
                step.Begin(frame, phase);
                int pieces = step.Pieces(phase);
                if (pieces > 1 && workers is not null) workers.Run(step, frame, phase, pieces);
                else for (int piece = 0; piece < pieces; piece++) step.Run(frame, phase, piece, frame.Scratch(0));
            }

            if (ticks is not null) ticks[index] += Stopwatch.GetTimestamp() - start;
        }
    }

    // Writers are kept out by the variables' locks while anybody runs, so what is prepared can't turn stale during a run.
    private void Prepare(Frame frame, ReadOnlySpan<Storage> parameters, Workers? workers)
    {
        int[] stable = _layout.StableParameters;
        if (IsCurrent(parameters)) return;
        lock (_preparing)
        {
            if (IsCurrent(parameters)) return;
            Run(_prologue, frame, workers, null);
            for (int index = 0; index < stable.Length; index++) Volatile.Write(ref _preparedVersions[index], parameters[stable[index]].Version);
            _preparedRuns++;
        }
    }

    private bool IsCurrent(ReadOnlySpan<Storage> parameters)
    {
        if (_preparedRuns == 0) return false;
        int[] stable = _layout.StableParameters;
        for (int index = 0; index < stable.Length; index++)
            if (Volatile.Read(ref _preparedVersions[index]) != parameters[stable[index]].Version) return false;
        return true;
    }

    private void Bind(Frame frame, ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        frame.Bind(Regions.Prepared, _prepared.Memory);
        frame.Bind(Regions.Constants, _layout.Constants.Memory);
        int region = Regions.FirstParameter;
        foreach (Storage storage in parameters) frame.Bind(region++, (byte*)storage.Address);
        foreach (Storage storage in outputs) frame.Bind(region++, (byte*)storage.Address);
    }

    private Frame Rent(int workers)
    {
        lock (_frames)
            if (_frames.TryPop(out Frame? frame) && frame.Workers >= workers) return frame;
        return new Frame(_layout.Frame, _layout.ArenaBytes, _layout.ScratchBytes, workers);
    }

    private void Return(Frame frame)
    {
        lock (_frames) _frames.Push(frame);
    }
}
