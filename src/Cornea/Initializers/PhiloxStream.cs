namespace Cornea.Initializers;

/// <summary>Random numbers one after the other from a seed, by Philox4x32-10: the same seed, the same numbers, on every machine.</summary>
internal struct PhiloxStream(long seed)
{
    private readonly long _seed = seed;
    private long _position;
    private double _spare = double.NaN;

    /// <summary>Evenly from [0, 1), in steps of 2⁻²⁴.</summary>
    public double NextUniform() => PhiloxDraw.Uniform(_seed, 0, _position++);

    /// <summary>Normally distributed, mean 0, deviation 1 (Box &amp; Muller 1958: two draws make two numbers).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(NextUniform() + (1.0 / (1 << 24))));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextUniform());
        _spare = radius * sine;
        return radius * cosine;
    }
}
