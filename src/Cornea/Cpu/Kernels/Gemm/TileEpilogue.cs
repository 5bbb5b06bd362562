using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// What a convolution does to its sums before it writes them: y = activation(sum + bias + residual). An elementwise program would do the same once a
/// piece is done, when that has left the first cache: another way to the second one and back.
/// </summary>
/// <remarks>
/// The operations are those of elementwise programs, in their order: the bits are the same. Micro-kernels do it in registers: to read a tile
/// again that has just been written takes longer than all of its arithmetic where the output isn't in the cache yet.
/// </remarks>
internal unsafe struct TileEpilogue
{
    /// <summary>A number for each channel from the first of a tile on, or null.</summary>
    public float* Bias;

    /// <summary>Bytes from a number of the output to the one of another value of its shape that is added, which lies in other memory; 0: there is none.</summary>
    public nint ToResidual;

    public TileActivation Activation;

    public TileEpilogue(float* bias, float* residual, float* output, TileActivation activation)
    {
        Bias = bias;
        ToResidual = residual == null ? 0 : (nint)((byte*)residual - (byte*)output);
        Activation = activation;
    }

    /// <summary>Whether there is nothing to do.</summary>
    public readonly bool IsEmpty => Bias == null && ToResidual == 0 && Activation == TileActivation.None;

    /// <summary>The same for a tile that begins at another channel.</summary>
    public readonly TileEpilogue From(int channel)
    {
        TileEpilogue moved = this;
        if (Bias != null) moved.Bias += channel;
        return moved;
    }

    /// <summary>Bias and activation of one vector of channels in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TFloats Finished<TLanes, TFloats, TInts>(int channel, TInts mask, bool partial, TFloats sum)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        if (Bias != null) sum = TLanes.Add(sum, TLanes.Load(Bias + channel, mask, partial));
        if (Activation != TileActivation.None) sum = TLanes.Relu(sum);
        return Activation == TileActivation.Relu6 ? TLanes.AtMost(TLanes.Broadcast(6f), sum) : sum;
    }

    /// <summary>The same of four pixels at once, so that it is asked once what there is to do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TLanes, TFloats, TInts>(int channel, TInts mask, bool partial, ref TFloats s0, ref TFloats s1, ref TFloats s2, ref TFloats s3)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        AddBias<TLanes, TFloats, TInts>(channel, mask, partial, ref s0, ref s1, ref s2, ref s3);
        Activate<TLanes, TFloats, TInts>(ref s0, ref s1, ref s2, ref s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddBias<TLanes, TFloats, TInts>(int channel, TInts mask, bool partial, ref TFloats s0, ref TFloats s1, ref TFloats s2, ref TFloats s3)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        if (Bias == null) return;
        TFloats bias = TLanes.Load(Bias + channel, mask, partial);
        s0 = TLanes.Add(s0, bias);
        s1 = TLanes.Add(s1, bias);
        s2 = TLanes.Add(s2, bias);
        s3 = TLanes.Add(s3, bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Activate<TLanes, TFloats, TInts>(ref TFloats s0, ref TFloats s1, ref TFloats s2, ref TFloats s3)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        if (Activation == TileActivation.None) return;
        s0 = TLanes.Relu(s0);
        s1 = TLanes.Relu(s1);
        s2 = TLanes.Relu(s2);
        s3 = TLanes.Relu(s3);
        if (Activation != TileActivation.Relu6) return;
        TFloats six = TLanes.Broadcast(6f);
        s0 = TLanes.AtMost(six, s0);
        s1 = TLanes.AtMost(six, s1);
        s2 = TLanes.AtMost(six, s2);
        s3 = TLanes.AtMost(six, s3);
    }

    /// <summary>Finishes what has been written already: tiles that are narrower than a kernel's, and loops that aren't vectorised.</summary>
    /// <param name="tile">The first number.</param>
    /// <param name="rowStep">Bytes from pixel to pixel.</param>
    /// <param name="rows">Pixels.</param>
    /// <param name="channels">Channels, from the first one on.</param>
    public readonly void Run(byte* tile, nint rowStep, int rows, int channels)
    {
        if (IsEmpty) return;
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(tile, rowStep, rows, channels);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(tile, rowStep, rows, channels);
        else Run<Lanes128>(tile, rowStep, rows, channels);
    }

    private readonly void Run<TLanes>(byte* tile, nint rowStep, int rows, int channels) where TLanes : struct, ILanes<TLanes>
    {
        for (int channel = 0; channel < channels; channel += MicroKernel.Lanes)
        {
            nint count = channels - channel;
            byte* at = tile + (channel * sizeof(float));
            for (int row = 0; row < rows; row++, at += rowStep)
            {
                TLanes value = TLanes.LoadPartial((float*)at, count);
                if (Bias != null) value += TLanes.LoadPartial(Bias + channel, count);
                if (ToResidual != 0) value += TLanes.LoadPartial((float*)(at + ToResidual), count);
                if (Activation == TileActivation.Relu) value = ReluOperator.Invoke(value);
                if (Activation == TileActivation.Relu6) value = Relu6Operator.Invoke(value);
                TLanes.StorePartial(value, (float*)at, count);
            }
        }
    }
}
