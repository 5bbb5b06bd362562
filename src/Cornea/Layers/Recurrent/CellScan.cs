using Cornea.Graphs;

namespace Cornea.Layers;

/// <summary>A cell run over a sequence as one operation, however many steps there are.</summary>
internal sealed class CellScan(RNNCell cell, RecurrenceOptions options, CallContext context)
{
    /// <param name="x">The sequences [batch, steps, …], more than one step.</param>
    /// <param name="states">The states before the first step.</param>
    /// <param name="mask">Which steps count [batch, steps]; null for all.</param>
    /// <returns>The layer's result, and the states after the last step.</returns>
    public (Tensor Result, Tensor[] States) Run(Tensor x, Tensor[] states, Tensor? mask)
    {
        bool repeats = mask is not null && !options.ZeroOutputForMask; // The output before takes the place of one that doesn't count.
        Tensor[] first = repeats ? [Ops.Zeros(OutputSpec(x, states).Shape), .. states] : states;
        Tensor[] sequences = mask is null ? [SwapTime(x)] : [SwapTime(x), SwapTime(mask)];
        int sameState = -1;
        StepResults results = StepLosses.Scan(
            context,
            (carries, slices) =>
            {
                Tensor[] before = repeats ? carries[1..] : carries;
                TensorList given = cell.Call(TensorList.Create([slices[0], .. before]), context.Training);
                Tensor? counts = mask is null ? null : slices[1];
                Tensor output = Masked(counts, given[0], repeats ? carries[0] : Ops.ZerosLike(given[0]));
                Tensor[] next = [.. before.Select((state, index) => Masked(counts, given[index + 1], state))];
                sameState = Array.FindIndex(next, state => ReferenceEquals(state, output));
                return new StepResults(repeats ? [output, .. next] : next, [output]);
            },
            first, sequences, x.Shape[1], options.GoBackwards);
        Tensor[] last = [.. repeats ? results.Carries.Skip(1) : results.Carries];
        Tensor result = options.ReturnSequences ? SwapTime(InOrder(results.Outputs[0]))
            : repeats ? results.Carries[0]
            : sameState >= 0 ? last[sameState]
            : Ops.Slice(results.Outputs[0], 0, options.GoBackwards ? 0 : x.Shape[1] - 1, 1).Reshape(results.Outputs[0].Shape.Without(0));
        return (result, last);
    }

    /// <summary>A step's value where the step counts, else another one.</summary>
    public static Tensor Masked(Tensor? counts, Tensor value, Tensor otherwise)
    {
        if (counts is null) return value;
        while (counts.Rank < value.Rank) counts = counts.ExpandDims(-1);
        return Ops.Where(counts, value, otherwise);
    }

    // Keras gives outputs in the order in which the steps were gone through; a scan, in that of the sequence.
    private Tensor InOrder(Tensor outputs) => options.GoBackwards ? Ops.Flip(outputs, 0) : outputs;

    private TensorSpec OutputSpec(Tensor x, Tensor[] states)
    {
        int known = context.Losses.Count;
        Tensor slice = Ops.Slice(x, 1, 0, 1).Reshape(x.Shape.Without(1));
        TensorSpec output = cell.Infer(TensorList.Create([slice, .. states]), CallArguments.None)[0];
        StepLosses.Forget(context, known);
        return output;
    }

    // [batch, steps, …] ↔ [steps, batch, …].
    private static Tensor SwapTime(Tensor x) => Ops.SwapAxes(x, 0, 1);
}
