namespace Cornea.Onnx;

// Quantised values: whole numbers of 8 bits that stand for (number − zero point) · scale. Computed in floating point, rounded and cut off as specified.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Quantization() =>
    [
        One("QuantizeLinear", call =>
        {
            Value x = call[0];
            ElementType type = call.At(2)?.Type ?? (call.Int("output_dtype", 0) is > 0 and var given ? (ElementType)given : ElementType.UInt8);
            int axis = QuantizedAxis(call, x, call[1]);
            return Quantized(call, x.Tensor, x.Layout, Along(call, call[1], x, axis), call.At(2) is { } zero ? Along(call, zero, x, axis) : null, type);
        }),
        One("DequantizeLinear", call =>
        {
            Value x = call[0];
            int axis = QuantizedAxis(call, x, call[1]);
            Tensor y = x.Tensor.Cast(DType.Float32);
            if (call.At(2) is { } zero) y -= Along(call, zero, x, axis).Cast(DType.Float32);
            return call.Give(y * Along(call, call[1], x, axis), x.Layout);
        }),
        Many("DynamicQuantizeLinear", call =>
        {
            Value x = call[0];
            Tensor least = Ops.Minimum(Ops.Min(x.Tensor), 0), most = Ops.Maximum(Ops.Max(x.Tensor), 0), scale = (most - least) / 255;
            Tensor zero = Ops.Clip(Ops.Round(Ops.Where(Ops.Equal(scale, 0), 0, -least / scale)), 0, 255);
            Value y = Quantized(call, x.Tensor, x.Layout, scale, zero, ElementType.UInt8);
            return [y, call.Give(scale), call.Give(zero.Cast(DType.UInt8))];
        }),
        One("ConvInteger", call =>
        {
            Value x = Centred(call, call[0], call.At(2), 1), weights = Centred(call, call[1], call.At(3), 0);
            Value y = Conv(call, x, weights, null);
            return call.Give(Ops.Round(y.Tensor).Cast(DType.Int32), y.Layout);
        }),
        One("MatMulInteger", call =>
        {
            Value a = Centred(call, call[0], call.At(2), Math.Max(0, call[0].Rank - 2)), b = Centred(call, call[1], call.At(3), call[1].Rank - 1);
            return call.Give(Ops.Round(Ops.MatMul(a.Plain, b.Plain)).Cast(DType.Int32));
        }),
        One("QLinearConv", call =>
        {
            Value x = Centred(call, call[0], call[2], 1), weights = Centred(call, call[3], call[5], 0);
            Value sum = Conv(call, x, weights, call.At(8) is { } bias ? Value.Constant(bias.Plain.Cast(DType.Float32)) : null);
            Tensor scale = call[1].Plain * call[4].Plain / call[6].Plain; // One number, or one for each filter, which lies last.
            return Requantized(call, sum.Tensor * scale, sum.Layout, call[7]);
        }),
        One("QLinearMatMul", call =>
        {
            Value a = Centred(call, call[0], call[2], Math.Max(0, call[0].Rank - 2)), b = Centred(call, call[3], call[5], call[3].Rank - 1);
            Tensor rows = call[1].Rank == 1 && call[1].Sizes[0] > 1 ? call[1].Plain.ExpandDims(1) : call[1].Plain;
            Tensor product = Ops.MatMul(a.Plain, b.Plain) * (rows * call[4].Plain / call[6].Plain);
            return Requantized(call, product, Layout.Plain(product.Rank), call[7]);
        }),
    ];

    private static int QuantizedAxis(OperatorCall call, Value x, Value scale) => scale.Rank == 0 || x.Rank == 0 ? 0 : scale.Rank == 1 && scale.Sizes[0] == 1 ? 0 : call.Axis(1, x.Rank);

    // A number for all values, for each place along an axis, or for each block of an axis.
    private static Tensor Along(OperatorCall call, Value numbers, Value x, int axis)
    {
        Tensor given = numbers.Plain;
        int block = checked((int)call.Int("block_size", 0));
        if (numbers.Rank == 0 || (numbers.Rank == 1 && given.Shape[0] == 1)) return given.Reshape([]);
        if (numbers.Rank == 1 && block == 0)
        {
            int[] shape = [.. Enumerable.Range(0, x.Rank).Select(own => own == axis ? given.Shape[0] : 1)];
            return Placed(given.Reshape(shape), x);
        }

        if (numbers.Rank != x.Rank || block < 1) throw new ShapeException($"scales of {numbers.Rank} axes don't fit {x.Rank}");
        return Placed(Ops.Slice(Ops.Repeat(given, block, axis), axis, 0, x.Sizes[axis]), x);
    }

    private static Tensor Placed(Tensor numbers, Value x) => Value.Of(numbers).To(x.Layout);

    private static Value Quantized(OperatorCall call, Tensor x, Layout layout, Tensor scale, Tensor? zero, ElementType type)
    {
        Tensor steps = Ops.Round(x.Cast(DType.Float32) / scale);
        if (zero is not null) steps += zero.Cast(DType.Float32);
        return Cut(call, steps, layout, type);
    }

    private static Value Requantized(OperatorCall call, Tensor steps, Layout layout, Value zero) =>
        Cut(call, Ops.Round(steps) + zero.Plain.Cast(DType.Float32).Reshape([]), layout, zero.Type);

    private static Value Cut(OperatorCall call, Tensor steps, Layout layout, ElementType type)
    {
        (double least, double most) = type.Range() ?? throw OperatorCall.Unsupported($"quantising to {type}");
        return call.Give(Ops.Clip(steps, least, most).Cast(type.ToDType()), layout, type);
    }

    // Whole numbers with their zero point taken off, in floating point.
    private static Value Centred(OperatorCall call, Value x, Value? zero, int axis)
    {
        Tensor y = x.Tensor.Cast(DType.Float32);
        if (zero is not null)
        {
            Tensor point = zero.Plain.Cast(DType.Float32);
            bool isOne = zero.Rank == 0 || (zero.Rank == 1 && zero.Sizes[0] == 1);
            y -= isOne ? point.Reshape([]) : zero.Rank == 1 ? Placed(point.Reshape([.. Enumerable.Range(0, x.Rank).Select(own => own == axis ? point.Shape[0] : 1)]), x) : Placed(point, x);
        }

        return x.IsConstant && zero is null or { IsConstant: true } ? Value.Constant(y) : Value.Of(y, x.Layout, x.Batch);
    }
}
