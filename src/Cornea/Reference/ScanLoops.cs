using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Scans: the body's graph, step by step.</summary>
internal static class ScanLoops
{
    public static void Scan(Scan op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        var body = new ReferenceGraph(op.Body.Graph);
        var parameters = (ReferenceArray[])inputs.Clone();
        for (int step = 0; step < op.Length; step++)
        {
            int place = op.Reverse ? op.Length - 1 - step : step;
            for (int index = op.FirstSequence; index < inputs.Length; index++) parameters[index] = Slice(inputs[index], place, op.Body.Graph.Parameters[index].Tensor.Spec);
            ReferenceArray[] results = body.Run(parameters);
            for (int index = 0; index < op.Carries; index++) parameters[op.Captures + index] = results[index];
            for (int index = op.Carries; index < outputs.Length; index++)
                results[index].Values.CopyTo(outputs[index].Values, place * results[index].Values.Length);
        }

        for (int index = 0; index < op.Carries; index++) parameters[op.Captures + index].Values.CopyTo(outputs[index].Values, 0);
    }

    private static ReferenceArray Slice(ReferenceArray all, int place, TensorSpec spec)
    {
        ReferenceArray slice = ReferenceArray.Zeros(spec);
        Array.Copy(all.Values, place * slice.Values.Length, slice.Values, 0, slice.Values.Length);
        return slice;
    }
}
