using Cornea.Graphs;

namespace Cornea.Layers;

/// <summary>Scans inside of a layer's call: penalties that a step adds are values of that step, and are summed over all.</summary>
internal static class StepLosses
{
    /// <summary>As <see cref="StepTrace.Scan"/>, with the penalties of the call.</summary>
    public static StepResults Scan(
        CallContext context, Func<Tensor[], Tensor[], StepResults> step, IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> sequences, int length,
        bool reverse = false)
    {
        int penalties = 0;
        StepResults results = StepTrace.Scan(
            (carries, slices) =>
            {
                int known = context.Losses.Count;
                StepResults given = step(carries, slices);
                Tensor[] added = [.. context.Losses.Skip(known)];
                Forget(context, known);
                penalties = added.Length;
                return given with { Outputs = [.. given.Outputs, .. added] };
            },
            first, sequences, length, reverse);
        int outputs = results.Outputs.Count - penalties;
        for (int index = outputs; index < results.Outputs.Count; index++) context.Losses.Add(results.Outputs[index].Sum());
        return results with { Outputs = [.. results.Outputs.Take(outputs)] };
    }

    /// <summary>Forgets the penalties beyond so many.</summary>
    public static void Forget(CallContext context, int known) => context.Losses.RemoveRange(known, context.Losses.Count - known);
}
