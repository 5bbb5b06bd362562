using Cornea.Layers;

namespace Cornea.Onnx;

// Products of matrices: a constant one on the right is a dense layer's kernel.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Products() =>
    [
        One("Gemm", Gemm),
        One("MatMul", MatMul),
        One("Einsum", call => call.Give(Ops.Einsum(call.Text("equation", "").Replace(" ", ""), [.. call.All.Select(value => value.Plain)]))),
        One("Det", call => call.Give(Ops.Det(call[0].Plain))),
    ];

    private static Value Gemm(OperatorCall call)
    {
        Value a = call[0], b = call[1];
        double alpha = call.Float("alpha", 1), beta = call.Float("beta", 1);
        bool isTurned = call.Flag("transB");
        if (a.Rank != 2 || b.Rank != 2) throw new ShapeException($"expected matrices, got {a.Rank} and {b.Rank} axes");
        Tensor? bias = call.At(2) is { } given && beta != 0 ? Scaled(given.Plain, beta) : null;
        if (IsOfLayer(a) && b.IsConstant && b.DType == DType.Float32 && !call.Flag("transA") && (bias is null || (call[2].IsConstant && (bias.Rank == 0 || bias.Shape.ElementCount == bias.Shape[^1]))))
        {
            Tensor kernel = Scaled(isTurned ? b.Plain.Transpose() : b.Plain, alpha);
            return Dense(call, a, kernel, bias?.Reshape([-1]).BroadcastTo([kernel.Shape[1]]));
        }

        Tensor x = call.Flag("transA") ? a.Plain.Transpose() : a.Plain, y = isTurned ? b.Plain.Transpose() : b.Plain;
        Tensor product = Scaled(Ops.MatMul(x, y), alpha);
        return call.Give(bias is null ? product : product + bias);
    }

    private static Tensor Scaled(Tensor x, double factor) => factor == 1 ? x : x * factor;

    private static Value MatMul(OperatorCall call)
    {
        Value a = call[0], b = call[1];
        if (IsOfLayer(a) && a.Rank >= 2 && b is { IsConstant: true, Rank: 2 } && b.DType == DType.Float32 && a.Layout.Order[^1] == a.Rank - 1)
        {
            int units = b.Sizes[1];
            Tensor? bias = call.Import.AbsorbBias(call.Node.Outputs[0], value => value.Rank <= a.Rank && value.Rank > 0 && value.Sizes[^1] == units && value.Tensor.Shape.ElementCount == units);
            return Dense(call, a, b.Tensor, bias?.Reshape([-1]));
        }

        return call.Give(Ops.MatMul(a.Plain, b.Plain));
    }

    // The rows of the kernel take the order in which pixels and channels were flattened.
    private static Value Dense(OperatorCall call, Value a, Tensor kernel, Tensor? bias)
    {
        Fit(kernel.Shape[0], a.Tensor.Shape[^1]);
        if (a.Layout.Mix is { } mix && mix.Axis == a.Rank - 1) kernel = mix.Apply(kernel, 0);
        var layer = new Dense(kernel.Shape[1], useBias: bias is not null, kernelInitializer: "zeros", name: call.Name);
        Tensor y = call.Call(layer, a.Tensor, bias is null ? [kernel] : [kernel, bias]);
        return call.Give(y, a.Layout.Mix?.Axis == a.Rank - 1 ? a.Layout.Unmixed : a.Layout);
    }
}
