namespace Cornea.Layers;

/// <summary>Which positions may attend to which: true where they may.</summary>
internal static class AttentionMasks
{
    /// <summary>[1, queries, values]: each position and those before it.</summary>
    public static Tensor Causal(int queries, int values) => (Rows(queries) >= Columns(values)).ExpandDims(0);

    /// <summary>[1, queries, values]: positions less than so far apart.</summary>
    public static Tensor Window(int queries, int values, int size) => (Ops.Abs(Rows(queries) - Columns(values)) < size).ExpandDims(0);

    /// <summary>All that a call says of masks, joined: [batch, queries, values] or broadcastable to it; null where everything counts.</summary>
    public static Tensor? Joined(CallContext context, Tensor query, Tensor value, int? window)
    {
        int queries = Known(query), values = Known(value);
        Tensor? mask = null;
        Take(context.Mask ?? context.Arguments["query_mask"]?[0], -1);
        Take(context.Arguments["value_mask"]?[0], -2);
        Take(context.Arguments["key_mask"]?[0], -2);
        if (context.Arguments.IsOn("use_causal_mask")) Join(Causal(queries, values));
        if (window is { } size) Join(Window(queries, values, size));
        if (context.Arguments["attention_mask"]?[0] is { } given) Join(given.Cast(DType.Bool));
        return mask;

        void Take(Tensor? steps, int axis)
        {
            if (steps is not null) Join(steps.Cast(DType.Bool).ExpandDims(axis));
        }

        void Join(Tensor more) => mask = mask is null ? more : Ops.LogicalAnd(mask, more);
    }

    private static int Known(Tensor x) => Math.Max(1, x.Shape[1]); // An unknown length comes up while shapes are inferred only.

    private static Tensor Rows(int count) => Ops.Arange(count).ExpandDims(1);

    private static Tensor Columns(int count) => Ops.Arange(count).ExpandDims(0);
}
