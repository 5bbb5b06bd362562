namespace Cornea.Layers;

/// <summary>Steps at the two ends of an axis: added by padding, taken off by cropping. A number stands for both ends.</summary>
/// <param name="Before">At the beginning.</param>
/// <param name="After">At the end.</param>
public readonly record struct Ends(int Before, int After)
{
    /// <summary>The same at both ends.</summary>
    public static implicit operator Ends(int size) => new(size, size);

    /// <summary>Before and after.</summary>
    public static implicit operator Ends((int Before, int After) size) => new(size.Before, size.After);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"({Before}, {After})";
}
