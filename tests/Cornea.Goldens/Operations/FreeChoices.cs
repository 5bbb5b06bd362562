namespace Cornea.Goldens.Operations;

/// <summary>
/// Decompositions leave choices open: the sign (or phase) of an eigenvector, the order of a general matrix' eigenvalues, the basis of what
/// singular vectors leave. Results are brought to the case's choices, by nothing but such a choice, and then compared.
/// </summary>
internal static class FreeChoices
{
    /// <summary>The outputs of an operation with the case's choices.</summary>
    public static TensorList Align(string target, GoldenCase golden, TensorList outputs) => target[(target.LastIndexOf('.') + 1)..] switch
    {
        "eigh" => [outputs[0], outputs[1] * Signs(outputs[1], Expected(golden, 1))],
        "svd" when outputs.Count == 3 => SingularVectors(golden, outputs),
        "eig" => Eigenvectors(golden, outputs),
        _ => outputs,
    };

    private static Tensor Expected(GoldenCase golden, int output) => golden[$"y{output}"].ToTensor();

    // ±1 for each column.
    private static Tensor Signs(Tensor got, Tensor expected) =>
        Ops.Where(Ops.Sum(got * expected, axis: -2, keepDims: true) < 0, -1.0, Ops.Ones([1]));

    private static TensorList SingularVectors(GoldenCase golden, TensorList outputs)
    {
        Tensor u = Expected(golden, 0), vt = Expected(golden, 2);
        if (u.Shape != outputs[0].Shape || vt.Shape != outputs[2].Shape) return outputs;
        int k = outputs[1].Shape[^1];
        Tensor Columns(Tensor x, int start, int count) => Ops.Slice(x, -1, start, count);
        Tensor signs = Signs(Columns(outputs[0], 0, k), Columns(u, 0, k));

        // What is beyond the k-th spans the same space if the case's vectors are their own projections into it.
        Tensor Whole(Tensor own, Tensor expected)
        {
            int rest = own.Shape[^1] - k;
            Tensor first = Columns(own, 0, k) * signs;
            if (rest == 0) return first;
            Tensor others = Columns(own, k, rest);
            return Ops.Concatenate([first, Ops.MatMul(others, Ops.MatMul(Ops.MatrixTranspose(others), Columns(expected, k, rest)))], -1);
        }

        Tensor v = Whole(Ops.MatrixTranspose(outputs[2]), Ops.MatrixTranspose(vt));
        return [Whole(outputs[0], u), outputs[1], Ops.MatrixTranspose(v)];
    }

    // Each of the case's eigenvalues takes the nearest one that is left, and its vector is turned to the case's phase.
    private static TensorList Eigenvectors(GoldenCase golden, TensorList outputs)
    {
        int n = outputs[0].Shape[^2], count = n == 0 ? 0 : (int)(outputs[0].Shape.ElementCount / (2 * n));
        System.Numerics.Complex[] values = Complex(outputs[0]), vectors = Complex(outputs[1]), wantedValues = Complex(Expected(golden, 0)), wanted = Complex(Expected(golden, 1));
        if (values.Length != wantedValues.Length || vectors.Length != wanted.Length) return outputs;
        var resultValues = new System.Numerics.Complex[values.Length];
        var result = new System.Numerics.Complex[vectors.Length];
        for (int matrix = 0; matrix < count; matrix++)
        {
            List<int> left = [.. Enumerable.Range(0, n)];
            for (int index = 0; index < n; index++)
            {
                int own = left.MinBy(other => System.Numerics.Complex.Abs(values[(matrix * n) + other] - wantedValues[(matrix * n) + index]));
                left.Remove(own);
                resultValues[(matrix * n) + index] = values[(matrix * n) + own];
                int At(int row, int column) => (((matrix * n) + row) * n) + column;
                System.Numerics.Complex product = 0;
                for (int row = 0; row < n; row++) product += System.Numerics.Complex.Conjugate(vectors[At(row, own)]) * wanted[At(row, index)];
                System.Numerics.Complex phase = product == 0 ? 1 : product / System.Numerics.Complex.Abs(product);
                for (int row = 0; row < n; row++) result[At(row, index)] = vectors[At(row, own)] * phase;
            }
        }

        return [Pairs(resultValues, outputs[0].Shape), Pairs(result, outputs[1].Shape)];
    }

    private static System.Numerics.Complex[] Complex(Tensor pairs) =>
        [.. pairs.ToArray<double>().Chunk(2).Select(pair => new System.Numerics.Complex(pair[0], pair[1]))];

    private static Tensor Pairs(System.Numerics.Complex[] values, Shape shape) =>
        Tensor.From<float>([.. values.SelectMany(value => (float[])[(float)value.Real, (float)value.Imaginary])], shape);
}
