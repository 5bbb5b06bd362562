namespace Cornea;

/// <summary>Which norm <see cref="Ops.Norm"/> takes: a number p, or one of the names <c>"fro"</c> and <c>"nuc"</c>, which are for matrices.</summary>
public readonly record struct NormOrder
{
    private readonly string? _name;

    private NormOrder(double power, string? name = null)
    {
        Power = power;
        _name = name;
    }

    /// <summary>√Σx² of a matrix.</summary>
    public static NormOrder Frobenius { get; } = new(0, "fro");

    /// <summary>The sum of a matrix' singular values.</summary>
    public static NormOrder Nuclear { get; } = new(0, "nuc");

    internal double Power { get; }

    internal bool IsNamed => _name is not null;

    /// <summary>The norm of a number, which may be infinite.</summary>
    public static implicit operator NormOrder(double power) => new(power);

    /// <summary>The norm of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is none of fro, nuc.</exception>
    public static implicit operator NormOrder(string name) => name switch
    {
        "fro" => Frobenius,
        "nuc" => Nuclear,
        _ => throw new ArgumentException($"NormOrder: expected a number or one of fro, nuc, got '{name}'."),
    };

    /// <summary>The name, or the number.</summary>
    public override string ToString() => _name ?? Power.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
