namespace Cornea.Cpu.Kernels;

/// <summary>
/// What an output reads along one axis: two neighbours and how far it lies between them. TensorFlow's arithmetic, in float32.
/// </summary>
/// <param name="Lower">The input before the output's centre, or the first.</param>
/// <param name="Upper">The input after it, or the last.</param>
/// <param name="Fraction">0 at the lower, towards 1 at the upper.</param>
internal readonly record struct ResizePoint(int Lower, int Upper, float Fraction)
{
    public static ResizePoint Of(int output, float scale, int size)
    {
        float place = (output + 0.5f) * scale - 0.5f;
        float below = MathF.Floor(place);
        return new ResizePoint(Math.Max(0, (int)below), Math.Min(size - 1, (int)MathF.Ceiling(place)), place - below);
    }

    public static int Nearest(int output, float scale, int size) => Math.Min(size - 1, (int)MathF.Floor((output + 0.5f) * scale));

    /// <summary>Outputs that may read an input lie from the first to before the second; some of them may not.</summary>
    public static (int First, int End) Reach(int input, float scale, int outputs) =>
        (Math.Max(0, (int)MathF.Floor((input - 0.5f) / scale - 0.5f) - 1),
            Math.Min(outputs, (int)MathF.Ceiling((input + 1.5f) / scale - 0.5f) + 2));
}
