using System.Runtime.InteropServices;
using Cornea.Files;

namespace Cornea;

/// <summary>A weight that a TensorFlow.js manifest lists: its name, its shape, and where its values lie, as they are or in fewer bits.</summary>
/// <param name="name">Such as <c>dense/kernel</c>.</param>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="values">What the values are.</param>
/// <param name="stored">What lies in the file.</param>
/// <param name="scale">What a stored whole number is multiplied by.</param>
/// <param name="minimum">What is added then.</param>
/// <param name="shards">The bytes of its group.</param>
/// <param name="offset">Where its own begin there.</param>
/// <remarks>Source: TensorFlow.js, io/io_utils: a value is q · scale + min, rounded where the weight holds whole numbers.</remarks>
internal sealed class ManifestWeight(
    string name, int[] shape, FileElementType values, FileElementType stored, double scale, double minimum, WeightShards shards, long offset) : IFileValues
{
    private const int PieceElements = 1 << 17;

    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => shape;

    // Whole numbers of one or two bytes stand for others; half precision is just that.
    private bool IsScaled => stored != values && stored != FileElementType.Float16;

    /// <inheritdoc/>
    public void CopyTo(Storage target, FileElementType type)
    {
        int storedSize = stored.Size(), size = type.Size();
        long count = target.Bytes / size;
        byte[] piece = new byte[(int)Math.Min(count, PieceElements) * storedSize], scaled = IsScaled ? new byte[piece.Length / storedSize * values.Size()] : [];
        for (long first = 0; first < count; first += PieceElements)
        {
            int part = (int)Math.Min(PieceElements, count - first);
            Span<byte> from = piece.AsSpan(0, part * storedSize), to = target.Span((nint)(first * size), part * size);
            shards.Read(offset + (first * storedSize), from);
            if (!BitConverter.IsLittleEndian) ByteOrder.Reverse(from, stored.WordSize());
            if (!IsScaled)
            {
                ElementConversion.Convert(stored, from, type, to);
                continue;
            }

            Span<byte> between = scaled.AsSpan(0, part * values.Size());
            if (stored == FileElementType.UInt8) Scale(from, between);
            else Scale(MemoryMarshal.Cast<byte, ushort>(from), between);
            ElementConversion.Convert(values, between, type, to);
        }
    }

    private void Scale<T>(ReadOnlySpan<T> numbers, Span<byte> results)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (values == FileElementType.Float32)
        {
            Span<float> floats = MemoryMarshal.Cast<byte, float>(results);
            for (int index = 0; index < floats.Length; index++) floats[index] = (float)Value(numbers[index]);
            return;
        }

        Span<int> wholes = MemoryMarshal.Cast<byte, int>(results);
        for (int index = 0; index < wholes.Length; index++) wholes[index] = checked((int)Math.Floor(Value(numbers[index]) + 0.5)); // As JavaScript rounds.

        double Value(T number) => (double.CreateTruncating(number) * scale) + minimum;
    }
}
