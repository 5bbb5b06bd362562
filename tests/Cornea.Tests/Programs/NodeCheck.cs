using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cornea.Reference;

namespace Cornea.Tests.Programs;

/// <summary>Each node against its reference loop in double precision, on what the plan gave it: errors don't add up, and no comparison tips over.</summary>
internal static class NodeCheck
{
    private const int MostPrinted = 6;
    private const double LargestSquared = 1e18;

    /// <param name="graph">A graph that runs without an error.</param>
    /// <param name="valueOf">The value of a parameter.</param>
    public static string? Disagreement(Graph graph, Func<Parameter, Storage> valueOf)
    {
        var values = new Dictionary<Tensor, Storage>(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in graph.Parameters) values[parameter.Tensor] = valueOf(parameter).Clone();
        return Disagreement(graph, values);
    }

    private static string? Disagreement(Graph graph, Dictionary<Tensor, Storage> values)
    {
        Tensor[] all = [.. graph.Nodes.SelectMany(node => node.Outputs)];
        if (all.Length == 0) return null;
        Storage[] results = [.. all.Select(tensor => Storage.Allocate(tensor.Spec.Bytes))];
        new CpuExecutor(new LoweringOptions { Fuse = false }).Lower(new Graph(graph.Parameters, graph.Nodes, all, []))
            .Run([.. graph.Parameters.Select(parameter => values[parameter.Tensor])], results);
        for (int index = 0; index < all.Length; index++) values[all[index]] = results[index];
        foreach (Node node in graph.Nodes)
            if ((node.Op is Scan scan ? Steps(scan, node, values) : Compare(node, values)) is { } found) return found;
        return null;
    }

    private static string? Compare(Node node, Dictionary<Tensor, Storage> values)
    {
        ReferenceArray[] inputs = [.. node.Inputs.Select(Read)];
        ReferenceArray[] expected = ReferenceLoops.Run(node.Op, inputs, node.Outputs.Select(output => output.Spec));
        if (node.Op is Convolution or ConvolutionBackwardData or ConvolutionBackwardWeights or DepthwiseConvolution or DepthwiseBackwardData or DepthwiseBackwardWeights or Resize or ResizeGradient or BatchNormTraining
            && inputs.Any(array => !Array.TrueForAll(array.Values, double.IsFinite))) return null; // Whether a border of zeros is multiplied, or a mean by an infinite gamma, is left open.
        double input = inputs.SelectMany(array => array.Values).Where(double.IsFinite).Select(Math.Abs).Append(0).Max();
        if (node.Op is BatchNormTraining) input *= 10 * Math.Max(input, 1); // x · scale + shift: what cancels may be as large as their product, by ε = 0.01.
        for (int output = 0; output < expected.Length; output++)
        {
            TensorSpec spec = node.Outputs[output].Spec;
            ReferenceArray actual = Read(node.Outputs[output]);
            double largest = expected[output].Values.Where(double.IsFinite).Select(Math.Abs).Append(0).Max();
            for (int index = 0; index < actual.Values.Length; index++)
            {
                double e = spec.DType == DType.Float32 ? (float)expected[output][index] : expected[output][index], a = actual[index];
                if (Agree(e, a, largest, input, spec.DType)) continue;
                if (node.Op is BatchNormTraining && input > LargestSquared && !double.IsNaN(a)) continue; // Its variance is ∞ in single precision.
                if (node.Op is BatchNormTraining && input > float.MaxValue) continue; // mean · scale is.
                return $"{node} {{{node.Op.Attributes}}}: output {output} at {index}: {a:R}, by the reference {e:R}; inputs "
                    + string.Join("; ", inputs.Select(array => string.Join(" ", array.Values.Take(MostPrinted).Select(value => $"{value:R}"))));
            }
        }

        return null;

        ReferenceArray Read(Tensor tensor) => values.TryGetValue(tensor, out Storage? storage)
            ? ReferenceArray.Read(storage.Span<byte>(), tensor.Spec)
            : ReferenceArray.Number(tensor.Literal!.Value, tensor.DType);
    }

    // The tolerance of the golden cases; sums of large numbers that cancel may be off by what those numbers are rounded by.
    private static bool Agree(double expected, double actual, double largest, double input, DType dtype)
    {
        if (expected.Equals(actual)) return true;
        if (!dtype.IsFloating || double.IsNaN(expected) || double.IsNaN(actual)) return false;
        if (double.IsInfinity(expected) || double.IsInfinity(actual)) return Math.Max(input, largest) > 1e15;
        return Math.Abs(expected - actual) <= (1e-4 * Math.Abs(expected)) + (2e-5 * Math.Max(largest, Math.Min(input, 1e30))) + 1e-7;
    }

    // A loop gives what its body gives step by step, to the bit; and in each step each node is right.
    private static string? Steps(Scan scan, Node node, Dictionary<Tensor, Storage> values)
    {
        Graph body = scan.Body.Graph;
        Storage[] given = [.. node.Inputs.Select(input => values.TryGetValue(input, out Storage? storage) ? storage : Evaluator.ValueOf(input))];
        IExecutable plan = new CpuExecutor().Lower(body);
        for (int step = 0; step < scan.Length; step++)
        {
            int place = scan.Reverse ? scan.Length - 1 - step : step;
            Storage[] parameters = [.. given.Select((storage, index) => index < scan.FirstSequence ? storage : Part(storage, body.Parameters[index].Tensor.Spec.Bytes, place))];
            Storage[] results = [.. body.Outputs.Select(output => Storage.Allocate(output.Spec.Bytes))];
            plan.Run(parameters, results);
            var inner = new Dictionary<Tensor, Storage>(ReferenceEqualityComparer.Instance);
            for (int index = 0; index < parameters.Length; index++) inner[body.Parameters[index].Tensor] = parameters[index];
            if (Disagreement(body, inner) is { } found) return $"step {step}: {found}";
            for (int index = 0; index < scan.Carries; index++) given[scan.Captures + index] = results[index];
            for (int index = scan.Carries; index < results.Length; index++)
            {
                Storage whole = values[node.Outputs[index]];
                if (Difference(body.Outputs[index].Spec, Part(whole, results[index].Bytes, place), results[index]) is { } difference)
                    return $"{node}: output {index} of step {step}: {difference}";
            }
        }

        for (int index = 0; index < scan.Carries; index++)
            if (Difference(node.Outputs[index].Spec, values[node.Outputs[index]], given[scan.Captures + index]) is { } difference)
                return $"{node}: carry {index}: {difference}";
        return null;
    }

    private static string? Difference(TensorSpec spec, Storage whole, Storage apart) =>
        ProgramCheck.FirstDifference(spec, BytesOf(whole), BytesOf(apart));

    // A span alone keeps no memory alive.
    private static byte[] BytesOf(Storage storage)
    {
        byte[] bytes = storage.Span<byte>().ToArray();
        GC.KeepAlive(storage);
        return bytes;
    }

    private static Storage Part(Storage whole, nint bytes, int place)
    {
        Storage part = Storage.Allocate(bytes);
        part.CopyFrom(whole, place * bytes, 0, bytes);
        return part;
    }
}
