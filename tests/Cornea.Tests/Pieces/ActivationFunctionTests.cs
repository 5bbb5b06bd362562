using Cornea.Activations;
using Cornea.Goldens;
using Xunit;

namespace Cornea.Tests.Pieces;

public class ActivationFunctionTests
{
    private static readonly Lazy<GoldenFolder> Folder = new(() => new GoldenFolder(GoldenFolder.RepositoryPath));

    public static TheoryData<string> Cases =>
        [.. Folder.Value.Names.Where(name => name.StartsWith("layers/activation_", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_Keras_values_and_gradients(string name)
    {
        GoldenCase golden = Folder.Value.Open(name);
        ActivationFunction activation = golden.Json["config"]!["activation"].ToText();
        Tensor x = Ops.Watch(golden["x0"].ToTensor());
        Tensor y = activation.Call(x);
        GoldenTolerance.Values.Check("y0", golden["y0"], y);
        GoldenTolerance.Gradients.Check("dx0", golden["dx0"], Gradients.Of(Ops.Sum(y * golden["dy0"].ToTensor()), x));
    }

    [Fact]
    public void Every_name_makes_a_function_of_the_same_name()
    {
        foreach (string name in ActivationFunction.Known)
        {
            ActivationFunction activation = name;
            Assert.Equal(name.Replace("swish", "silu", StringComparison.Ordinal), activation.Name);
        }
    }

    [Fact]
    public void Nothing_and_linear_change_nothing()
    {
        Tensor x = Tensor.From([1f, -2f], 2);
        Assert.Same(x, ((ActivationFunction)(string?)null).Call(x));
        Assert.Same(x, ((ActivationFunction)"linear").Call(x));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => (ActivationFunction)"rely");
        Assert.Contains("'rely'", error.Message, StringComparison.Ordinal);
        Assert.Contains("relu6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_ones_own_runs_and_is_not_saved_without_a_name()
    {
        Assert.Equal([6f], ActivationFunction.From(x => x * 2).Call(Tensor.From([3f], 1)).ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => ActivationFunction.From(x => x).ToJson());
        Assert.Equal("\"mine\"", ActivationFunction.From(x => x, "mine").ToJson().ToJsonString());
    }
}
