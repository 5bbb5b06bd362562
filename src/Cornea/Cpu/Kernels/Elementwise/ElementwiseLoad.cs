using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Fills a register with the part of an input that belongs to a block, where the block can't read it where it lies.</summary>
internal sealed unsafe class ElementwiseLoad(ElementwiseInput input, int inputIndex, nint columns, bool rowsAreWhole)
{
    public int InputIndex { get; } = inputIndex;

    /// <summary>
    /// What the register will hold, as a number ≥ 0 that is equal for equal contents; −1 where every block's contents are its own. A
    /// block whose register has the right contents from the block before needs no load.
    /// </summary>
    public nint Key(nint index, nint count)
    {
        if (input.Access == ElementwiseAccess.Column)
        {
            nint row = index / columns;
            return (index + count - 1) / columns == row ? row : -1;
        }
        if (input.Strides is { Rank: >= 2 } shape && shape.Strides[^2] == 0)
        {
            // Whole rows that repeat inside one outer index, such as [N, 1, 1, C] over [N, H, W, C].
            nint inner = shape.Dimensions[^1];
            nint repeated = inner * shape.Dimensions[^2];
            nint outer = index / repeated;
            return (index + count - 1) / repeated == outer ? outer * inner + index % inner : -1;
        }
        return -1;
    }

    /// <summary>Elements [index, index + count) of the index space.</summary>
    public void Fill(byte* source, float* destination, nint index, nint count)
    {
        switch (input.Access)
        {
            case ElementwiseAccess.Contiguous:
                ConvertLoop.Load(source + index * input.ElementBytes, input.Type, destination, count);
                break;
            case ElementwiseAccess.Row when rowsAreWhole:
                FillRepeated(source, index % columns, columns, destination, count);
                break;
            case ElementwiseAccess.Row:
                ConvertLoop.Load(source + index % columns * input.ElementBytes, input.Type, destination, count);
                break;
            case ElementwiseAccess.Column:
                FillColumn(source, destination, index, count);
                break;
            case ElementwiseAccess.Random:
                ulong* key = (ulong*)source;
                Philox.Uniform(key[0], key[1], index, destination, count);
                break;
            default:
                FillStrided(source, destination, index, count);
                break;
        }
    }

    private void FillColumn(byte* source, float* destination, nint index, nint count)
    {
        nint row = index / columns;
        nint left = columns - index % columns;
        while (count > 0)
        {
            nint length = Math.Min(left, count);
            FillAtLeast(destination, ConvertLoop.Element(source, input.Type, row), length);
            destination += length;
            count -= length;
            left = columns;
            row++;
        }
    }

    /// <summary>A row of <paramref name="period"/> elements again and again, from its element <paramref name="phase"/> on.</summary>
    private void FillRepeated(byte* source, nint phase, nint period, float* destination, nint count)
    {
        nint filled = Math.Min(period - phase, count);
        ConvertLoop.Load(source + phase * input.ElementBytes, input.Type, destination, filled);
        nint second = Math.Min(phase, count - filled);
        ConvertLoop.Load(source, input.Type, destination + filled, second);
        filled += second;
        // One period is there; each copy doubles what is.
        while (filled < count)
        {
            nint length = Math.Min(filled, count - filled);
            Unsafe.CopyBlockUnaligned(destination + filled, destination, (uint)(length * sizeof(float)));
            filled += length;
        }
    }

    private void FillStrided(byte* source, float* destination, nint index, nint count)
    {
        StridedShape shape = input.Strides!;
        ReadOnlySpan<nint> dimensions = shape.Dimensions;
        ReadOnlySpan<nint> strides = shape.Strides;
        int rank = shape.Rank;
        nint* position = stackalloc nint[6];
        nint offset = 0;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            position[axis] = index % dimensions[axis];
            index /= dimensions[axis];
            offset += position[axis] * strides[axis];
        }
        int last = rank - 1;
        while (count > 0)
        {
            nint length = Math.Min(dimensions[last] - position[last], count);
            if (position[last] == 0 && rank >= 2 && strides[last - 1] == 0 && strides[last] == 1)
            {
                // All that is left of the repetitions at once.
                nint repeats = dimensions[last - 1] - position[last - 1];
                nint whole = Math.Min(repeats * dimensions[last], count);
                FillRepeated(source + offset * input.ElementBytes, 0, dimensions[last], destination, whole);
                length = whole;
                position[last - 1] = dimensions[last - 1] - 1;
            }
            else
            {
                FillRun(source, offset, strides[last], destination, length);
            }
            destination += length;
            count -= length;
            // The next row: carry where a dimension is through.
            offset -= position[last] * strides[last];
            position[last] = 0;
            for (int axis = last - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++position[axis] < dimensions[axis])
                {
                    break;
                }
                offset -= position[axis] * strides[axis];
                position[axis] = 0;
            }
        }
    }

    private void FillRun(byte* source, nint offset, nint stride, float* destination, nint count)
    {
        if (stride == 1)
        {
            ConvertLoop.Load(source + offset * input.ElementBytes, input.Type, destination, count);
        }
        else if (stride == 0)
        {
            FillAtLeast(destination, ConvertLoop.Element(source, input.Type, offset), count);
        }
        else if (input.Type == ElementwiseType.Float32)
        {
            float* element = (float*)source + offset;
            for (nint i = 0; i < count; i++, element += stride)
            {
                destination[i] = *element;
            }
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = ConvertLoop.Element(source, input.Type, offset + i * stride);
            }
        }
    }

    /// <summary>
    /// Writes whole vectors, so up to 15 floats too many: what follows overwrites them, and a register is a cache line longer than a block.
    /// </summary>
    private static void FillAtLeast(float* destination, float value, nint count)
    {
        Vector128<float> values = Vector128.Create(value);
        for (nint index = 0; index < count; index += 16)
        {
            values.Store(destination + index);
            values.Store(destination + index + 4);
            values.Store(destination + index + 8);
            values.Store(destination + index + 12);
        }
    }
}
