namespace Cornea.Cpu.Kernels;

/// <summary>Which element of an input belongs to element [row, column] of the index space.</summary>
internal enum ElementwiseAccess : byte
{
    /// <summary>Element [row, column] of an array of the index space's own shape.</summary>
    Contiguous,

    /// <summary>One value for all.</summary>
    Scalar,

    /// <summary>Element [column] of an array [columns], such as a bias.</summary>
    Row,

    /// <summary>Element [row] of an array [rows], such as a row's mean.</summary>
    Column,

    /// <summary>Any array of up to six dimensions whose product is the index space, with strides that may be 0.</summary>
    Strided,

    /// <summary>No array: a uniform random number in [0, 1) from the key (seed, step) that the pointer leads to, two UInt64.</summary>
    Random,
}
