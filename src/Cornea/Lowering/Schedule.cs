namespace Cornea.Lowering;

/// <summary>What a plan will run, in which order and memory: all that is left is to make the steps.</summary>
/// <param name="Prologue">Units that run once.</param>
/// <param name="Steps">Units of each run.</param>
/// <param name="ArenaBytes">Memory of values between steps.</param>
/// <param name="PreparedBytes">Memory of what the prologue makes.</param>
/// <param name="StableParameters">The graph's parameters that are stable, by number: when one changes, the prologue runs again.</param>
internal sealed record Schedule(
    IReadOnlyList<Unit> Prologue, IReadOnlyList<Unit> Steps, nint ArenaBytes, nint PreparedBytes, IReadOnlyList<int> StableParameters);
