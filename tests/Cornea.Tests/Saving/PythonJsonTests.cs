using System.Text.Json.Nodes;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>JSON to the letter as Python writes it; the expected texts are Python's.</summary>
public class PythonJsonTests
{
    [Theory]
    [InlineData(1e-7, "1e-07")]
    [InlineData(0.001, "0.001")]
    [InlineData(1, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0, "0.0")]
    [InlineData(6, "6.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e22, "1e+22")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(0.00392156862745098, "0.00392156862745098")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers(double value, string text) => Assert.Equal(text, PythonJson.Number(value));

    [Fact]
    public void Texts_and_lists()
    {
        var json = new JsonObject { ["a"] = new JsonArray(1, 2.0, null, true), ["b"] = "é\"\\\n\u0001<&>😀", ["c"] = new JsonObject(), ["d"] = new JsonArray(), ["e"] = JsonNode.Parse("1.50"), ["f"] = JsonNode.Parse("[2, 2.0]") };
        Assert.Equal("{\"a\": [1, 2.0, null, true], \"b\": \"\\u00e9\\\"\\\\\\n\\u0001<&>\\ud83d\\ude00\", \"c\": {}, \"d\": [], \"e\": 1.5, \"f\": [2, 2.0]}", PythonJson.Of(json, indented: false));
        Assert.Equal("{\n  \"a\": [\n    1,\n    {}\n  ]\n}", PythonJson.Of(new JsonObject { ["a"] = new JsonArray(1, new JsonObject()) }, indented: true));
    }
}
