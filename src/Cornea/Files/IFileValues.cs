namespace Cornea.Files;

/// <summary>An array whose values lie in a file, and are read when they are asked for.</summary>
internal interface IFileValues
{
    /// <summary>The sizes of the axes.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>Puts the elements into memory that has just the room for them, as elements of a type.</summary>
    /// <exception cref="OverflowException">One is too large for the type.</exception>
    void CopyTo(Storage target, FileElementType type);
}
