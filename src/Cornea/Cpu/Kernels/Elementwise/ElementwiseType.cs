namespace Cornea.Cpu.Kernels;

/// <summary>What lies in memory at an input or output of an elementwise program; inside it everything is float32.</summary>
internal enum ElementwiseType : byte
{
    Float32,

    /// <summary>Read as 0 to 255. Input only.</summary>
    UInt8,

    /// <summary>One byte. Read as 0 or 1 (any byte but 0 is 1); written as 1 for everything but ±0.</summary>
    Bool,

    /// <summary>Read as the nearest float. Input only.</summary>
    Int32,
}
