using System.Buffers.Binary;

namespace Cornea.Vision.Jpeg;

/// <summary>The bits of a scan: a byte of ones is followed by a zero that doesn't count, or by a marker, where the bits end.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> file, int position)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private ulong _bits; // The next bit is the highest.
    private int _count;

    /// <summary>Where the next byte lies.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Bits that were asked for after the last one: there are no such, so the file is cut off or broken.</summary>
    public readonly bool IsOver => _count < 0;

    /// <summary>Sees to it that 48 bits can be had; zeros after the last.</summary>
    public void Fill()
    {
        if (_count >= 48) return;
        if (Position <= _file.Length - 8)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_file[Position..]);
            // No byte is 255: none of their complements is zero.
            ulong complement = ~next;
            if (((complement - 0x0101010101010101) & ~complement & 0x8080808080808080) == 0)
            {
                int bytes = (64 - Math.Max(_count, 0)) / 8;
                if (_count >= 0)
                {
                    _bits |= next >> _count;
                    _count += bytes * 8;
                    _bits &= _count == 64 ? ulong.MaxValue : ~(ulong.MaxValue >> _count);
                    Position += bytes;
                    return;
                }
            }
        }

        FillSlowly();
    }

    /// <summary>The next bits, not taken away; at most 16 after a <see cref="Fill"/> and others.</summary>
    public readonly int Peek(int count) => (int)(_bits >> (64 - count));

    /// <summary>Takes bits away.</summary>
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    /// <summary>A number of so many bits as JPEG writes it: those that begin with 0 are negative (T.81, F.2.2.1).</summary>
    public int Receive(int count)
    {
        int value = (int)(_bits >> (64 - count));
        Skip(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes on after a restart marker.</summary>
    /// <returns>Whether there was one, with nothing before it.</returns>
    public bool Restart()
    {
        if (_count is < 0 or >= 8 || Position > _file.Length - 2 || _file[Position] != 0xFF || _file[Position + 1] is < 0xD0 or > 0xD7) return false;
        Position += 2;
        (_bits, _count) = (0, 0);
        return true;
    }

    private void FillSlowly()
    {
        while (_count is >= 0 and <= 56 && Position < _file.Length)
        {
            byte value = _file[Position];
            if (value == 0xFF)
            {
                if (Position + 1 >= _file.Length || _file[Position + 1] != 0) return; // A marker.
                Position++;
            }

            Position++;
            _bits |= (ulong)value << (56 - _count);
            _count += 8;
        }
    }
}
