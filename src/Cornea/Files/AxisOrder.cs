using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>Rearranges arrays stored with the first axis fastest (Fortran, MATLAB) into our order, with the last axis fastest.</summary>
internal static class AxisOrder
{
    public static byte[] FromFirstFastest(ReadOnlySpan<byte> data, ReadOnlySpan<int> shape, int elementSize)
    {
        byte[] reordered = new byte[data.Length];
        Span<byte> result = reordered;
        switch (elementSize)
        {
            case 1:
                Rearrange(data, result, shape);
                break;
            case 2:
                Rearrange(MemoryMarshal.Cast<byte, ushort>(data), MemoryMarshal.Cast<byte, ushort>(result), shape);
                break;
            case 4:
                Rearrange(MemoryMarshal.Cast<byte, uint>(data), MemoryMarshal.Cast<byte, uint>(result), shape);
                break;
            case 8:
                Rearrange(MemoryMarshal.Cast<byte, ulong>(data), MemoryMarshal.Cast<byte, ulong>(result), shape);
                break;
            case 16:
                Rearrange(MemoryMarshal.Cast<byte, UInt128>(data), MemoryMarshal.Cast<byte, UInt128>(result), shape);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "Elements have 1, 2, 4, 8 or 16 bytes.");
        }

        return reordered;
    }

    private static void Rearrange<T>(ReadOnlySpan<T> source, Span<T> target, ReadOnlySpan<int> shape)
    {
        if (source.IsEmpty)
            return;

        // The source index of the element at (i0, i1, …) is i0 + n0·(i1 + n1·(…)). An odometer walks the indices in our order.
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        int[] index = new int[shape.Length];
        int from = 0;
        for (int to = 0; to < target.Length; to++)
        {
            target[to] = source[from];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
