namespace Cornea.Files;

/// <summary>How an HDF5 file stores the numbers of an array, and what they are when they have been read.</summary>
/// <param name="Elements">What they are read as.</param>
/// <param name="StoredSize">How many bytes one takes in the file.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
/// <param name="IsBFloat16">Whether they are the upper halves of Float32.</param>
internal readonly record struct Hdf5NumberType(FileElementType Elements, int StoredSize, bool IsBigEndian, bool IsBFloat16)
{
    private const int Reference = 7, Compound = 6;

    /// <summary>Reads a datatype's message: the class, the size, and of numbers the exact layout of their bits. A reference to an object is its
    /// address, a pair of equal floating-point numbers (named r, i or real, imag) a complex one.</summary>
    /// <exception cref="InvalidDataException">They are of another kind, or laid out otherwise than numbers in memory are.</exception>
    public static Hdf5NumberType Read(Hdf5Bytes file, Hdf5Message message, Hdf5Place place)
    {
        int kind = file.Byte(message.Offset) & 15, bits = file.Byte(message.Offset + 1), signAt = file.Byte(message.Offset + 2);
        long size = file.UInt32(message.Offset + 4);
        bool isBigEndian = (bits & 1) != 0;
        if (kind == 8 && size == 1) return new(FileElementType.Bool, 1, false, false); // h5py's bool: an enumeration in one byte.
        if (kind == Reference && size == 8) return new(FileElementType.UInt64, 8, false, false);
        if (kind == Compound && size is 8 or 16) return Complex(file, message, size, place);
        if (kind is not (0 or 1) || size is not (1 or 2 or 4 or 8) || (kind == 1 && size == 1))
            throw file.Refused($"'{place}': expected numbers of 1, 2, 4 or 8 bytes, got HDF5's type class {kind} of {size} bytes");
        long at = message.Offset + 8;
        int firstBit = file.UInt16(at), usedBits = file.UInt16(at + 2);
        if (firstBit != 0 || usedBits != size * 8) throw file.Refused($"'{place}': numbers of {usedBits} bits in {size} bytes aren't read");
        return kind == 0 ? new(Whole(size, isSigned: (bits & 8) != 0), (int)size, isBigEndian, false) : Floating();

        Hdf5NumberType Floating()
        {
            var layout = (Sign: signAt, ExponentAt: file.Byte(at + 4), Exponent: file.Byte(at + 5), MantissaAt: file.Byte(at + 6), Mantissa: file.Byte(at + 7), Bias: file.UInt32(at + 8));
            bool isPlain = (bits & 0x40) == 0 && (bits & 0x30) == 0x20; // Not a VAX' byte order; the mantissa's first bit is left out.
            if (isPlain && layout == (15, 10, 5, 0, 10, 15)) return new(FileElementType.Float16, 2, isBigEndian, false);
            if (isPlain && layout == (15, 7, 8, 0, 7, 127)) return new(FileElementType.Float32, 2, isBigEndian, true);
            if (isPlain && layout == (31, 23, 8, 0, 23, 127)) return new(FileElementType.Float32, 4, isBigEndian, false);
            if (isPlain && layout == (63, 52, 11, 0, 52, 1023)) return new(FileElementType.Float64, 8, isBigEndian, false);
            throw file.Refused($"'{place}': floating-point numbers of {size} bytes with {layout.Exponent} bits of exponent and {layout.Mantissa} of mantissa aren't read");
        }
    }

    /// <summary>Whether the file's bytes are those of elements of a type in memory.</summary>
    public bool IsPlain(FileElementType type) =>
        !IsBFloat16 && (StoredSize == 1 || IsBigEndian != BitConverter.IsLittleEndian) && ElementConversion.IsSame(Elements, type);

    /// <summary>Makes elements of a type of those in the file.</summary>
    /// <param name="stored">The file's bytes; used up.</param>
    /// <param name="type">What they shall be.</param>
    /// <param name="target">Has just the room for them.</param>
    /// <exception cref="OverflowException">One is too large for the type.</exception>
    public void Decode(Span<byte> stored, FileElementType type, Span<byte> target)
    {
        if (IsBigEndian == BitConverter.IsLittleEndian) ByteOrder.Reverse(stored, Elements is FileElementType.Complex64 or FileElementType.Complex128 ? StoredSize / 2 : StoredSize);
        if (!IsBFloat16)
        {
            ElementConversion.Convert(Elements, stored, type, target);
            return;
        }

        byte[] values = new byte[2 * stored.Length];
        int upper = BitConverter.IsLittleEndian ? 2 : 0;
        for (int at = 0; at < stored.Length; at += 2) stored.Slice(at, 2).CopyTo(values.AsSpan((2 * at) + upper));
        ElementConversion.Convert(Elements, values, type, target);
    }

    private static Hdf5NumberType Complex(Hdf5Bytes file, Hdf5Message message, long size, Hdf5Place place)
    {
        int version = file.Byte(message.Offset) >> 4, members = file.UInt16(message.Offset + 1);
        long at = message.Offset + 8, end = message.Offset + message.Size;
        if (members != 2) throw Unknown();
        Hdf5NumberType real = Member(["r", "real"], 0), imaginary = Member(["i", "imag"], size / 2);
        if (real != imaginary || real.StoredSize != size / 2 || real.IsBFloat16 || real.Elements is not (FileElementType.Float32 or FileElementType.Float64)) throw Unknown();
        return real with { Elements = real.Elements == FileElementType.Float32 ? FileElementType.Complex64 : FileElementType.Complex128, StoredSize = (int)size };

        // Name, offset, in the first version axes too, and the type.
        Hdf5NumberType Member(string[] names, long offset)
        {
            string name = file.Text(at, end);
            at += version < 3 ? (name.Length + 8L) & ~7L : name.Length + 1L;
            long found = version < 3 ? file.UInt32(at) : file.Byte(at);
            if (version is < 1 or > 3 || !names.Contains(name) || found != offset) throw Unknown();
            at += version switch { 1 => 4 + 4 + 4 + 4 + 16, 2 => 4, _ => 1 };
            if ((file.Byte(at) & 15) != 1) throw Unknown();
            Hdf5NumberType type = Read(file, message with { Offset = at, Size = (int)(end - at) }, place);
            at += 8 + 12; // The type of a floating-point number.
            return type;
        }

        InvalidDataException Unknown() => file.Refused($"'{place}': compound values other than complex numbers aren't read");
    }

    private static FileElementType Whole(long size, bool isSigned) => size switch
    {
        1 => isSigned ? FileElementType.Int8 : FileElementType.UInt8,
        2 => isSigned ? FileElementType.Int16 : FileElementType.UInt16,
        4 => isSigned ? FileElementType.Int32 : FileElementType.UInt32,
        _ => isSigned ? FileElementType.Int64 : FileElementType.UInt64,
    };
}
