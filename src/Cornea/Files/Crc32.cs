namespace Cornea.Files;

/// <summary>The checksum CRC-32 of zip and gzip (polynomial 0xEDB88320, reflected). Source: RFC 1952, section 8.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 1u << 31; // Polynomials are reflected: the highest bit is the coefficient of x⁰.

    public static uint Of(ReadOnlySpan<byte> data) => System.IO.Hashing.Crc32.HashToUInt32(data);

    /// <summary>The checksum of data seen before, whose checksum is <paramref name="crc"/>, followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data) => Combine(crc, Of(data), data.Length);

    /// <summary>The checksum of two pieces together, of each one's.</summary>
    /// <param name="first">That of the first piece.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="secondBytes">How many bytes the second piece has.</param>
    /// <remarks>
    /// A checksum is a remainder modulo the polynomial: bytes that follow multiply it by x to the power of their bits. Source: M. Adler, zlib's
    /// crc32_combine.
    /// </remarks>
    public static uint Combine(uint first, uint second, long secondBytes)
    {
        uint power = One, square = One >> 8; // x⁸, for one byte.
        for (long count = secondBytes; count > 0; count >>= 1)
        {
            if ((count & 1) != 0) power = Multiply(power, square);
            square = Multiply(square, square);
        }

        return Multiply(first, power) ^ second;
    }

    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (; a != 0; a <<= 1)
        {
            if ((a & One) != 0) product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }
}
