using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
        Assert.Equal(0xCBF43926u, Crc32.Append(Crc32.Of("1234"u8), "56789"u8));
        Assert.Equal(0u, Crc32.Of([]));
    }

    [Fact]
    public void Checksums_of_pieces_make_that_of_the_whole()
    {
        byte[] bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        foreach (int cut in (int[])[0, 1, 17, 4096, 9_999, 10_000])
            Assert.Equal(Crc32.Of(bytes), Crc32.Combine(Crc32.Of(bytes.AsSpan(0, cut)), Crc32.Of(bytes.AsSpan(cut)), bytes.Length - cut));

        // Lengths beyond 32 bits count.
        Assert.NotEqual(Crc32.Combine(0xCBF43926, 0, 1), Crc32.Combine(0xCBF43926, 0, (1L << 33) + 1));
    }
}
