namespace Cornea;

/// <summary>A tensor's shape isn't what an operation or a layer needs; the message says who, what was expected and what came.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>True once the message begins with the layer in which the error was found.</summary>
    internal bool NamesLayer { get; init; }

    /// <summary>True where sizes must be known by themselves, whatever they are.</summary>
    internal bool WantsKnownSizes { get; init; }

    /// <summary>An error with its message.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }
}
