namespace Cornea.Cpu.Kernels;

/// <summary>What turns pixels of a tile into numbers at the points, along one axis: a matrix of six rows.</summary>
internal interface IWinogradTransform
{
    /// <summary>Pixels along a side: columns of the matrix, 4 or 6.</summary>
    static abstract int Pixels { get; }

    /// <summary>The matrix times the pixels; of four, the last two arguments aren't looked at.</summary>
    static abstract void Six<TLanes, TFloats, TInts>(
        TFloats d0, TFloats d1, TFloats d2, TFloats d3, TFloats d4, TFloats d5,
        out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3, out TFloats r4, out TFloats r5)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct;
}
