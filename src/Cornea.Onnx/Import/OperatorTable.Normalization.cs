using Cornea.Layers;

namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Normalization() =>
    [
        Many("BatchNormalization", BatchNormalization),
        One("InstanceNormalization", call => GroupNormalization(call, call[0].Sizes[1], 1e-5)),
        One("GroupNormalization", call => GroupNormalization(call, checked((int)call.Int("num_groups", 1)), 1e-5)),
        Many("LayerNormalization", LayerNormalization),
        One("RMSNormalization", call =>
        {
            Value x = call[0];
            int axis = call.Axis(-1, x.Rank);
            return call.Give(Ops.RmsNormalization(x.Plain, call[1].Plain, (Axes)(int[])[.. Enumerable.Range(axis, x.Rank - axis)], call.Float("epsilon", 1e-5)));
        }),
        One("MeanVarianceNormalization", call =>
        {
            Value x = call[0];
            int[] axes = OperatorCall.Front(call.Ints("axes") ?? [0, 2, 3], x.Rank);
            Layout layout = x.Layout.Unmixed;
            Tensor y = x.To(layout);
            var places = (Axes)(int[])[.. axes.Select(layout.PlaceOf)];
            Tensor centred = y - Ops.Mean(y, places, keepDims: true);
            return call.Give(centred / Ops.Sqrt(Ops.Mean(Ops.Square(centred), places, keepDims: true) + 1e-9), layout);
        }),
        One("LRN", LocalResponse),
        One("LpNormalization", call =>
        {
            Value x = call[0];
            Layout layout = x.Layout.Unmixed;
            Tensor y = x.To(layout);
            int place = layout.PlaceOf(call.Axis(-1, x.Rank));
            Tensor norm = call.Int("p", 2) == 1 ? Ops.Sum(Ops.Abs(y), place, keepDims: true) : Ops.Sqrt(Ops.Sum(Ops.Square(y), place, keepDims: true));
            return call.Give(y / norm, layout);
        }),
    ];

    private static Value[] BatchNormalization(OperatorCall call)
    {
        Value x = call[0];
        if (x.Rank == 1) return OfSamples(call, x); // One channel.
        if (x.Rank == 0) throw new ShapeException("expected at least one axis, got a scalar");
        Layout layout = x.Layout.Unmixed;
        int place = layout.PlaceOf(1);
        double epsilon = call.Float("epsilon", 1e-5), momentum = call.Float("momentum", 0.9);
        Tensor[] weights = [.. Enumerable.Range(1, 4).Select(input => call[input].Plain)];
        foreach (Tensor weight in weights)
            if (weight.Rank != 1) throw new ShapeException($"expected a vector of each weight, got {weight.Shape}");
        Tensor y = x.To(layout);
        foreach (Tensor weight in weights) Fit(weight.Shape[0], y.Shape[place]);
        if (call.Flag("training_mode") || (call.Opset < 7 && !call.Flag("is_test", true)))
        {
            if (call.Opset < 14) throw OperatorCall.Unsupported("training mode before version 14");
            var axes = (Axes)(int[])[.. Enumerable.Range(0, x.Rank).Where(axis => axis != place)];
            Tensor mean = Ops.Mean(y, axes), variance = Ops.Var(y, axes);
            Tensor normal = Ops.BatchNormalization(y, mean, variance, place, weights[1], weights[0], epsilon);
            return [call.Give(normal, layout), Value.Of((weights[2] * momentum) + (mean * (1 - momentum))), Value.Of((weights[3] * momentum) + (variance * (1 - momentum)))];
        }

        if (!IsOfLayer(x) || Enumerable.Range(1, 4).Any(input => !call[input].IsConstant))
            return [call.Give(Ops.BatchNormalization(y, weights[2], weights[3], place, weights[1], weights[0], epsilon), layout)];
        var layer = new BatchNormalization(place == x.Rank - 1 ? -1 : place, momentum, epsilon, name: call.Name);
        return [call.Give(call.Call(layer, y, weights), layout)];
    }

    private static Value[] OfSamples(OperatorCall call, Value x)
    {
        if (call.Flag("training_mode")) throw OperatorCall.Unsupported("training mode for numbers without channels");
        Tensor[] weights = [.. Enumerable.Range(1, 4).Select(input => call[input].Plain)];
        foreach (Tensor weight in weights) Fit(checked((int)weight.Shape.ElementCount), 1);
        Tensor y = Ops.BatchNormalization(x.Plain.ExpandDims(-1), weights[2].Reshape([1]), weights[3].Reshape([1]), 1, weights[1].Reshape([1]), weights[0].Reshape([1]), call.Float("epsilon", 1e-5));
        return [call.Give(y.Squeeze(-1))];
    }

    // Each group of channels by itself; as many groups as channels are an instance normalisation.
    private static Value GroupNormalization(OperatorCall call, int groups, double otherwise)
    {
        Value x = call[0];
        Layout layout = Layout.ChannelsLast(x.Rank);
        int channels = x.Sizes[1];
        if (groups < 1 || channels % groups != 0) throw new ShapeException($"{channels} channels can't be cut into {groups} groups");
        Tensor scale = PerChannel(call[1].Plain), bias = PerChannel(call[2].Plain), y = x.To(layout);
        double epsilon = call.Float("epsilon", otherwise);
        var layer = new GroupNormalization(groups, epsilon: epsilon, name: call.Name);
        if (IsOfLayer(x) && call[1].IsConstant && call[2].IsConstant) return call.Give(call.Call(layer, y, scale, bias), layout);
        Shape shape = y.Shape;
        if (shape[1..].Contains(Shape.Unknown)) throw new ShapeException("the image's sizes must be known");
        Tensor parts = y.Reshape([shape[0], .. shape[1..^1], groups, channels / groups]);
        var axes = (Axes)(int[])[.. Enumerable.Range(1, x.Rank - 2), x.Rank];
        Tensor centred = parts - Ops.Mean(parts, axes, keepDims: true);
        Tensor normal = centred * Ops.Rsqrt(Ops.Mean(Ops.Square(centred), axes, keepDims: true) + epsilon);
        return call.Give((normal.Reshape(shape) * scale) + bias, layout);

        // Before version 21 a weight for each group.
        Tensor PerChannel(Tensor weight)
        {
            if (weight.Rank == 1 && weight.Shape[0] == channels) return weight;
            if (weight.Rank != 1 || weight.Shape[0] != groups) throw new ShapeException($"expected weights for {channels} channels or {groups} groups, got {weight.Shape}");
            call.Import.Take((double)channels * sizeof(float), "a weight for each channel");
            return Ops.Repeat(weight, channels / groups, 0);
        }
    }

    private static Value[] LayerNormalization(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Axis(-1, x.Rank);
        int[] axes = [.. Enumerable.Range(axis, x.Rank - axis)];
        double epsilon = call.Float("epsilon", 1e-5);
        bool staysPut = axes.All(own => x.Layout.Order[own] == own) && x.Layout.Mix is null;
        Layout layout = staysPut ? x.Layout : Layout.Plain(x.Rank);
        Tensor y = x.To(layout), scale = call[1].Plain;
        Tensor? bias = call.At(2)?.Plain;
        if (IsOfLayer(x) && axis > 0 && call[1].IsConstant && call.At(2) is null or { IsConstant: true } && call.OutputCount == 1 && scale.Shape.Equals(y.Shape[axis..]) && (bias is null || bias.Shape.Equals(scale.Shape)))
        {
            var layer = new LayerNormalization([.. axes.Select(own => own - x.Rank)], epsilon, center: bias is not null, name: call.Name);
            return [call.Give(call.Call(layer, y, bias is null ? [scale] : [scale, bias]), layout)];
        }

        Tensor mean = Ops.Mean(y, (Axes)axes, keepDims: true), centred = y - mean;
        Tensor inverse = Ops.Rsqrt(Ops.Mean(Ops.Square(centred), (Axes)axes, keepDims: true) + epsilon);
        Tensor normal = centred * inverse * scale;
        return [call.Give(bias is null ? normal : normal + bias, layout), call.Give(mean, layout), call.Give(inverse, layout)];
    }

    private static Value LocalResponse(OperatorCall call)
    {
        Value x = call[0];
        Layout layout = Layout.ChannelsLast(x.Rank);
        int size = checked((int)call.Int("size", 0)), channels = x.Sizes[1];
        if (size is < 1 or > 256) throw OperatorCall.Unsupported($"a size of {size}");
        double alpha = call.Float("alpha", 1e-4), beta = call.Float("beta", 0.75), bias = call.Float("bias", 1);
        Tensor y = x.To(layout);
        int before = (size - 1) / 2;
        Tensor squares = Ops.Pad(Ops.Square(y), [.. Enumerable.Range(0, x.Rank).Select(place => place == x.Rank - 1 ? (before, size - 1 - before) : (0, 0))]);
        Tensor sum = Enumerable.Range(0, size).Select(tap => Ops.Slice(squares, x.Rank - 1, tap, channels)).Aggregate((a, b) => a + b);
        return call.Give(y / Ops.Power(bias + (alpha / size * sum), beta), layout);
    }
}
