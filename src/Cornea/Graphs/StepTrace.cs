using Cornea.Graphs.Operations;

namespace Cornea.Graphs;

/// <summary>What one step of a scan gives.</summary>
internal readonly record struct StepResults(IReadOnlyList<Tensor> Carries, IReadOnlyList<Tensor> Outputs);

/// <summary>Traces the step of a scan and emits it. Variables that the step assigns, such as random layers' states, are carried too, and so is the key of draws without a seed.</summary>
internal static class StepTrace
{
    private const int MostAttempts = 8; // A second one does, unless what is assigned depends on what is known to be carried.

    /// <param name="step">From carries and slices to the next carries and outputs; traced once, and again where it assigns variables.</param>
    /// <param name="first">The carries before the first step.</param>
    /// <param name="sequences">Each step's slices, along the first axis.</param>
    /// <param name="length">The number of steps.</param>
    /// <param name="reverse">Whether the last step comes first.</param>
    /// <returns>The last carries and the stacked outputs.</returns>
    public static StepResults Scan(
        Func<Tensor[], Tensor[], StepResults> step, IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> sequences, int length, bool reverse) =>
        Trace.Eagerly(() => Emit(step, first, sequences, length, reverse), static results => results.Carries.Concat(results.Outputs));

    private static StepResults Emit(
        Func<Tensor[], Tensor[], StepResults> step, IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> sequences, int length, bool reverse)
    {
        (Tensor, Tensor Inside)[] carries = [.. first.Select(tensor => (tensor, Tensor.RegionParameter(tensor.Spec)))];
        (Tensor, Tensor Inside)[] slices = [.. sequences.Select(tensor => (tensor, Tensor.RegionParameter(SliceOf(tensor.Spec))))];
        (Variable Variable, Tensor First, Tensor Inside)[] states = [];
        for (int attempt = 1; attempt <= MostAttempts; attempt++)
        {
            StepResults results;
            (Variable Variable, Tensor Value)[] assigned;
            Draws? draws;
            using (Trace trace = Trace.BeginStep(states.Select(state => (state.Variable, state.Inside))))
            {
                results = step([.. carries.Select(pair => pair.Inside)], [.. slices.Select(pair => pair.Inside)]);
                assigned = [.. trace.Assignments];
                draws = trace.Draws;
            }

            Variable[] more = [.. assigned.Select(pair => pair.Variable).Except(states.Select(state => state.Variable))];
            if (more.Length > 0)
            {
                // These are read as they were before the first step: once more, reading what the step before left.
                states = [.. states, .. more.Select(variable => (variable, Fixed(variable.Value), Tensor.Placeholder(variable.Spec)))];
                continue;
            }

            Dictionary<Variable, Tensor> values = assigned.ToDictionary(pair => pair.Variable, pair => pair.Value);
            List<(Tensor First, Tensor Inside)> begins = [.. carries, .. states.Select(state => (state.First, state.Inside))];
            List<Tensor> next = [.. results.Carries, .. states.Select(state => Fixed(values.GetValueOrDefault(state.Variable, state.Inside)))];
            if (draws is not null)
            {
                begins.Add((Trace.Draw(draws.Count * Math.Max(length, 1)), draws.Start));
                next.Add(Draws.Later(draws.Start, draws.Count));
            }

            Tensor[] emitted = Operations.Scan.Emit(begins, slices, next, results.Outputs, length, reverse);
            for (int index = 0; index < states.Length; index++) states[index].Variable.Assign(emitted[carries.Length + index]);
            return new StepResults(emitted[..carries.Length], emitted[begins.Count..]);
        }

        throw new InvalidOperationException("Scan: the step assigns other variables each time it's traced; create variables outside of it.");
    }

    // What is assigned is a value: no gradient goes from step to step through a variable.
    private static Tensor Fixed(Tensor value) => value.RequiresGradient ? Ops.StopGradient(value) : value;

    private static TensorSpec SliceOf(TensorSpec spec) => spec with { Shape = spec.Shape.Without(0) };
}
