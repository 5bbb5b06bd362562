using Cornea.Files;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Weights in half of the bits: rounded as they should be, in files that say what they hold.</summary>
public sealed class WeightTypeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("m.keras", "float16")]
    [InlineData("m.keras", "bfloat16")]
    [InlineData("m.h5", "float16")]
    [InlineData("m.h5", "bfloat16")]
    public void A_file_has_them_rounded(string name, string type)
    {
        Model model = Network(10_000);
        model.Save(_folder.File("whole" + Path.GetExtension(name)));
        model.Save(_folder.File(name), weightType: type);
        Model loaded = Model.Load(_folder.File(name));
        float[] expected = [.. model.Weights[0].Value.ToArray<float>().Select(value => type == "float16" ? (float)(Half)value : Cut(value))];
        Assert.Equal(expected, loaded.Weights[0].Value.ToArray<float>());
        Assert.NotEqual(expected, model.Weights[0].Value.ToArray<float>());
        Assert.InRange(new FileInfo(_folder.File(name)).Length, 1, (long)(0.6 * new FileInfo(_folder.File("whole" + Path.GetExtension(name))).Length));
    }

    [Fact]
    public void Numbers_are_rounded_to_the_nearest_and_to_even_between_two()
    {
        Assert.Equal([1f, 1f, 1.0078125f, 1.015625f, -1.015625f, float.PositiveInfinity, 0f, 1e38f.Rounded()],
            Saved([1f, 1 + (1 / 256f), 1 + (1 / 256f) + (1 / 65536f), 1 + (3 / 256f), -1 - (3 / 256f), float.PositiveInfinity, 1e-45f, 1e38f], "bfloat16"));
        Assert.True(float.IsNaN(Saved([float.NaN], "bfloat16")[0]));
    }

    [Fact]
    public void Keras_is_told_which_numbers_NumPy_has_not()
    {
        Network(3).SaveWeights(_folder.File("m.weights.h5"), weightType: WeightType.BFloat16);
        using ByteSource source = ByteSource.Open(_folder.File("m.weights.h5"));
        Hdf5Array kernel = Hdf5Reader.Read(source, "m").FindArray("layers/dense/vars/0")!;
        Assert.Equal(["bfloat16"], kernel.Attributes["dtype"].Texts());
        Assert.Equal(FileElementType.Float32, kernel.ElementType);
    }

    [Fact]
    public void An_optimizer_s_state_stays_as_it_is()
    {
        Model model = Network(4);
        model.Compile("adam", "mse");
        model.Fit(Ops.Ones([4, 4]), Ops.Full([4, 4], 0.3f, DType.Float32), epochs: 1, verbose: 0);
        model.Save(_folder.File("m.keras"), weightType: "float16");
        Assert.Equal(
            model.CompiledSetup!.Optimizer.Variables.SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>()),
            Model.Load(_folder.File("m.keras")).CompiledSetup!.Optimizer.Variables.SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>()));
    }

    [Fact]
    public void What_float16_can_not_hold_is_an_error_and_nothing_is_written()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Saved([70000f], "float16"));
        Assert.Contains("70000", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Contains("bfloat16", Assert.Throws<ArgumentException>(() => Network(1).Save(_folder.File("m.keras"), weightType: "float8")).Message, StringComparison.Ordinal);
    }

    private float[] Saved(float[] values, string type)
    {
        var model = new Sequential("s") { new Input(values.Length), new Dense(1, useBias: false) };
        model.SetWeights([Tensor.From(values, [values.Length, 1])]);
        model.Save(_folder.File("s.keras"), weightType: type);
        return Model.Load(_folder.File("s.keras")).Weights[0].Value.ToArray<float>();
    }

    private static Sequential Network(int units) => new("n") { new Input(4), new Dense(units), new Dense(4) };

    private static float Cut(float value) => value.Rounded();
}

file static class Rounding
{
    // The two numbers of 16 bits on both sides, and the nearer; between two the one whose last bit is 0.
    public static float Rounded(this float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), low = bits & 0xFFFF0000, rest = bits & 0xFFFF;
        bool isUp = rest > 0x8000 || (rest == 0x8000 && (low & 0x10000) != 0);
        return BitConverter.UInt32BitsToSingle(isUp ? low + 0x10000 : low);
    }
}
