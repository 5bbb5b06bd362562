namespace Cornea.Files;

/// <summary>The element types that array files (.npy, IDX, …) hold. <see cref="FileElementTypes"/> has what belongs to each.</summary>
internal enum FileElementType
{
    Bool,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float16,
    Float32,
    Float64,

    /// <summary>Two Float32: the real part, then the imaginary.</summary>
    Complex64,

    /// <summary>Two Float64: the real part, then the imaginary.</summary>
    Complex128,
}
