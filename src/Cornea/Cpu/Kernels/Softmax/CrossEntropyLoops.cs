using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Softmax with cross-entropy, and its gradients, row by row.</summary>
/// <remarks>AggressiveOptimization: the four public methods, which would spend their first calls in unoptimised code.</remarks>
internal static unsafe class CrossEntropyLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sparse<TLanes>(float* logits, int* labels, float* loss, float* softmax, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, logits += columns, softmax += columns)
        {
            // Read before the softmax is written, which may be in the same place.
            int label = labels[row];
            float chosen = (nuint)label < (nuint)columns ? logits[label] : float.NaN;
            (float maximum, float logarithm) = Softmax<TLanes>(logits, softmax, columns);
            loss[row] = logarithm - (chosen - maximum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Dense<TLanes>(float* logits, float* targets, float* loss, float* softmax, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, logits += columns, targets += columns, softmax += columns)
        {
            // Σ t · (ln Σ e − (x − max)): the first pass finds what is subtracted, before the softmax takes the logits' place.
            (float maximum, float logarithm) = Statistics<TLanes>(logits, columns);
            TLanes shift = TLanes.Broadcast(maximum);
            TLanes logarithms = TLanes.Broadcast(logarithm);
            TLanes sum = TLanes.Broadcast(0f);
            for (nint index = 0; index < columns; index += 16)
            {
                TLanes target = TLanes.LoadPartial(targets + index, columns - index);
                TLanes term = target * (logarithms - (TLanes.LoadPartial(logits + index, columns - index) - shift));
                sum += TLanes.AndNot(term, TLanes.Equal(target, TLanes.Broadcast(0f)));
            }
            loss[row] = LanesFold.Run<AddOperator, TLanes>(sum);
            Softmax<TLanes>(logits, softmax, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SparseGradient<TLanes>(float* softmax, int* labels, float* dloss, float* dlogits, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, softmax += columns, dlogits += columns)
        {
            int label = labels[row];
            bool isLabel = (nuint)label < (nuint)columns;
            float chosen = isLabel ? softmax[label] : 0f;
            TLanes scale = TLanes.Broadcast(isLabel ? dloss[row] : float.NaN);
            for (nint index = 0; index < columns; index += 16)
            {
                TLanes gradient = TLanes.LoadPartial(softmax + index, columns - index) * scale;
                TLanes.StorePartial(gradient, dlogits + index, columns - index);
            }
            if (isLabel)
            {
                dlogits[label] = (chosen - 1f) * dloss[row];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DenseGradient<TLanes>(float* softmax, float* targets, float* dloss, float* dlogits, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, softmax += columns, targets += columns, dlogits += columns)
        {
            TLanes scale = TLanes.Broadcast(dloss[row]);
            TLanes sum = TLanes.Broadcast(ReduceLoops.Row<AddOperator, TLanes>(targets, columns));
            for (nint index = 0; index < columns; index += 16)
            {
                TLanes probability = TLanes.LoadPartial(softmax + index, columns - index);
                TLanes gradient = (probability * sum - TLanes.LoadPartial(targets + index, columns - index)) * scale;
                TLanes.StorePartial(gradient, dlogits + index, columns - index);
            }
        }
    }

    /// <summary>A row's softmax; returns its maximum and ln Σ e^(x − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Maximum, float Logarithm) Softmax<TLanes>(float* x, float* y, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        float maximum;
        float sum;
        if (columns <= 16)
        {
            TLanes e = SoftmaxLoops.ShortExponentials<TLanes>(x, columns, out maximum, out sum);
            TLanes.StorePartial(e * TLanes.Broadcast(1f / sum), y, columns);
        }
        else
        {
            maximum = SoftmaxLoops.Maximum<TLanes>(x, columns);
            sum = SoftmaxLoops.Long<TLanes>(x, y, columns, maximum);
        }
        return (maximum, TLanes.First(LogOperator.Invoke(TLanes.Broadcast(sum))));
    }

    /// <summary>A row's maximum and ln Σ e^(x − max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Maximum, float Logarithm) Statistics<TLanes>(float* x, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        float maximum;
        float sum;
        if (columns <= 16)
        {
            _ = SoftmaxLoops.ShortExponentials<TLanes>(x, columns, out maximum, out sum);
        }
        else
        {
            maximum = SoftmaxLoops.Maximum<TLanes>(x, columns);
            sum = SoftmaxLoops.Exponentials<TLanes>(x, null, columns, maximum, out _);
        }
        return (maximum, TLanes.First(LogOperator.Invoke(TLanes.Broadcast(sum))));
    }
}
