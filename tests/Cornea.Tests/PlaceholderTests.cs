using Xunit;
namespace Cornea.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Runs() => Assert.Equal(2, Environment.GetEnvironmentVariable("x") is null ? 2 : 3);
}
