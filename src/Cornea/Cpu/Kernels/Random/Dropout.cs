using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Dropout without a stored mask: whether element i is kept depends on (seed, step, i) only, so the backward pass computes it again.
/// </summary>
internal static unsafe class Dropout
{
    private const nint PieceElements = 32768;

    public static int Pieces(nint count) => checked((int)((count + PieceElements - 1) / PieceElements));

    public static OutputRange Range(nint count, int piece)
    {
        nint start = piece * PieceElements;
        return new(start, Math.Min(PieceElements, count - start));
    }

    /// <summary>
    /// y[i] = x[i] / (1 − rate) where the uniform number of element i (<see cref="Philox.Uniform"/>) is at least the rate, else +0,
    /// for i in [start, start + count). In place is allowed.
    /// </summary>
    /// <param name="x">The address of element 0.</param>
    /// <param name="y">The address of element 0.</param>
    /// <param name="rate">The part dropped, 0 to 1; at 1 nothing is kept.</param>
    /// <param name="seed">Key of the draw.</param>
    /// <param name="step">Key of the draw.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">How many.</param>
    public static void Run(float* x, float* y, float rate, ulong seed, ulong step, nint start, nint count) =>
        Philox.Each(new Output(x + start, y + start, rate), seed, step, start, count);

    private readonly struct Output(float* x, float* y, float rate) : IRandomOutput
    {
        public void Write(uint* bits, nint made, nint skipped, nint index, nint count)
        {
            float* words = (float*)(bits + skipped);
            float scale = rate < 1f ? 1f / (1f - rate) : 0f;
            if (Vector512.IsHardwareAccelerated)
            {
                DropoutLoop.Run<Lanes512>(words, x + index, y + index, rate, scale, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                DropoutLoop.Run<Lanes256>(words, x + index, y + index, rate, scale, count);
            }
            else
            {
                DropoutLoop.Run<Lanes128>(words, x + index, y + index, rate, scale, count);
            }
        }
    }
}
