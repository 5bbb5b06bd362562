namespace Cornea.Cpu.Kernels;

/// <summary>
/// One axis of the backward-data convolution. Input coordinate i takes dy at (i + Pad − tap · Dilation) / Stride wherever that is
/// whole: which taps do depends on (i + Pad) mod Stride, the phase. Its taps are numbered from the last to the first, so that the
/// coordinate in dy rises with the number.
/// </summary>
internal readonly record struct StridePhase(int Kernel, int Stride, int Dilation, int Phase)
{
    private bool Has(int tap) => (tap * Dilation - Phase) % Stride == 0;

    /// <summary>Number of taps of this phase.</summary>
    public int Taps
    {
        get
        {
            int count = 0;
            for (int tap = 0; tap < Kernel; tap++)
                count += Has(tap) ? 1 : 0;
            return count;
        }
    }

    /// <summary>The tap with a number.</summary>
    public int Tap(int number)
    {
        int tap = Kernel;
        while (number >= 0)
            if (Has(--tap))
                number--;
        return tap;
    }

    /// <summary>The number of a tap of this phase.</summary>
    public int NumberOf(int tap)
    {
        int number = 0;
        for (int later = Kernel - 1; later > tap; later--)
            number += Has(later) ? 1 : 0;
        return number;
    }

    /// <summary>The phase that a tap belongs to.</summary>
    public static int Of(int tap, int stride, int dilation) => tap * dilation % stride;

    /// <summary>Taps of all phases before this one.</summary>
    public int TapsBefore
    {
        get
        {
            int count = 0;
            for (int phase = 0; phase < Phase; phase++)
                count += (this with { Phase = phase }).Taps;
            return count;
        }
    }
}
