namespace Cornea.Data;

/// <summary>So many elements at a time, each filled up to one shape, stacked along a new first axis.</summary>
internal sealed class PaddedBatchStage(
    Stage input, int batchSize, IReadOnlyList<Shape>? paddedShapes, IReadOnlyList<double>? paddingValues, bool dropRemainder) : Stage
{
    private readonly BatchStage _batches = new(input, batchSize, dropRemainder);

    public override long? Count => _batches.Count;

    public override bool IsEndless => _batches.IsEndless;

    public override ElementSpec? Spec => null; // Sizes are those of the largest in each batch.

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _batches.Begin(pool);

    public override Element Load(in Token token, StagingPool pool)
    {
        var elements = new Element[token.Members.Length];
        for (int row = 0; row < elements.Length; row++) elements[row] = input.Load(token.Members[row], pool);
        pool.Return(token.Members);
        ElementSpec first = elements[0].Spec;
        CheckArguments(first);
        foreach (Element element in elements)
        {
            if (element.Spec.Components.Length != first.Components.Length)
                throw new ShapeException($"Dataset.PaddedBatch: expected elements of one structure, got {first} and {element.Spec} in one batch.");
        }

        var shapes = new Shape[first.Components.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = CommonShape(i, elements);
        var spec = new ElementSpec([.. first.Components.Select((component, i) => component with { Shape = shapes[i] })], first.Inputs, first.Targets, first.Names);
        Element batch = Element.Rent(spec.Stacked(elements.Length), pool);
        for (int i = 0; i < shapes.Length; i++)
        {
            DType dtype = first.Components[i].DType;
            nint bytes = spec.Components[i].Bytes;
            Fill(batch.Values[i], dtype, paddingValues is null ? 0 : paddingValues[paddingValues.Count == 1 ? 0 : i]);
            for (int row = 0; row < elements.Length; row++)
                CopyInto(batch.Values[i], row * bytes, shapes[i], elements[row].Values[i], 0, elements[row].Spec.Components[i].Shape, 0, dtype.Size);
        }

        foreach (Element element in elements) element.Return(pool);
        return batch;
    }

    private void CheckArguments(ElementSpec spec)
    {
        if (paddedShapes is not null && paddedShapes.Count != spec.Components.Length)
            throw new ArgumentException($"Dataset.PaddedBatch: expected {spec.Components.Length} paddedShapes for elements {spec}, got {paddedShapes.Count}.", "paddedShapes");
        if (paddingValues is not null && paddingValues.Count != 1 && paddingValues.Count != spec.Components.Length)
            throw new ArgumentException($"Dataset.PaddedBatch: expected one padding value, or {spec.Components.Length} for elements {spec}, got {paddingValues.Count}.", "paddingValues");
    }

    private Shape CommonShape(int component, Element[] elements)
    {
        int[] sizes = [.. elements[0].Spec.Components[component].Shape];
        foreach (Element element in elements)
        {
            Shape own = element.Spec.Components[component].Shape;
            if (own.Rank != sizes.Length)
                throw new ShapeException($"Dataset.PaddedBatch: expected tensors of one rank, got shapes {elements[0].Spec.Components[component].Shape} and {own} in one batch.");
            for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = Math.Max(sizes[axis], own[axis]);
        }

        if (paddedShapes is null) return new Shape(sizes);
        Shape wanted = paddedShapes[component];
        if (wanted.Rank != sizes.Length)
            throw new ShapeException($"Dataset.PaddedBatch: expected a padded shape of rank {sizes.Length}, got {wanted}.");
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (wanted[axis] == Shape.Unknown) continue;
            if (wanted[axis] < sizes[axis])
                throw new ShapeException($"Dataset.PaddedBatch: an element of size {sizes[axis]} along axis {axis} doesn't fit the padded shape {wanted}.");
            sizes[axis] = wanted[axis];
        }

        return new Shape(sizes);
    }

    private static void Fill(Storage storage, DType dtype, double value)
    {
        if (dtype == DType.Float32) storage.Span<float>().Fill((float)value);
        else if (dtype == DType.Float64) storage.Span<double>().Fill(value);
        else if (dtype == DType.Int32) storage.Span<int>().Fill((int)value);
        else if (dtype == DType.Int64) storage.Span<long>().Fill((long)value);
        else storage.Span<byte>().Fill((byte)value);
    }

    // Axis by axis; the last is contiguous in both.
    private static void CopyInto(Storage to, nint toStart, Shape toShape, Storage from, nint fromStart, Shape fromShape, int axis, int size)
    {
        if (axis >= fromShape.Rank - 1)
        {
            to.CopyFrom(from, fromStart, toStart, (fromShape.Rank == 0 ? 1 : fromShape[^1]) * (nint)size);
            return;
        }

        nint toStep = size, fromStep = size;
        for (int inner = axis + 1; inner < fromShape.Rank; inner++) (toStep, fromStep) = (toStep * toShape[inner], fromStep * fromShape[inner]);
        for (int index = 0; index < fromShape[axis]; index++)
            CopyInto(to, toStart + (index * toStep), toShape, from, fromStart + (index * fromStep), fromShape, axis + 1, size);
    }
}
