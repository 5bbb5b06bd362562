namespace Cornea.Files;

/// <summary>What a MATLAB variable is.</summary>
public enum MatKind
{
    /// <summary>Numbers or logical values.</summary>
    Numbers,

    /// <summary>Complex numbers.</summary>
    Complex,

    /// <summary>Characters, row by row.</summary>
    Text,

    /// <summary>Variables side by side.</summary>
    Cell,

    /// <summary>Variables by names, once or in an array.</summary>
    Struct,

    /// <summary>Something whose values aren't read: a sparse array, a function, an object of a class.</summary>
    Other,
}
