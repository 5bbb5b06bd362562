using Cornea.Layers;

namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Activations() =>
    [
        Activation("Relu", call => new ReLU(name: call.Name), Ops.Relu),
        Activation("Sigmoid", call => new Activation("sigmoid", call.Name), Ops.Sigmoid),
        Activation("Tanh", call => new Activation("tanh", call.Name), Ops.Tanh),
        Activation("Softplus", call => new Activation("softplus", call.Name), Ops.Softplus),
        Activation("Softsign", call => new Activation("softsign", call.Name), Ops.Softsign),
        Activation("Mish", call => new Activation("mish", call.Name), Ops.Mish),
        Activation("HardSwish", call => new Activation("hard_silu", call.Name), Ops.HardSilu),
        One("LeakyRelu", call => Layered(call, new LeakyReLU(call.Float("alpha", 0.01), call.Name))),
        One("Elu", call => Layered(call, new ELU(call.Float("alpha", 1), call.Name))),
        One("ThresholdedRelu", call => Map(call, x => Ops.Where(x > call.Float("alpha", 1), x, 0))),
        One("Celu", call => Map(call, x => call.Float("alpha", 1) is var alpha ? Ops.Maximum(x, 0) + Ops.Minimum(alpha * (Ops.Exp(x / alpha) - 1), 0) : x)),
        One("Selu", call => Map(call, x =>
        {
            double alpha = call.Float("alpha", 1.67326319217681884765625), gamma = call.Float("gamma", 1.05070102214813232421875);
            return gamma * Ops.Where(x > 0, x, alpha * (Ops.Exp(Ops.Minimum(x, 0)) - 1));
        })),
        One("HardSigmoid", call => IsOfLayer(call[0]) && Math.Abs(call.Float("alpha", 0.2) - (1 / 6.0)) < 1e-6 && call.Float("beta", 0.5) == 0.5
            ? Layered(call, new Activation("hard_sigmoid", call.Name))
            : Map(call, x => Ops.Clip((call.Float("alpha", 0.2) * x) + call.Float("beta", 0.5), 0, 1))),
        One("Shrink", call => Map(call, x =>
        {
            double bias = call.Float("bias", 0), limit = call.Float("lambd", 0.5);
            return Ops.Where(x < -limit, x + bias, Ops.Where(x > limit, x - bias, 0));
        })),
        One("Gelu", call => call.Text("approximate", "none") == "tanh" ? Map(call, x => Ops.Gelu(x, approximate: true)) : Layered(call, new Activation("gelu", call.Name))),
        One("PRelu", PRelu),
        One("Softmax", call => Softmax(call, new Softmax(SoftmaxAxes(call), call.Name))),
        One("LogSoftmax", call =>
        {
            int[] axes = SoftmaxAxes(call);
            return call.Give(Ops.LogSoftmax(call[0].Tensor, (Axes)axes), call[0].Layout);
        }),
        One("Hardmax", Hardmax),
    ];

    private static (string Name, Func<OperatorCall, Value[]> Run) Activation(string name, Func<OperatorCall, Layer> layer, Func<Tensor, Tensor> function) =>
        One(name, call => IsOfLayer(call[0]) ? call.Call(layer(call), call[0], call[0].Layout) : Map(call, function));

    private static Value Layered(OperatorCall call, Layer layer) => call.Call(layer, call[0], call[0].Layout);

    private static Value Map(OperatorCall call, Func<Tensor, Tensor> function) => call.Give(function(call[0].Tensor), call[0].Layout);

    // Layers are for what depends on the inputs, with samples; the rest is computed.
    private static bool IsOfLayer(Value x) => !x.IsConstant && x.Rank > 0 && x.DType == DType.Float32;

    private static Value PRelu(OperatorCall call)
    {
        Value x = call[0], slope = call[1];
        Layout layout = x.Layout.Unmixed;
        if (slope.IsConstant && IsOfLayer(x) && x.Rank >= 2 && slope.Rank <= x.Rank)
        {
            int[] sizes = [.. Enumerable.Repeat(1, x.Rank - slope.Rank), .. slope.Sizes];
            if (sizes[0] == 1)
            {
                Tensor weights = Value.Of(slope.Tensor.Reshape(sizes)).To(layout).Reshape([.. layout.Order.Skip(1).Select(axis => sizes[axis])]);
                for (int place = 1; place < x.Rank; place++)
                    if (weights.Shape[place - 1] != 1) Fit(weights.Shape[place - 1], x.To(layout).Shape[place]);
                int[] shared = [.. Enumerable.Range(1, x.Rank - 1).Where(place => weights.Shape[place - 1] == 1 && x.To(layout).Shape[place] != 1)];
                return call.Give(call.Call(new PReLU(sharedAxes: shared.Length > 0 ? shared : null, name: call.Name), x.To(layout), weights), layout);
            }
        }

        (Tensor[] operands, Layout met) = Meet(call, [x, slope]);
        return call.Give(Ops.Where(operands[0] < 0, operands[0] * operands[1], operands[0]), met);
    }

    // Before version 13 all axes from the given one are one.
    private static int[] SoftmaxAxes(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Axis(call.Opset >= 13 ? -1 : 1, x.Rank);
        if (call.Opset >= 13) return [x.Layout.PlaceOf(axis)];
        int[] axes = [.. Enumerable.Range(axis, x.Rank - axis).Select(x.Layout.PlaceOf)];
        int[] real = [.. axes.Where(place => x.Tensor.Shape[place] != 1)];
        return real.Length > 0 ? real : [axes[0]];
    }

    private static Value Softmax(OperatorCall call, Layer layer) => IsOfLayer(call[0]) ? Layered(call, layer) : Map(call, x => Ops.Softmax(x, (Axes)SoftmaxAxes(call)));

    private static Value Hardmax(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Axis(call.Opset >= 13 ? -1 : 1, x.Rank);
        Tensor y = x.Plain;
        if (call.Opset < 13 && axis < x.Rank - 1)
        {
            Shape shape = y.Shape;
            int rows = (int)shape[..axis].ElementCount;
            Tensor flat = y.Reshape([rows, -1]);
            return call.Give(Ops.OneHot(Ops.ArgMax(flat, 1), flat.Shape[1]).Reshape(shape));
        }

        return call.Give(Ops.OneHot(Ops.ArgMax(y, axis), y.Shape[axis], axis, y.DType));
    }
}
