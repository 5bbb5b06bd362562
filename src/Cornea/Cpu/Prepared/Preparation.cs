using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Prepared;

/// <summary>One step of a plan's prologue.</summary>
/// <param name="Step">The step.</param>
/// <param name="Needs">Earlier steps, by number, whose results it reads and the store doesn't keep, or that must have looked at its inputs.</param>
/// <param name="Makes">What it makes for the store, by number.</param>
/// <param name="IsCheck">Whether it makes nothing and only looks.</param>
internal sealed record PreparedStep(Step Step, int[] Needs, int[] Makes, bool IsCheck);

/// <summary>A plan's prologue: makes what the plan wants and nobody has made yet, or not of the present versions.</summary>
internal sealed unsafe class Preparation(PreparedStep[] steps, PlanLayout layout)
{
    private readonly long[] _seen = new long[layout.StableParameters.Length]; // The versions that all was found ready for, last time.
    private volatile bool _isReady;
    private int _runs;

    public IReadOnlyList<PreparedStep> Steps => steps;

    /// <summary>How often something was made.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>What lies in the store for this plan.</summary>
    public nint KeptBytes => (nint)layout.Kept.Sum(kept => kept.Value.HeldBytes);

    /// <summary>Sees to it that all is made of the parameters' present versions, which nobody changes meanwhile.</summary>
    public void Ensure(ReadOnlySpan<Storage> parameters, Workers? workers)
    {
        if (steps.Length == 0 || WasSeen(parameters)) return;
        var stale = new List<int>();
        for (int index = 0; index < layout.Kept.Length; index++)
            if (!IsReady(index, parameters)) stale.Add(index);
        stale.Sort((a, b) => layout.Kept[a].Value.Number.CompareTo(layout.Kept[b].Value.Number));
        foreach (int index in stale) layout.Kept[index].Value.Making.Enter();
        try
        {
            bool[] isStale = new bool[layout.Kept.Length];
            foreach (int index in stale) isStale[index] = !IsReady(index, parameters); // Another plan may just have made it.
            if (isStale.Contains(true) || Array.Exists(steps, step => step.IsCheck)) Make(isStale, parameters, workers);
        }
        finally
        {
            foreach (int index in stale) layout.Kept[index].Value.Making.Exit();
        }

        for (int index = 0; index < _seen.Length; index++) Volatile.Write(ref _seen[index], parameters[layout.StableParameters[index]].Version);
        _isReady = true;
    }

    private bool WasSeen(ReadOnlySpan<Storage> parameters)
    {
        if (!_isReady) return false;
        int[] stable = layout.StableParameters;
        for (int index = 0; index < stable.Length; index++)
            if (Volatile.Read(ref _seen[index]) != parameters[stable[index]].Version) return false;
        return true;
    }

    private bool IsReady(int index, ReadOnlySpan<Storage> parameters) => layout.Kept[index].Value.IsOf(parameters, layout.Kept[index].Leaves);

    // The steps that lead to a stale value. Where one of them makes a value too that is ready, and may be read at this moment, it makes it elsewhere.
    private void Make(bool[] isStale, ReadOnlySpan<Storage> parameters, Workers? workers)
    {
        bool[] isRun = new bool[steps.Length];
        for (int index = steps.Length - 1; index >= 0; index--)
        {
            isRun[index] |= steps[index].IsCheck || Array.Exists(steps[index].Makes, value => isStale[value]);
            if (isRun[index]) foreach (int need in steps[index].Needs) isRun[need] = true;
        }

        int[] again = [.. Enumerable.Range(0, steps.Length).Where(index => isRun[index]).SelectMany(index => steps[index].Makes).Where(value => !isStale[value])];
        nint passing = layout.PreparedBytes + (nint)again.Sum(value => (long)Rounded(layout.Kept[value].Value.Bytes));
        Arena memory = ArenaPool.Shared.Rent(Frame.BytesFor(passing, layout.ScratchBytes, workers?.Count ?? 1));
        try
        {
            var frame = new Frame(layout.Frame);
            frame.Attach(memory, Spaces.Prepared, passing, layout.ScratchBytes);
            frame.Bind(Spaces.Constants, layout.Constants.Memory);
            for (int index = 0; index < parameters.Length; index++) frame.Bind(Spaces.FirstParameter + index, (byte*)parameters[index].Address);
            for (int index = 0; index < layout.Kept.Length; index++) frame.Bind(Spaces.Kept(index), (byte*)layout.Kept[index].Value.Address);
            byte* elsewhere = memory.Memory + layout.PreparedBytes;
            foreach (int value in again)
            {
                frame.Bind(Spaces.Kept(value), elsewhere);
                elsewhere += Rounded(layout.Kept[value].Value.Bytes);
            }

            for (int index = 0; index < steps.Length; index++)
                if (isRun[index]) Plan.Run(steps[index].Step, frame, workers);
        }
        finally
        {
            ArenaPool.Shared.Return(memory);
        }

        for (int index = 0; index < isStale.Length; index++)
            if (isStale[index]) layout.Kept[index].Value.MadeOf(parameters, layout.Kept[index].Leaves);
        Interlocked.Increment(ref _runs);
    }

    private static nint Rounded(nint bytes) => (bytes + 63) / 64 * 64;
}
