using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Values that only move: each op is a walk through one shape, read or written at the places of another.</summary>
internal static class MovementLoops
{
    public static void Reshape(Reshape op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        inputs[0].Values.CopyTo(outputs[0].Values, 0);

    public static void Transpose(Transpose op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int[] strides = Grid.Strides(inputs[0].Shape);
        Take(inputs[0], Grid.Walk(outputs[0].Shape, [.. op.Permutation.Select(axis => strides[axis])]), outputs[0]);
    }

    public static void BroadcastTo(BroadcastTo op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Take(inputs[0], Grid.Broadcast(inputs[0].Shape, outputs[0].Shape), outputs[0]);

    public static void Concat(Concat op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int[] strides = Grid.Strides(outputs[0].Shape);
        int start = 0;
        foreach (ReferenceArray input in inputs)
        {
            Put(input, Grid.Walk(input.Shape, strides, start * strides[op.Axis]), outputs[0]);
            start += input.Shape[op.Axis];
        }
    }

    public static void Slice(Slice op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Take(inputs[0], Places(outputs[0].Shape, op.Starts, op.Steps, inputs[0].Shape), outputs[0]);

    public static void SliceGradient(SliceGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Put(inputs[0], Places(inputs[0].Shape, op.Starts, op.Steps, outputs[0].Shape), outputs[0]);

    public static void Pad(Pad op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        Array.Fill(outputs[0].Values, op.Value);
        Put(inputs[0], Places(inputs[0].Shape, op.Low, SliceSteps.Ones(op.Low.Rank), outputs[0].Shape), outputs[0]);
    }

    public static void Range(Graphs.Operations.Range op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        DType dtype = outputs[0].DType;
        for (int index = 0; index < op.Count; index++)
        {
            double value = op.Start + (index * op.Step);
            outputs[0].Values[index] = dtype.IsFloating ? value : Integers.Truncate(value, dtype);
        }
    }

    // Where in the whole the elements of a part lie.
    private static int[] Places(Shape part, Shape starts, SliceSteps steps, Shape whole)
    {
        int[] strides = Grid.Strides(whole);
        int offset = 0;
        for (int axis = 0; axis < whole.Rank; axis++)
        {
            offset += starts[axis] * strides[axis];
            strides[axis] *= steps[axis];
        }

        return Grid.Walk(part, strides, offset);
    }

    private static void Take(ReferenceArray from, int[] places, ReferenceArray to)
    {
        for (int index = 0; index < places.Length; index++) to.Values[index] = from[places[index]];
    }

    private static void Put(ReferenceArray from, int[] places, ReferenceArray to)
    {
        for (int index = 0; index < places.Length; index++) to.Values[places[index]] = from[index];
    }
}
