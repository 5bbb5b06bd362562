using Cornea.Cpu.Lowering.Rules;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering;

/// <summary>Makes units of a node; false where it has no kernel for these shapes and types.</summary>
internal delegate bool KernelRule(Node node, LoweringContext context, int order);

/// <summary>Which rule lowers which operation. What has no rule, or whose rule declines, runs its reference loop.</summary>
internal static class KernelTable
{
    private static readonly Dictionary<Type, KernelRule> Rules = new()
    {
        [typeof(Reshape)] = ViewRules.Whole,
        [typeof(Bitcast)] = ViewRules.Whole,
        [typeof(Alias)] = ViewRules.Whole,
        [typeof(StopGradient)] = ViewRules.Whole,
        [typeof(Watch)] = ViewRules.Whole,
        [typeof(CustomGradient)] = ViewRules.Whole,
        [typeof(Reading)] = ViewRules.Whole,
        [typeof(Slice)] = MovementRules.Slice,
        [typeof(SliceGradient)] = MovementRules.SliceGradient,
        [typeof(Transpose)] = MovementRules.Transpose,
        [typeof(BroadcastTo)] = MovementRules.Broadcast,
        [typeof(Pad)] = MovementRules.Pad,
        [typeof(Concat)] = MovementRules.Concat,
        [typeof(Cast)] = MovementRules.Cast,
        [typeof(Gather)] = IndexRules.Gather,
        [typeof(ScatterAdd)] = IndexRules.ScatterAdd,
        [typeof(OneHot)] = IndexRules.OneHot,
        [typeof(MatMul)] = MatMulRule.Lower,
        [typeof(Convolution)] = ConvolutionRules.Forward,
        [typeof(ConvolutionBackwardData)] = ConvolutionRules.BackwardData,
        [typeof(ConvolutionBackwardWeights)] = ConvolutionRules.BackwardWeights,
        [typeof(DepthwiseConvolution)] = DepthwiseRules.Forward,
        [typeof(DepthwiseBackwardData)] = DepthwiseRules.BackwardData,
        [typeof(DepthwiseBackwardWeights)] = DepthwiseRules.BackwardWeights,
        [typeof(MaxPool)] = PoolingRules.Max,
        [typeof(MaxPoolGradient)] = PoolingRules.MaxGradient,
        [typeof(AveragePool)] = PoolingRules.Average,
        [typeof(AveragePoolGradient)] = PoolingRules.AverageGradient,
        [typeof(BatchNormTraining)] = BatchNormRules.Training,
        [typeof(BatchNormGradient)] = BatchNormRules.Gradient,
        [typeof(Reduce)] = ReduceRules.Reduce,
        [typeof(ArgReduce)] = ReduceRules.ArgReduce,
        [typeof(Cumulative)] = ReduceRules.Cumulative,
        [typeof(LinearRecurrence)] = ReduceRules.LinearRecurrence,
        [typeof(Softmax)] = SoftmaxRules.Softmax,
        [typeof(LogSoftmax)] = SoftmaxRules.LogSoftmax,
        [typeof(SoftmaxGradient)] = SoftmaxRules.Gradient,
        [typeof(SparseSoftmaxCrossEntropy)] = SoftmaxRules.CrossEntropy,
        [typeof(SparseSoftmaxCrossEntropyGradient)] = SoftmaxRules.CrossEntropyGradient,
        [typeof(SoftmaxCrossEntropy)] = SoftmaxRules.DenseCrossEntropy,
        [typeof(SoftmaxCrossEntropyGradient)] = SoftmaxRules.DenseCrossEntropyGradient,
        [typeof(Resize)] = ResizeRules.Resize,
        [typeof(ResizeGradient)] = ResizeRules.Gradient,
        [typeof(Graphs.Operations.Random)] = RandomRule.Lower,
        [typeof(HostNumber)] = HostRule.Number,
        [typeof(Scan)] = ScanRule.Lower,
        [typeof(Unary)] = IntegerRules.Unary,
        [typeof(Binary)] = IntegerRules.Binary,
    };

    public static void Lower(Node node, LoweringContext context, int order)
    {
        if (!Rules.TryGetValue(node.Op.GetType(), out KernelRule? rule) || !rule(node, context, order))
            ReferenceRule.Lower(node, context, order);
    }
}
