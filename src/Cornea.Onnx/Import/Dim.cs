namespace Cornea.Onnx;

/// <summary>A whole number in shape arithmetic: known, or so many times a size that isn't known yet.</summary>
/// <param name="Factor">The number, or how many times the size.</param>
/// <param name="Symbol">Which unknown size; 0 for none.</param>
internal readonly record struct Dim(long Factor, int Symbol = 0)
{
    public bool IsKnown => Symbol == 0 || Factor == 0;

    /// <summary>The number; −1 where it isn't known.</summary>
    public int Size => IsKnown ? checked((int)Factor) : Shape.Unknown;

    public static implicit operator Dim(long number) => new(number);

    /// <summary>The product, where it can be told.</summary>
    public static Dim? Multiply(Dim a, Dim b) =>
        a.IsKnown ? new(checked(a.Factor * b.Factor), b.Symbol)
        : b.IsKnown ? new(checked(a.Factor * b.Factor), a.Symbol)
        : null;

    /// <summary>The sum, where it can be told.</summary>
    public static Dim? Add(Dim a, Dim b) =>
        a.IsKnown && b.IsKnown ? a.Factor + b.Factor
        : a == 0 ? b
        : b == 0 ? a
        : a.Symbol == b.Symbol ? new(a.Factor + b.Factor, a.Symbol)
        : null;

    /// <summary>The difference, where it can be told.</summary>
    public static Dim? Subtract(Dim a, Dim b) => Add(a, new(-b.Factor, b.Symbol));

    /// <summary>The quotient towards 0, where it can be told.</summary>
    public static Dim? Divide(Dim a, Dim b) =>
        b.IsKnown ? b.Factor == 0 ? null : a.IsKnown ? a.Factor / b.Factor : a.Factor % b.Factor == 0 ? new(a.Factor / b.Factor, a.Symbol) : null
        : a.Symbol == b.Symbol && a.Factor % b.Factor == 0 ? a.Factor / b.Factor
        : null;

    public override string ToString() => IsKnown ? $"{Factor}" : Factor == 1 ? $"?{Symbol}" : $"{Factor}·?{Symbol}";
}
