using System.Globalization;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Fuzz;

/// <summary>Damaged files of each format are read, or refused as invalid data, with bounded memory. Alone: what the process allocates is measured.</summary>
[Collection(nameof(Alone))]
public class FuzzTests
{
    private const string Variable = "CORNEA_FUZZ";

    [Theory]
    [InlineData("keras", 250)]
    [InlineData("weights", 250)]
    [InlineData("hdf5", 400)]
    [InlineData("fromjson", 300)]
    [InlineData("h5", 250)]
    [InlineData("onnx", 500)]
    [InlineData("tfjs", 300)]
    [InlineData("mat", 500)]
    [InlineData("npz", 400)]
    [InlineData("npy", 400)]
    [InlineData("idx", 400)]
    [InlineData("csv", 500)]
    [InlineData("cifar", 250)]
    [InlineData("cache", 400)]
    [InlineData("backup", 100)]
    public void Damaged_files_are_read_or_invalid_data(string format, int count)
    {
        int refused = FuzzRunner.Run(FuzzFormats.All.Single(known => known.Name == format), 1, count);
        Assert.InRange(refused, count / 10, count); // Otherwise the damage misses what matters.
    }

    /// <summary><c>tests/fuzz.sh FORMAT FIRST COUNT</c> says which, and how many.</summary>
    [Fact]
    public void As_many_as_wanted()
    {
        string[] wanted = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.SkipWhen(wanted.Length != 3, "tests/fuzz.sh runs it.");
        FuzzFormat format = FuzzFormats.All.FirstOrDefault(known => known.Name == wanted[0])
            ?? throw new ArgumentException($"There is no format '{wanted[0]}'; there are {string.Join(", ", FuzzFormats.All.Select(known => known.Name))}.");
        int count = int.Parse(wanted[2], CultureInfo.InvariantCulture), refused = FuzzRunner.Run(format, int.Parse(wanted[1], CultureInfo.InvariantCulture), count);
        Console.WriteLine($"{format.Name}: {count:N0} damaged files, {refused:N0} refused, {count - refused:N0} read.");
    }
}
