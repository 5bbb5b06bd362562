namespace Cornea.Cpu;

/// <summary>A step whose last phase writes its output in ranges, piece by piece: what an elementwise program can follow at once.</summary>
internal abstract class RangeStep : Step
{
    /// <summary>The elements of the output that a piece of the last phase writes.</summary>
    public abstract StepRange Range(int piece);
}

/// <summary>Elements of an output: <paramref name="Rows"/> runs of <paramref name="Count"/>, <paramref name="Pitch"/> apart.</summary>
internal readonly record struct StepRange(nint Start, nint Count, int Rows = 1, nint Pitch = 0);
