using Cornea.Layers;
using Cornea.Tests.Operations;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>What holds for every model, its file, its JSON and its clone: the same weights, the same summary, the same bits, and on to the same bits.</summary>
[Collection(nameof(Alone))] // RandomSeed is the process's.
public sealed class SavedModelLaws : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<uint> Streams => [.. Enumerable.Range(0, 24).Select(stream => (uint)stream)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void What_comes_back_is_the_same_model(uint stream)
    {
        RandomSeed.Set(7);
        var maker = new RandomModel(new Draw(stream));
        Model model = maker.Make();
        TensorList x = TensorList.Create([.. Enumerable.Range(0, maker.InputCount).Select(input => Wave(input))]), y = TensorList.Create([.. Enumerable.Range(0, maker.OutputCount).Select(output => Wave(output + 5))]);
        model.Call(x);
        string untrained = model.SummaryText(expandNested: true);
        model.Compile("adam", "mse");
        Train(model, x, y);
        model.Save(_folder.File("m.keras"));
        float[][] expected = Predictions(model, x);
        List<Model> others = [Model.Load(_folder.File("m.keras"), Around.Makers.ToDictionary(pair => pair.Key, pair => (Func<LayerConfig, object>)pair.Value)), Model.FromJson(model.ToJsonText(), Around.Makers)];
        if (model is Around) others[1].Call(x);
        else others.Add(model.Clone());
        for (int index = 0; index < others.Count; index++)
        {
            Assert.Equal(model.Weights.Select(weight => weight.Shape), others[index].Weights.Select(weight => weight.Shape));
            if (index > 0) others[index].SetWeights(model.GetWeights());
            Assert.Equal(expected, Predictions(others[index], x));
            Assert.Equal(model.ToJsonText(), others[index].ToJsonText());
            Assert.Equal(index == 0 ? model.SummaryText(expandNested: true) : untrained, others[index].SummaryText(expandNested: true)); // An optimizer stands in it too.
        }

        Train(model, x, y);
        Train(others[0], x, y);
        Assert.Equal(Bits(model), Bits(others[0]));
    }

    private static void Train(Model model, TensorList x, TensorList y) => model.Fit(x, y, batchSize: 4, epochs: 2, shuffle: false, verbose: 0);

    private static float[][] Predictions(Model model, TensorList x) => [.. model.PredictAll(x).Select(output => output.ToArray<float>())];

    private static uint[][] Bits(Model model) => [.. model.Variables.Where(variable => variable.DType == DType.Float32).Select(variable => variable.Value.ToArray<float>().Select(BitConverter.SingleToUInt32Bits).ToArray())];

    private static Tensor Wave(int phase) => Ops.Sin((Ops.Arange(8 * 6, dtype: DType.Float32) * 0.37) + phase).Reshape([8, 6]);
}
