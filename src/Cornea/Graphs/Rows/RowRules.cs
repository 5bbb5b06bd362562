using Cornea.Graphs.Operations;

namespace Cornea.Graphs.Rows;

/// <summary>
/// For each operation, when it leaves samples apart. What has no rule here, or isn't what its rule asks for, counts as mixing them.
/// Samples lie along the first axis throughout: an operation that moves them elsewhere has no rule.
/// </summary>
/// <param name="samples">How many samples the graph is for.</param>
/// <param name="twins">How many its twin is for.</param>
internal sealed class RowRules(int samples, int twins)
{
    /// <summary>The outputs, and their twins; null where samples may be mixed.</summary>
    public RowValue[]? Apply(Node node, RowValue[] inputs)
    {
        if (Array.TrueForAll(inputs, input => input.Each == 0))
        {
            Tensor[] twins = Node.Emit(node.Op, [.. inputs.Select(input => input.Twin)]);
            return [.. node.Outputs.Select((output, index) => RowValue.SameForAll(output, twins[index]))];
        }

        return node.Op switch
        {
            Unary or Binary or Select or Cast or StopGradient or Watch or CustomGradient => Elementwise(node, inputs),
            BroadcastTo => Broadcast(node, inputs[0]),
            Reshape reshape => Reshaped(node, reshape, inputs[0]),
            Transpose { Permutation: var order } => Along(node, inputs, order[0] == 0),
            Slice slice => Sliced(node, slice, inputs[0]),
            Pad pad => Along(node, inputs, pad.Low[0] == 0 && pad.High[0] == 0),
            Concat { Axis: var axis } => axis > 0 ? Elementwise(node, inputs) : null,
            Reduce { Axes: var axes } => Along(node, inputs, !axes.Contains(0)),
            ArgReduce { Axis: var axis } => Along(node, inputs, axis > 0),
            Cumulative { Axis: var axis } => Along(node, inputs, axis > 0),
            Softmax or LogSoftmax or Sort => Along(node, inputs, node.Inputs[0].Rank > 1),
            OneHot => Along(node, inputs, true),
            GatherAlong => node.Inputs[1].Rank > 1 ? Elementwise(node, inputs) : null,
            Gather gather => Gathered(node, gather, inputs),
            MatMul product => Product(node, product, inputs),
            BatchNormInference => Along(node, inputs, node.Inputs[0].Rank > 1 && SharesAllBut(inputs, 0)),
            Convolution or ConvolutionBackwardData or DepthwiseConvolution or DepthwiseBackwardData => Along(node, inputs, SharesAllBut(inputs, 0)),
            MaxPool => Along(node, inputs, true)?[..1], // Where the largest values stood counts through the whole batch.
            AveragePool or Resize => Along(node, inputs, true),
            _ => null,
        };
    }

    // The first input has the samples along its first axis, and so has the output.
    private RowValue[]? Along(Node node, RowValue[] inputs, bool isApart) =>
        isApart && inputs[0].Each > 0 ? Emit(node, node.Op, [.. inputs.Select(input => input.Twin)], inputs[0].Each) : null;

    private static bool SharesAllBut(RowValue[] inputs, int position) =>
        Enumerable.Range(0, inputs.Length).All(index => index == position || inputs[index].Each == 0);

    // Entry by entry of the first axis; what all samples share is read by each.
    private RowValue[]? Elementwise(Node node, RowValue[] inputs)
    {
        int each = inputs.Max(input => input.Each), rank = node.Outputs[0].Rank;
        Tensor?[] twins = [.. inputs.Select(input => input.Each > 0
            ? input.Each == each && input.Tensor!.Rank == rank ? input.Twin : null
            : Shared(input, rank, each, mayBroadcast: node.Op is not (Concat or GatherAlong)))];
        return Array.TrueForAll(twins, twin => twin is not null) ? Emit(node, node.Op, twins!, each) : null;
    }

    // The twin of a value that all samples share, where a value of samples is expected: repeated for them, if it was made by repeating.
    private Tensor? Shared(RowValue value, int rank, int each, bool mayBroadcast)
    {
        Tensor tensor = value.Tensor!;
        if (mayBroadcast && (tensor.Rank < rank || tensor.Shape[0] == 1)) return value.Twin;
        if (tensor.Rank != rank || tensor.Shape[0] != samples * each) return null;
        if (value.Twin.Producer is not { Op: BroadcastTo } broadcast) return null;
        Tensor source = broadcast.Inputs[0];
        return source.Rank < rank || source.Shape[0] == 1 ? source.BroadcastTo(tensor.Shape.With(0, twins * each)) : null;
    }

    private RowValue[]? Broadcast(Node node, RowValue input)
    {
        Shape target = node.Outputs[0].Shape;
        if (input.Tensor!.Rank != target.Rank || target[0] != samples * input.Each) return null;
        return Emit(node, new BroadcastTo(target.With(0, twins * input.Each)), [input.Twin], input.Each);
    }

    // Samples lie one after the other, and so do their parts: any shape whose first axis doesn't cut across samples.
    private RowValue[]? Reshaped(Node node, Reshape reshape, RowValue input)
    {
        Shape shape = node.Outputs[0].Shape;
        if (shape.Rank == 0 || shape[0] == 0 || shape[0] % samples != 0) return null;
        int each = shape[0] / samples;
        Shape target = reshape.Target[0] == Shape.Unknown ? reshape.Target : reshape.Target.With(0, twins * each);
        return Emit(node, new Reshape(target), [input.Twin], each);
    }

    private RowValue[]? Sliced(Node node, Slice slice, RowValue input)
    {
        int all = samples * input.Each;
        if (slice.Starts[0] != 0 || slice.Steps[0] != 1 || (slice.Sizes[0] != all && slice.Sizes[0] != Shape.Unknown)) return null;
        return Emit(node, slice with { Sizes = slice.Sizes.With(0, twins * input.Each) }, [input.Twin], input.Each);
    }

    private RowValue[]? Gathered(Node node, Gather gather, RowValue[] inputs)
    {
        (RowValue values, RowValue indices) = (inputs[0], inputs[1]);
        bool isApart = values.Each == 0 ? gather.Axis == 0 && indices.Tensor!.Rank > 0 : indices.Each == 0 && gather.Axis > 0;
        return isApart ? Emit(node, gather, [values.Twin, indices.Twin], Math.Max(values.Each, indices.Each)) : null;
    }

    private RowValue[]? Product(Node node, MatMul product, RowValue[] inputs)
    {
        if (node.Outputs[0].Rank > 2) // The first axis is one of those that products are made for one by one.
        {
            int each = Math.Max(inputs[0].Each, inputs[1].Each);
            Tensor?[] twins = [.. inputs.Select(input => input.Each > 0
                ? input.Each == each ? input.Twin : null
                : Shared(input, input.Tensor!.Rank, each, mayBroadcast: false))];
            return Array.TrueForAll(twins, twin => twin is not null) ? Emit(node, product, twins!, each) : null;
        }

        return Along(node, inputs, !product.TransposeA && inputs[1].Each == 0);
    }

    private RowValue[]? Emit(Node node, Op op, Tensor[] inputs, int each)
    {
        if (node.Outputs[0].Rank == 0 || node.Outputs[0].Shape[0] != samples * each) return null;
        Tensor[] outputs;
        try
        {
            outputs = Node.Emit(op, inputs);
        }
        catch (ArgumentException)
        {
            return null; // It fits this number of samples only.
        }

        if (outputs[0].Shape != node.Outputs[0].Shape.With(0, twins * each)) return null;
        return [.. node.Outputs.Select((output, index) => RowValue.OfSamples(output, outputs[index], each))];
    }
}
