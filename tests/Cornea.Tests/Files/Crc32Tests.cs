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
}
