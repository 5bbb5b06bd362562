using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Reference;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Each operation by itself, on odd shapes: the kernel that a plan chooses against the reference loop.</summary>
public class OperationKernels
{
    private static readonly Dictionary<string, Func<Tensor[]>> Cases = new()
    {
        ["convolution valid"] = () => Node.Emit(new Convolution(new Window2D(3, 3), 1), X([2, 9, 8, 3], 1), X([3, 3, 3, 5], 2)),
        ["convolution strided same"] = () => Node.Emit(new Convolution(new Window2D(3, 3, 2, 2, Same: true), 1), X([2, 7, 6, 5], 1), X([3, 3, 5, 6], 2)),
        ["convolution grouped"] = () => Node.Emit(new Convolution(new Window2D(3, 2, 1, 2, 2, 1, Same: true), 2), X([2, 7, 6, 4], 1), X([3, 2, 2, 6], 2)),
        ["convolution to data"] = () => Node.Emit(new ConvolutionBackwardData(new Window2D(3, 3, 2, 2, Same: true), 1, 7, 6), X([2, 4, 3, 6], 1), X([3, 3, 5, 6], 2)),
        ["convolution to weights"] = () => Node.Emit(new ConvolutionBackwardWeights(new Window2D(3, 3, 2, 2, Same: true), 1), X([2, 7, 6, 5], 1), X([2, 4, 3, 6], 2)),
        ["a number's own rounding"] = () => [Tensor.From(new[] { 1.2f, 1.3f }) > 1.2],
        ["depthwise"] = () => Node.Emit(new DepthwiseConvolution(new Window2D(2, 2, Same: true)), X([2, 5, 4, 3], 1), X([2, 2, 3, 2], 2)),
        ["depthwise to data"] = () => Node.Emit(new DepthwiseBackwardData(new Window2D(2, 2, Same: true), 5, 4), X([2, 5, 4, 6], 1), X([2, 2, 3, 2], 2)),
        ["depthwise to weights"] = () => Node.Emit(new DepthwiseBackwardWeights(new Window2D(2, 2, Same: true)), X([2, 5, 4, 3], 1), X([2, 5, 4, 6], 2)),
        ["max pool"] = () => Node.Emit(new MaxPool(new Window2D(2, 2, 2, 2)), X([2, 5, 4, 6], 1)),
        ["max pool overlapping"] = () => Node.Emit(new MaxPool(new Window2D(3, 3, 2, 2, Same: true)), X([2, 5, 4, 6], 1)),
        ["average pool"] = () => Node.Emit(new AveragePool(new Window2D(3, 3, 2, 2, Same: true)), X([2, 5, 4, 6], 1)),
        ["average pool gradient"] = () => Node.Emit(new AveragePoolGradient(new Window2D(3, 3, 2, 2, Same: true), 5, 4), X([2, 3, 2, 6], 1)),
        ["batch norm"] = () => Node.Emit(new BatchNormTraining(1e-3), X([3, 4, 5, 6], 1), X([6], 2), X([6], 3)),
        ["matmul"] = () => Node.Emit(new MatMul(false, false), X([13, 17], 1), X([17, 19], 2)),
        ["matmul aᵀ"] = () => Node.Emit(new MatMul(true, false), X([17, 13], 1), X([17, 19], 2)),
        ["matmul bᵀ"] = () => Node.Emit(new MatMul(false, true), X([13, 17], 1), X([19, 17], 2)),
        ["matmul batched"] = () => Node.Emit(new MatMul(false, true), X([2, 3, 5, 7], 1), X([2, 3, 4, 7], 2)),
        ["slice"] = () => Node.Emit(new Slice([1, 3, 0], [2, 2, 4], new SliceSteps(1, -2, 1)), X([4, 5, 4], 1)),
        ["slice gradient"] = () => Node.Emit(new SliceGradient([1, 0, 0], new SliceSteps(1, 2, 1), [4, 5, 4]), X([2, 3, 4], 1)),
        ["pad"] = () => Node.Emit(new Pad([1, 0, 2], [0, 1, 3], 1.5), X([2, 3, 4], 1)),
        ["concatenate"] = () => Node.Emit(new Concat(1), X([2, 3, 4], 1), X([2, 1, 4], 2), X([2, 2, 4], 3)),
        ["transpose"] = () => Node.Emit(new Transpose([2, 0, 1]), X([5, 6, 7], 1)),
        ["gather"] = () => Node.Emit(new Gather(1), X([3, 5, 4], 1), Tensor.From(new[] { 4, -5, 0, 4 })),
        ["scatter add"] = () => Node.Emit(new ScatterAdd(1, 5), X([3, 4, 4], 1), Tensor.From(new[] { 4, -5, 0, 4 })),
        ["one-hot"] = () => Node.Emit(new OneHot(4), Tensor.From(new[] { 4, -1, 0, 3 })),
        ["broadcast"] = () => Node.Emit(new BroadcastTo([3, 5, 4]), X([5, 1], 1)),
        ["integers"] = () => Node.Emit(new Binary(BinaryFunction.FloorModulo), Tensor.From(new[] { 7, -7, 6 }), Tensor.From(new[] { 3, 3, -4 })),
        ["sum rows"] = () => Node.Emit(new Reduce(ReduceFunction.Sum, [0]), X([37, 19], 1)),
        ["mean columns"] = () => Node.Emit(new Reduce(ReduceFunction.Mean, [1]), X([7, 190], 1)),
        ["maximum middle"] = () => Node.Emit(new Reduce(ReduceFunction.Maximum, [1, 2]), X([3, 5, 6, 7], 1)),
        ["product apart"] = () => Node.Emit(new Reduce(ReduceFunction.Product, [0, 2]), X([3, 5, 6, 7], 1)),
        ["minimum all"] = () => Node.Emit(new Reduce(ReduceFunction.Minimum, [0, 1]), X([33, 5], 1)),
        ["sum apart of nothing"] = () => Node.Emit(new Reduce(ReduceFunction.Sum, [0, 2]), X([0, 3, 1], 1)),
        ["minimum apart of nothing"] = () => Node.Emit(new Reduce(ReduceFunction.Minimum, [0, 2]), X([0, 300, 2], 1)),
        ["maximum of no rows"] = () => Node.Emit(new Reduce(ReduceFunction.Maximum, [0]), X([0, 300], 1)),
        ["argmax"] = () => Node.Emit(new ArgReduce(true, 1), X([9, 10], 1)),
        ["argmin middle"] = () => Node.Emit(new ArgReduce(false, 1), X([4, 10, 3], 1)),
        ["cumulative sum"] = () => Node.Emit(new Cumulative(ReduceFunction.Sum, 1, false), X([3, 37, 5], 1)),
        ["cumulative sum backwards"] = () => Node.Emit(new Cumulative(ReduceFunction.Sum, 0, true), X([37], 1)),
        ["cumulative product"] = () => Node.Emit(new Cumulative(ReduceFunction.Product, 1, false), X([3, 7], 1)),
        ["cumulative product backwards"] = () => Node.Emit(new Cumulative(ReduceFunction.Product, 0, true), X([7, 300], 1)),
        ["linear recurrence"] = () => Node.Emit(new LinearRecurrence(1, false), X([3, 9, 5], 1), X([3, 9, 5], 2)),
        ["linear recurrence backwards"] = () => Node.Emit(new LinearRecurrence(0, true), X([9, 300], 1), X([9, 300], 2)),
        ["integer quotients"] = () => Node.Emit(new Binary(BinaryFunction.Divide), Tensor.From(new[] { 7, -7, 6, int.MinValue }), Tensor.From(new[] { 3, 2, 0, -1 })),
        ["sort"] = () => Node.Emit(new Sort(true), X([5, 17], 1)),
        ["gather along"] = () => Node.Emit(new GatherAlong(), X([2, 3, 5], 1), Tensor.From(new int[12], [2, 3, 2])),
        ["scatter along"] = () => Node.Emit(new ScatterAlong(4), X([2, 3], 1), Tensor.From(new[] { 0, -1, 2, 3, 3, 3 }, [2, 3])),
        ["scatter maximum"] = () => Node.Emit(new Scatter(ScatterFunction.Maximum), X([4, 3], 1), Tensor.From(new[] { 1, -1, 1 }, [3]), X([3, 3], 2)),
        ["solve"] = () => Node.Emit(new Solve(), X([2, 4, 4], 1), X([2, 4, 3], 2)),
        ["determinant"] = () => Node.Emit(new Determinant(), X([3, 4, 4], 1)),
        ["bits"] = () => Node.Emit(new Binary(BinaryFunction.BitXor), Tensor.From(new[] { 7, -7, 6 }), Tensor.From(new[] { 3, 3, -4 })),
        ["softmax"] = () => Node.Emit(new Softmax(), X([9, 10], 1)),
        ["softmax gradient"] = () => Node.Emit(new SoftmaxGradient(), X([9, 10], 1), X([9, 10], 2)),
        ["log softmax"] = () => Node.Emit(new LogSoftmax(), X([3, 3, 37], 1)),
        ["cross entropy"] = () => Node.Emit(new SparseSoftmaxCrossEntropy(), X([4, 5], 1), Tensor.From(new[] { 0, 4, 2, 2 })),
        ["cross entropy gradient"] = () => Node.Emit(new SparseSoftmaxCrossEntropyGradient(), X([4, 5], 1), Tensor.From(new[] { 0, 4, 2, 2 }), X([4], 2)),
        ["dense cross entropy"] = () => Node.Emit(new SoftmaxCrossEntropy(), X([4, 5], 1), X([4, 5], 2)),
        ["dense cross entropy gradient"] = () => Node.Emit(new SoftmaxCrossEntropyGradient(), X([4, 37], 1), X([4, 37], 2), X([4], 3)),
        ["resize nearest"] = () => Node.Emit(new Resize(true, 7, 3), X([2, 4, 5, 3], 1)),
        ["resize bilinear"] = () => Node.Emit(new Resize(false, 7, 3), X([2, 4, 5, 17], 1)),
        ["resize nearest gradient"] = () => Node.Emit(new ResizeGradient(true, 4, 5), X([2, 7, 3, 3], 1)),
        ["resize bilinear gradient"] = () => Node.Emit(new ResizeGradient(false, 4, 5), X([2, 7, 3, 17], 1)),
        ["singular values"] = () => Node.Emit(new SingularValueDecomposition(false), X([2, 4, 3], 1)),
        ["bitcast"] = () => Node.Emit(new Bitcast(DType.UInt8), X([3, 5], 1)),
        ["random uniform"] = () => Node.Emit(new Cornea.Graphs.Operations.Random(Distribution.Uniform, [3, 7]), Tensor.From(new long[] { 5, 2 })),
        ["random normal"] = () => Node.Emit(new Cornea.Graphs.Operations.Random(Distribution.Normal, [3, 7]), Tensor.From(new long[] { 5, 2 })),
        ["dropout"] = () => Node.Emit(new Dropout(0.3), X([9, 10], 1), Tensor.From(new long[] { 5, 2 })),
        ["scan"] = () => Running(X([3], 1), X([5, 2, 3], 2), false),
        ["scan reverse"] = () => Running(X([3], 1), X([5, 2, 3], 2), true),
        ["range"] = () => Node.Emit(new Cornea.Graphs.Operations.Range(2, 3, 5, DType.Int32)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheReference(string name)
    {
        Graph graph = GraphCapture.Loose(Cases[name]());
        double[][] expected = Run(graph, new ReferenceExecutor().Lower(graph));
        double[][] actual = Run(graph, GraphCompiler.Compile(graph, new CpuExecutor()));
        for (int index = 0; index < expected.Length; index++)
            for (int element = 0; element < expected[index].Length; element++)
                Assert.True(
                    expected[index][element].Equals(actual[index][element]) || Math.Abs(expected[index][element] - actual[index][element]) <= 1e-5 * (1 + Math.Abs(expected[index][element])),
                    $"{name}: output {index}, element {element}: expected {expected[index][element]}, got {actual[index][element]}");
    }

    private static double[][] Run(Graph graph, IExecutable executable)
    {
        Storage[] outputs = [.. graph.Outputs.Select(output => Storage.Allocate(output.Spec.Bytes))];
        executable.Run([.. graph.Parameters.Select(parameter => Evaluator.ValueOf(parameter.Tensor))], outputs);
        return [.. outputs.Select((storage, index) => Tensor.Of(storage, graph.Outputs[index].Spec).ToArray<double>())];
    }

    private static Tensor[] Running(Tensor first, Tensor all, bool reverse)
    {
        (Tensor carry, Tensor outputs) = Ops.Scan((sum, x) => (sum + Ops.Sum(x * sum, 0), Ops.MatMul(x, x.Transpose(1, 0))), first, all, reverse: reverse);
        return [carry, outputs];
    }

    private static Tensor X(Shape shape, int seed)
    {
        var random = new System.Random(seed);
        var values = new float[shape.ElementCount];
        for (int index = 0; index < values.Length; index++) values[index] = (float)((random.NextDouble() * 2) - 1);
        return Tensor.From(values, shape);
    }
}
