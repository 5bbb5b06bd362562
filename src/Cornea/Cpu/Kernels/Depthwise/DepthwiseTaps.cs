namespace Cornea.Cpu.Kernels;

/// <summary>
/// Along one axis: which places of the source each result reads, and through which weights. Result j (position Start + j·Pitch) reads, by
/// tap t, source place j·Advance + Source + t·SourceStep through weight Weight + t·WeightStep. Forward and gradient are both of this form.
/// </summary>
/// <param name="Start">Position of the first result.</param>
/// <param name="Pitch">From result to result.</param>
/// <param name="Results">Number of results.</param>
/// <param name="Advance">Source places from result to result.</param>
/// <param name="Source">Source place of result 0 and tap 0.</param>
/// <param name="SourceStep">Source places from tap to tap; may be negative.</param>
/// <param name="Size">Source places that exist; others hold zero.</param>
/// <param name="Taps">Number of taps.</param>
/// <param name="Weight">Weight of tap 0.</param>
/// <param name="WeightStep">Weights from tap to tap.</param>
internal readonly record struct DepthwiseTaps(
    int Start, int Pitch, int Results, int Advance, int Source, int SourceStep, int Size, int Taps, int Weight, int WeightStep)
{
    /// <summary>Outputs reading inputs.</summary>
    public static DepthwiseTaps Forward(int outputs, int inputs, int kernel, int stride, int dilation, int pad) =>
        new(0, 1, outputs, stride, -pad, dilation, inputs, kernel, 0, 1);

    /// <summary>
    /// Inputs reading the gradients of outputs. Inputs <paramref name="phase"/>, phase + stride, … are reached by the same taps:
    /// those where input + pad − tap·dilation is a multiple of the stride. They repeat every stride / gcd(stride, dilation) taps.
    /// </summary>
    public static DepthwiseTaps Backward(int phase, int outputs, int inputs, int kernel, int stride, int dilation, int pad)
    {
        int results = phase < inputs ? (inputs - phase + stride - 1) / stride : 0;
        int period = stride / CommonDivisor(stride, dilation);
        for (int tap = 0; tap < Math.Min(period, kernel); tap++)
        {
            int distance = phase + pad - tap * dilation;
            if (distance % stride == 0)
            {
                int taps = (kernel - tap + period - 1) / period;
                return new(phase, stride, results, 1, distance / stride, -period * dilation / stride, outputs, taps, tap, period);
            }
        }

        return new(phase, stride, results, 1, 0, 0, outputs, 0, 0, 0);
    }

    /// <summary>The taps of a result whose places exist: first, and one past the last.</summary>
    public (int First, int End) Inside(int result)
    {
        int place = result * Advance + Source;
        int first = 0;
        int end = Taps;
        while (first < end && !Exists(place + first * SourceStep))
            first++;
        while (first < end && !Exists(place + (end - 1) * SourceStep))
            end--;
        return (first, end);
    }

    /// <summary>The results all of whose taps exist: first, and one past the last.</summary>
    public (int First, int End) Whole()
    {
        int reach = (Taps - 1) * SourceStep;
        int lowest = Source + Math.Min(0, reach);
        int highest = Source + Math.Max(0, reach);
        int first = lowest >= 0 ? 0 : (-lowest + Advance - 1) / Advance;
        int end = highest >= Size ? 0 : (Size - 1 - highest) / Advance + 1;
        first = Math.Min(first, Results);
        return (first, Math.Max(first, Math.Min(end, Results)));
    }

    private static int CommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    private bool Exists(int place) => (uint)place < (uint)Size;
}
