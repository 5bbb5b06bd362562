using Cornea.Layers;

namespace Cornea.Onnx;

// Images of other sizes, and images read at other places.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Images() =>
    [
        One("Resize", call => Resize(call, call.Opset < 11 ? call.At(1) : call.At(2), call.Opset < 11 ? null : call.At(3), call.Opset < 11 ? null : call.At(1))),
        One("Upsample", call => Resize(call, call.At(1), null, null)),
        One("GridSample", call => ImageSampling.Grid(call)),
        One("AffineGrid", ImageSampling.AffineGrid),
        One("DeformConv", ImageSampling.Deformed),
        One("Col2Im", FromColumns),
        One("RoiAlign", call => ImageSampling.RegionsOfInterest(call)),
    ];

    private static Value Resize(OperatorCall call, Value? scaleInput, Value? sizeInput, Value? region)
    {
        Value x = call[0];
        int[] sizes = x.Sizes, axes = call.Ints("axes") is { } given ? OperatorCall.Front(given, x.Rank) : [.. Enumerable.Range(0, x.Rank)];
        bool isOld = call.Opset < 11;
        double[]? scales = call.Node.Attributes.TryGetValue("scales", out AttributeProto? attribute) ? [.. attribute.Floats.Select(scale => (double)scale)]
            : scaleInput is { IsConstant: true } constant && constant.Tensor.Shape.ElementCount > 0 ? constant.Tensor.ToArray<double>()
            : null;
        if (scales is null && sizeInput is null) throw new InvalidDataException("neither its scales nor its sizes are known when the model is imported");
        var rule = new ResizeRule(
            call.Text("mode", "nearest"), isOld ? "asymmetric" : call.Text("coordinate_transformation_mode", "half_pixel"), isOld ? "floor" : call.Text("nearest_mode", "round_prefer_floor"),
            call.Float("cubic_coeff_a", -0.75), call.Flag("exclude_outside"), call.Float("extrapolation_value", 0), call.Flag("antialias"));
        if (rule.Coordinates == "tf_crop_and_resize" && region is not { IsConstant: true }) throw new InvalidDataException("its roi must be known when the model is imported, but it depends on the inputs");
        double[]? roi = rule.Coordinates == "tf_crop_and_resize" && region is { IsConstant: true } ? region.Tensor.ToArray<double>() : null;
        Dim[]? wanted = scales is null ? DimsOf(sizeInput!, "sizes") : null;
        if ((scales?.Length ?? wanted!.Length) != axes.Length || (roi is not null && roi.Length != 2 * axes.Length)) throw new ShapeException($"{scales?.Length ?? wanted!.Length} scales or sizes are given for {axes.Length} axes");

        // Layout: images with the channels last, as layers need them.
        Layout layout = x.Rank is >= 3 and <= 5 && !x.IsConstant && x.Layout.IsPlain && axes.Length == x.Rank && Stays(0) && Stays(1) ? Layout.ChannelsLast(x.Rank) : x.Layout.Unmixed;
        Tensor y = x.To(layout);
        var plans = new List<ResizePlan>();
        double[] factors = Policy(call, sizes, axes, scales, wanted);
        for (int index = 0; index < axes.Length; index++)
        {
            int size = sizes[axes[index]];
            if (wanted is not null && !wanted[index].IsKnown && size == Shape.Unknown) continue;
            if (factors[index] == 1 && roi is null) continue;
            if (size == Shape.Unknown) throw OperatorCall.Unsupported($"resizing axis {axes[index]}, whose size isn't known,");
            double scale = factors[index];
            double exact = wanted is not null && factors[index] == (double)wanted[index].Size / size ? wanted[index].Size : size * scale;
            int outputs = checked((int)Math.Floor(wanted is null ? size * scale : exact + 0.5));
            plans.Add(new ResizePlan(layout.PlaceOf(axes[index]), size, outputs, scale, roi is null ? (0, 1) : (roi[index], roi[index + axes.Length])));
        }

        if (plans.Count == 0) return x;
        if (AsLayer(call, x, layout, rule, plans) is { } layer) return call.Give(layer.Call(y), layout);
        foreach (ResizePlan plan in plans) call.Import.Take(8.0 * plan.Size * Math.Max(1, plan.Outputs), "a table of weights");
        DType dtype = y.DType;
        if (rule.Mode != "nearest" && !dtype.IsFloating) y = y.Cast(DType.Float32);
        if (plans.All(plan => rule.Mode != "nearest" && plan.Size > 0))
        {
            foreach (ResizePlan plan in plans) y = Along(y, plan, rule);
            if (roi is not null) y = Extrapolated(y, plans, rule);
        }
        else
        {
            foreach (ResizePlan plan in plans) y = Ops.Take(y, rule.NearestPlaces(plan), plan.Place);
            if (roi is not null) y = Extrapolated(y, plans, rule);
        }

        return call.Give(dtype.IsFloating || rule.Mode == "nearest" ? y : Ops.Round(y).Cast(dtype), layout);

        bool Stays(int axis) => scales is not null ? scales[axis] == 1 : wanted![axis].Size == sizes[axis] || (!wanted[axis].IsKnown && sizes[axis] == Shape.Unknown);
    }

    // Windows, flattened into columns, added up where they lay: a transposed convolution each of whose filters has one pixel.
    private static Value FromColumns(OperatorCall call)
    {
        Value x = call[0];
        int[] image = Sizes(1, "image_shape"), block = Sizes(2, "block_shape"), sizes = x.Sizes;
        if (x.Rank != 3 || image.Length != block.Length) throw new ShapeException($"expected columns of three axes, and an image and a block of as many axes, got {x.Rank}, {image.Length} and {block.Length}");
        var window = new WindowAttributes(call, image, block);
        int[] outputs = [.. image.Select((size, axis) => window.Outputs(size, axis))];
        long taps = Product(block), pixels = Product(outputs);
        if (taps < 1 || sizes[1] % taps != 0 || sizes[2] != pixels) throw new ShapeException($"columns of ({string.Join(", ", sizes)}) aren't windows of {taps} pixels at {pixels} places");
        call.Import.Take(4.0 * taps * taps, "filters of one pixel");
        int channels = checked((int)(sizes[1] / taps));
        int[] inner = [.. Enumerable.Range(2, image.Length)];
        Tensor columns = x.Plain.Reshape([-1, (int)taps, .. outputs]).Transpose([0, .. inner, 1]);
        Tensor filters = Ops.Eye((int)taps).Reshape([.. block, 1, (int)taps]);
        Tensor y = Spread(columns, filters, window);
        int[] after = [.. image.Select((size, axis) => y.Shape[axis + 1] - window.Before[axis] - size)];
        return call.Give(TakenOff(y, window.Before, after).Reshape([-1, channels, .. image]));

        int[] Sizes(int input, string what) => [.. call[input].Numbers(what).Select(number => checked((int)number))];
    }

    // Where the image keeps its ratio, one scale serves all axes.
    private static double[] Policy(OperatorCall call, int[] sizes, int[] axes, double[]? scales, Dim[]? wanted)
    {
        if (wanted is null) return scales!;
        double[] factors = [.. axes.Select((axis, index) => sizes[axis] > 0 && wanted[index].IsKnown ? (double)wanted[index].Size / sizes[axis] : 1)];
        return call.Text("keep_aspect_ratio_policy", "stretch") switch
        {
            "stretch" => factors,
            "not_larger" => [.. factors.Select(_ => factors.Min())],
            "not_smaller" => [.. factors.Select(_ => factors.Max())],
            var other => throw OperatorCall.Unsupported($"the policy '{other}'"),
        };
    }

    // Keras' layer does the same for whole factors, and for whole sizes of pixels at their centres.
    private static Layer? AsLayer(OperatorCall call, Value x, Layout layout, ResizeRule rule, List<ResizePlan> plans)
    {
        if (!IsOfLayer(x) || x.Rank != 4 || layout.IsOrdered || plans.Any(plan => plan.Place is 0 or 3) || rule.Antialias) return null;
        int[] factors = [.. Enumerable.Range(1, 2).Select(place => plans.Find(plan => plan.Place == place) is not { } plan ? 1 : plan.Outputs % plan.Size == 0 && Math.Abs(plan.Scale - (plan.Outputs / plan.Size)) < 1e-9 ? plan.Outputs / plan.Size : 0)];
        if (factors.Contains(0)) return null;
        bool isPlain = (rule.Mode, rule.Coordinates, rule.Nearest) switch
        {
            ("nearest", "asymmetric", "floor") => true,
            ("nearest", "half_pixel" or "pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil") => true,
            ("linear", "half_pixel" or "pytorch_half_pixel", _) => true,
            _ => false,
        };
        return isPlain ? new UpSampling2D((factors[0], factors[1]), interpolation: rule.Mode == "nearest" ? "nearest" : "bilinear", name: call.Name) : null;
    }

    private static Tensor Along(Tensor x, ResizePlan plan, ResizeRule rule)
    {
        Tensor matrix = Tensor.From(rule.Weights(plan), [plan.Outputs, plan.Size]).Cast(x.DType);
        bool isLast = plan.Place == x.Rank - 1;
        Tensor moved = isLast ? x : Ops.MoveAxis(x, plan.Place, -1);
        Tensor y = Ops.MatMul(moved, matrix.Transpose());
        return isLast ? y : Ops.MoveAxis(y, -1, plan.Place);
    }

    // What lies outside of the image is one number.
    private static Tensor Extrapolated(Tensor y, List<ResizePlan> plans, ResizeRule rule)
    {
        foreach (ResizePlan plan in plans)
        {
            bool[] inside = [.. Enumerable.Range(0, plan.Outputs).Select(index => rule.Coordinate(plan, index) is var at && at >= 0 && at <= plan.Size - 1)];
            if (inside.All(isInside => isInside)) continue;
            Tensor mask = Tensor.From(inside, [.. Enumerable.Range(0, y.Rank).Select(place => place == plan.Place ? plan.Outputs : 1)]);
            y = Ops.Where(mask, y, Number(rule.Extrapolation, y.DType));
        }

        return y;
    }
}
