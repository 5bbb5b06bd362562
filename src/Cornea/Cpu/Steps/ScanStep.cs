using System.Globalization;
using System.Text;
using Cornea.Cpu.Lowering;
using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>An array whose parts along the first axis are read or written one at each step.</summary>
internal readonly record struct StackedPlace(Operand Start, nint Stride)
{
    public Operand At(int place) => Start with { Offset = Start.Offset + (place * Stride) };
}

/// <summary>Where a scan's values lie, in the order of its body's parameters and outputs.</summary>
internal sealed record ScanPlaces(
    Operand Arena, Operand Prepared, Operand[] Captures, CarryPlaces[] Carries, StackedPlace[] Sequences, StackedPlace[] Outputs);

/// <summary>
/// A plan run many times: its phases, one after the other, are phases of this step. The frame inside is bound anew at each time by the thread
/// that calls, between two phases, so no piece sees addresses change.
/// </summary>
internal sealed unsafe class ScanStep : Step
{
    private readonly InnerPlan _plan;
    private readonly ScanPlaces _places;
    private readonly int _slot;
    private readonly int _length;
    private readonly bool _reverse;
    private readonly (Step Step, int Phase)[] _once;
    private readonly (Step Step, int Phase)[] _each;

    /// <param name="plan">What is run.</param>
    /// <param name="places">Where its values lie in the frame around.</param>
    /// <param name="slot">Which of the inner frames is this plan's.</param>
    /// <param name="length">How many times.</param>
    /// <param name="reverse">Whether the last comes first.</param>
    public ScanStep(InnerPlan plan, ScanPlaces places, int slot, int length, bool reverse)
    {
        (_plan, _places, _slot, _length, _reverse) = (plan, places, slot, length, reverse);
        _once = length == 0 ? [] : Flat(plan.Prologue);
        _each = Flat(plan.Steps);
        ScratchBytes = plan.Layout.ScratchBytes;

        // The first phase and the last copy what goes in and out.
        long phases = 2 + _once.Length + ((long)length * _each.Length);
        if (phases > int.MaxValue) throw new ArgumentException($"Scan: expected at most {int.MaxValue} steps of work, got {length} × {_each.Length}; scan parts of the sequence.");
        Phases = (int)phases;
    }

    public override nint ScratchBytes { get; }

    public override int Phases { get; }

    public override string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"scan {_length} steps{(_reverse ? ", reverse" : "")}, arena {_places.Arena}");
        foreach (Step step in _plan.Prologue) text.AppendLine().Append("         once ").Append(Inside(step));
        foreach (Step step in _plan.Steps) text.AppendLine().Append("         each ").Append(Inside(step));
        return text.ToString();

        static string Inside(Step step) => step.Describe().ReplaceLineEndings(Environment.NewLine + "    ");
    }

    public override IEnumerable<ReferenceLoop> WithoutKernel =>
        _plan.Steps.SelectMany(step => step.WithoutKernel).Select(loop => loop with { Elements = loop.Elements * _length });

    public override int Pieces(int phase)
    {
        if (phase == 0 || phase == Phases - 1) return 1;
        (Step step, int inner) = Find(phase, out _);
        return step.Pieces(inner);
    }

    public override void Begin(Frame frame, int phase)
    {
        if (phase == Phases - 1) return;
        Frame inside = frame.Inner(_slot);
        if (phase == 0)
        {
            BindOnce(frame, inside);
            return;
        }

        (Step step, int inner) = Find(phase, out int time);
        if (time >= 0 && (phase - 1 - _once.Length) % _each.Length == 0) BindEach(frame, inside, time);
        step.Begin(inside, inner);
    }

    public override void Run(Frame frame, int phase, int piece, byte* scratch)
    {
        if (phase == 0 || phase == Phases - 1)
        {
            foreach (CarryPlaces carry in _places.Carries)
                if ((phase == 0 ? carry.AtStart : carry.AtEnd) is var (from, to))
                    System.Buffer.MemoryCopy(frame.Address(from), frame.Address(to), carry.Bytes, carry.Bytes);
            return;
        }

        (Step step, int inner) = Find(phase, out _);
        step.Run(frame.Inner(_slot), inner, piece, scratch);
    }

    private static (Step, int)[] Flat(Step[] steps) => [.. steps.SelectMany(step => Enumerable.Range(0, step.Phases).Select(phase => (step, phase)))];

    private (Step Step, int Phase) Find(int phase, out int time)
    {
        int position = phase - 1;
        if (position < _once.Length)
        {
            time = -1;
            return _once[position];
        }

        (time, position) = Math.DivRem(position - _once.Length, _each.Length);
        return _each[position];
    }

    private void BindOnce(Frame frame, Frame inside)
    {
        inside.Bind(Spaces.Arena, frame.Address(_places.Arena));
        inside.Bind(Spaces.Prepared, frame.Address(_places.Prepared));
        inside.Bind(Spaces.Constants, _plan.Layout.Constants.Memory);
        for (int index = 0; index < _places.Captures.Length; index++)
            inside.Bind(Spaces.FirstParameter + index, frame.Address(_places.Captures[index]));
    }

    private void BindEach(Frame frame, Frame inside, int time)
    {
        int place = _reverse ? _length - 1 - time : time, space = Spaces.FirstParameter + _places.Captures.Length;
        foreach (CarryPlaces carry in _places.Carries) inside.Bind(space++, frame.Address(carry.Read(time)));
        foreach (StackedPlace sequence in _places.Sequences) inside.Bind(space++, frame.Address(sequence.At(place)));
        foreach (CarryPlaces carry in _places.Carries) inside.Bind(space++, frame.Address(carry.Write(time)));
        foreach (StackedPlace output in _places.Outputs) inside.Bind(space++, frame.Address(output.At(place)));
    }
}
