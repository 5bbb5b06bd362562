using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>The loop of each operation, by its type. Another executor may run a single operation here that it has no kernel for.</summary>
internal static class ReferenceLoops
{
    private static readonly Dictionary<Type, Action<Op, ReferenceArray[], ReferenceArray[]>> Loops = new()
    {
        [typeof(Unary)] = Loop<Unary>(ElementwiseLoops.Unary),
        [typeof(Binary)] = Loop<Binary>(ElementwiseLoops.Binary),
        [typeof(Select)] = Loop<Select>(ElementwiseLoops.Select),
        [typeof(Cast)] = Loop<Cast>(ElementwiseLoops.Cast),
        [typeof(Bitcast)] = Loop<Bitcast>(ElementwiseLoops.Bitcast),
        [typeof(Alias)] = Loop<Alias>(ElementwiseLoops.Copy),
        [typeof(StopGradient)] = Loop<StopGradient>(ElementwiseLoops.Copy),
        [typeof(CustomGradient)] = Loop<CustomGradient>(ElementwiseLoops.Copy),
        [typeof(Watch)] = Loop<Watch>(ElementwiseLoops.Copy),
        [typeof(Reading)] = Loop<Reading>(ElementwiseLoops.Copy),
        [typeof(HostNumber)] = Loop<HostNumber>(ElementwiseLoops.HostNumber),

        [typeof(Reduce)] = Loop<Reduce>(ReduceLoops.Reduce),
        [typeof(ArgReduce)] = Loop<ArgReduce>(ReduceLoops.ArgReduce),

        [typeof(MatMul)] = Loop<MatMul>(MatMulLoops.MatMul),
        [typeof(Convolution)] = Loop<Convolution>(ConvolutionLoops.Convolution),
        [typeof(ConvolutionBackwardData)] = Loop<ConvolutionBackwardData>(ConvolutionLoops.BackwardData),
        [typeof(ConvolutionBackwardWeights)] = Loop<ConvolutionBackwardWeights>(ConvolutionLoops.BackwardWeights),
        [typeof(DepthwiseConvolution)] = Loop<DepthwiseConvolution>(ConvolutionLoops.Depthwise),
        [typeof(DepthwiseBackwardData)] = Loop<DepthwiseBackwardData>(ConvolutionLoops.DepthwiseBackwardData),
        [typeof(DepthwiseBackwardWeights)] = Loop<DepthwiseBackwardWeights>(ConvolutionLoops.DepthwiseBackwardWeights),

        [typeof(MaxPool)] = Loop<MaxPool>(PoolingLoops.MaxPool),
        [typeof(MaxPoolGradient)] = Loop<MaxPoolGradient>(PoolingLoops.MaxPoolGradient),
        [typeof(MaxPoolSelect)] = Loop<MaxPoolSelect>(PoolingLoops.MaxPoolSelect),
        [typeof(AveragePool)] = Loop<AveragePool>(PoolingLoops.AveragePool),
        [typeof(AveragePoolGradient)] = Loop<AveragePoolGradient>(PoolingLoops.AveragePoolGradient),

        [typeof(BatchNormTraining)] = Loop<BatchNormTraining>(NormalizationLoops.Training),
        [typeof(BatchNormGradient)] = Loop<BatchNormGradient>(NormalizationLoops.Gradient),
        [typeof(BatchNormInference)] = Loop<BatchNormInference>(NormalizationLoops.Inference),

        [typeof(Softmax)] = Loop<Softmax>(SoftmaxLoops.Softmax),
        [typeof(SoftmaxGradient)] = Loop<SoftmaxGradient>(SoftmaxLoops.Gradient),
        [typeof(LogSoftmax)] = Loop<LogSoftmax>(SoftmaxLoops.LogSoftmax),
        [typeof(SparseSoftmaxCrossEntropy)] = Loop<SparseSoftmaxCrossEntropy>(SoftmaxLoops.CrossEntropy),
        [typeof(SparseSoftmaxCrossEntropyGradient)] = Loop<SparseSoftmaxCrossEntropyGradient>(SoftmaxLoops.CrossEntropyGradient),

        [typeof(SoftmaxCrossEntropy)] = Loop<SoftmaxCrossEntropy>(SoftmaxLoops.DenseCrossEntropy),
        [typeof(SoftmaxCrossEntropyGradient)] = Loop<SoftmaxCrossEntropyGradient>(SoftmaxLoops.DenseCrossEntropyGradient),

        [typeof(Resize)] = Loop<Resize>(ResizeLoops.Resize),
        [typeof(ResizeGradient)] = Loop<ResizeGradient>(ResizeLoops.Gradient),

        [typeof(Reshape)] = Loop<Reshape>(MovementLoops.Reshape),
        [typeof(Transpose)] = Loop<Transpose>(MovementLoops.Transpose),
        [typeof(BroadcastTo)] = Loop<BroadcastTo>(MovementLoops.BroadcastTo),
        [typeof(Concat)] = Loop<Concat>(MovementLoops.Concat),
        [typeof(Slice)] = Loop<Slice>(MovementLoops.Slice),
        [typeof(SliceGradient)] = Loop<SliceGradient>(MovementLoops.SliceGradient),
        [typeof(Pad)] = Loop<Pad>(MovementLoops.Pad),
        [typeof(Graphs.Operations.Range)] = Loop<Graphs.Operations.Range>(MovementLoops.Range),

        [typeof(Gather)] = Loop<Gather>(IndexLoops.Gather),
        [typeof(ScatterAdd)] = Loop<ScatterAdd>(IndexLoops.ScatterAdd),
        [typeof(OneHot)] = Loop<OneHot>(IndexLoops.OneHot),

        [typeof(GatherAlong)] = Loop<GatherAlong>(OrderLoops.GatherAlong),
        [typeof(ScatterAlong)] = Loop<ScatterAlong>(OrderLoops.ScatterAlong),
        [typeof(Scatter)] = Loop<Scatter>(IndexLoops.Scatter),
        [typeof(Sort)] = Loop<Sort>(OrderLoops.Sort),
        [typeof(Cumulative)] = Loop<Cumulative>(OrderLoops.Cumulative),
        [typeof(LinearRecurrence)] = Loop<LinearRecurrence>(OrderLoops.LinearRecurrence),

        [typeof(Solve)] = Loop<Solve>(LinearAlgebraLoops.Solve),
        [typeof(Cholesky)] = Loop<Cholesky>(LinearAlgebraLoops.Cholesky),
        [typeof(Determinant)] = Loop<Determinant>(LinearAlgebraLoops.Determinant),
        [typeof(LuDecomposition)] = Loop<LuDecomposition>(DecompositionLoops.Lu),
        [typeof(QrDecomposition)] = Loop<QrDecomposition>(DecompositionLoops.Qr),
        [typeof(SymmetricEigen)] = Loop<SymmetricEigen>(DecompositionLoops.SymmetricEigen),
        [typeof(SingularValueDecomposition)] = Loop<SingularValueDecomposition>(DecompositionLoops.SingularValues),
        [typeof(Eigen)] = Loop<Eigen>(EigenLoops.Eigen),

        [typeof(Scan)] = Loop<Scan>(ScanLoops.Scan),

        [typeof(Graphs.Operations.Random)] = Loop<Graphs.Operations.Random>(RandomLoops.Random),
        [typeof(Dropout)] = Loop<Dropout>(RandomLoops.Dropout),
    };

    /// <summary>The operations that have a loop: all of them, which a test holds.</summary>
    public static IReadOnlyCollection<Type> Operations => Loops.Keys;

    /// <summary>Computes an operation's outputs.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="inputs">Its inputs; not written.</param>
    /// <param name="outputs">What its outputs are, all sizes known.</param>
    /// <exception cref="ArgumentException">A label or an index lies outside its range.</exception>
    public static ReferenceArray[] Run(Op op, ReferenceArray[] inputs, IEnumerable<TensorSpec> outputs)
    {
        if (!Loops.TryGetValue(op.GetType(), out Action<Op, ReferenceArray[], ReferenceArray[]>? loop))
            throw new NotSupportedException($"The reference executor has no loop for {op.Name}.");
        ReferenceArray[] results = [.. outputs.Select(ReferenceArray.Zeros)];
        loop(op, inputs, results);
        return results;
    }

    private static Action<Op, ReferenceArray[], ReferenceArray[]> Loop<TOp>(Action<TOp, ReferenceArray[], ReferenceArray[]> loop)
        where TOp : Op => (op, inputs, outputs) => loop((TOp)op, inputs, outputs);
}
