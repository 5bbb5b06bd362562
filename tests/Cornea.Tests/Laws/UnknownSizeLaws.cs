using System.Text.RegularExpressions;
using Cornea.Layers;
using Cornea.Tests.Layers;
using Cornea.Tests.Layers.Augmentation;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>A model whose input leaves sizes open gives for each size what the layer itself gives; what a shape claims to know of its outputs is so.</summary>
public sealed class UnknownSizeLaws
{
    private const string Augmenting = "augmenting ";

    // With their channels, or what takes their place, on another axis.
    private static readonly string[] ChannelsElsewhere = ["BatchNormalization axis 1", "Conv1D channels first", "Conv2D channels first", "ConvLSTM3D", "Dot"];

    public static TheoryData<string> Names => [.. LayerCases.All.Keys.Concat(AugmentationCases.All.Keys.Select(name => Augmenting + name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_open_size_changes_nothing(string name)
    {
        (Func<Layer> make, Shape[] shapes) = name.StartsWith(Augmenting, StringComparison.Ordinal) ? (() => AugmentationCases.All[name[Augmenting.Length..]](default, 1), [(7, 6, 3)]) : LayerCases.All[name];
        var refused = new List<string>();
        foreach (int[] open in Choices(shapes.Max(shape => shape.Rank)))
        {
            RandomSeed.Set(1);
            Layer layer = make();
            TensorList data = Data(shapes, [], 0);
            layer.Call(data, training: false); // Weights of the sizes that are known.
            TensorList symbolic = TensorList.Create([.. shapes.Select(shape => Input.OfBatch([Shape.Unknown, .. shape.Select((size, axis) => open.Contains(axis) ? Shape.Unknown : size)]).Tensor)]);
            TensorList outputs;
            try
            {
                outputs = layer.Call(symbolic);
            }
            catch (ShapeException error)
            {
                refused.Add($"{string.Join(", ", open)}: {error.Message}");
                continue;
            }

            var model = new Model(symbolic, outputs);
            foreach (int more in new[] { 0, 3 })
            {
                TensorList given = Data(shapes, open, more), expected;
                try
                {
                    expected = layer.Call(given, training: false);
                }
                catch (ShapeException)
                {
                    continue; // Not every layer takes every size.
                }

                TensorList actual = model.Call(given, training: false);
                for (int index = 0; index < expected.Count; index++)
                {
                    string what = $"{name}, axes {string.Join(", ", open)} open, {more} more, output {index}";
                    Assert.True(expected[index].Shape == actual[index].Shape, $"{what}: {expected[index].Shape}, {actual[index].Shape}");
                    Assert.True(outputs[index].Rank == expected[index].Rank && outputs[index].Shape.Zip(expected[index].Shape).All(pair => pair.First == Shape.Unknown || pair.First == pair.Second), $"{what}: {outputs[index].Shape} became {expected[index].Shape}");
                    Assert.True(expected[index].ToArray<float>().SequenceEqual(actual[index].ToArray<float>()), $"{what}: other numbers");
                }
            }
        }

        // Channels must be known, of channels-last images the last axis; nothing else is refused.
        int rank = shapes.Max(shape => shape.Rank);
        string images = string.Join(", ", Enumerable.Range(0, Math.Max(1, rank - 1)));
        Assert.True(ChannelsElsewhere.Contains(name) || rank < 2 || !refused.Exists(line => line.StartsWith($"{images}:", StringComparison.Ordinal)), string.Join('\n', refused));
        Assert.DoesNotContain(refused, line => Regex.IsMatch(line, @"\b96\b")); // A size that was only tried means nothing to anybody (conv2d_96 is a name).
    }

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Run, Shape Shape)> Operations = new()
    {
        ["argmax keep"] = (x => Ops.ArgMax(x, -1, keepDims: true), OpenImage),
        ["channel"] = (x => x[TensorIndex.Ellipsis, 0], OpenImage),
        ["channels"] = (x => x[TensorIndex.Ellipsis, ..2], OpenImage),
        ["concatenate"] = (x => Ops.Concatenate([x, x], 1), OpenImage),
        ["convolution transposed"] = (x => Ops.ConvTranspose(x, Tensor.From([.. Enumerable.Range(0, 54).Select(index => index / 9f)], [3, 3, 2, 3]), 2, "same"), OpenImage),
        ["crop"] = (x => x[.., 1..^1, 1..^1], OpenImage),
        ["cumulative sum"] = (x => Ops.CumSum(x, 1), OpenImage),
        ["depth to space"] = (x => Ops.DepthToSpace(Ops.Concatenate([x, x, x, x], -1), 2), OpenImage),
        ["diff"] = (x => Ops.Diff(x, axis: 1), OpenImage),
        ["einsum"] = (x => Ops.Einsum("bhwc,cd->bhwd", x, Matrix), OpenImage),
        ["expand dims"] = (x => Ops.ExpandDims(x, 1), OpenImage),
        ["expand dims at the end"] = (x => Ops.ExpandDims(x, -1), OpenImage),
        ["flip"] = (x => Ops.Flip(x, (1, 2)), OpenImage),
        ["flip of samples"] = (x => Ops.Flip(x, 0), new Shape(4, 3)),
        ["last row"] = (x => x[.., ^1], OpenImage),
        ["matmul"] = (x => Ops.MatMul(x, Matrix), OpenImage),
        ["matmul of both"] = (x => Ops.MatMul(x, Ops.SwapAxes(x, 2, 3)), OpenImage),
        ["mean of channels"] = (x => Ops.Mean(x, -1), OpenImage),
        ["mean of pixels"] = (x => x - Ops.Mean(x, (1, 2), keepDims: true), OpenImage),
        ["new axis"] = (x => x[TensorIndex.Ellipsis, TensorIndex.NewAxis], OpenImage),
        ["norm"] = (x => Ops.Norm(x, axis: -1), OpenImage),
        ["one hot"] = (x => Ops.OneHot(Ops.ArgMax(x, -1), 3), OpenImage),
        ["pad"] = (x => Ops.Pad(x, [(0, 0), (1, 1), (1, 2), (0, 0)]), OpenImage),
        ["pad edge"] = (x => Ops.Pad(x, [(0, 0), (1, 2), (0, 0), (0, 0)], "edge"), OpenImage),
        ["pad reflect"] = (x => Ops.Pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)], "reflect"), OpenImage),
        ["repeat"] = (x => Ops.Repeat(x, 2, 1), OpenImage),
        ["repeat channels"] = (x => Ops.Repeat(x, 2, -1), OpenImage),
        ["reshape"] = (x => Ops.Reshape(x, [-1, 3]), OpenImage),
        ["resize"] = (x => ImageOps.Resize(x, (7, 6)), OpenImage),
        ["roll"] = (x => Ops.Roll(x, 1, 1), OpenImage),
        ["roll of all"] = (x => Ops.Roll(x, 2), OpenImage),
        ["roll of samples"] = (x => Ops.Roll(x, 1, 0), new Shape(4, 3)),
        ["rot90"] = (x => Ops.Rot90(x, 1, (1, 2)), OpenImage),
        ["softmax of rows"] = (x => Ops.Softmax(x, 1), OpenImage),
        ["sort"] = (x => Ops.Sort(x, 1), OpenImage),
        ["space to depth"] = (x => Ops.SpaceToDepth(Ops.Concatenate([x, x], 1), 1), OpenImage),
        ["split"] = (x => Ops.Split(x, 3, -1)[1], OpenImage),
        ["squeeze"] = (x => Ops.Squeeze(Ops.Mean(x, -1, keepDims: true), -1), OpenImage),
        ["squeeze of all"] = (x => Ops.Squeeze(Ops.Mean(x, -1, keepDims: true)), OpenImage),
        ["stack"] = (x => Ops.Stack([x, x], -1), OpenImage),
        ["steps"] = (x => Ops.GetItem(x, [TensorIndex.Slice(), TensorIndex.Slice(null, null, 2), TensorIndex.Slice(null, null, -1)]), OpenImage),
        ["swap axes"] = (x => Ops.SwapAxes(x, 1, 3), OpenImage),
        ["tensor dot"] = (x => Ops.TensorDot(x, Matrix, 1), OpenImage),
        ["tile"] = (x => Ops.Tile(x, (Axes)(int[])[1, 1, 1, 2]), OpenImage),
        ["top"] = (x => Ops.TopK(x, 2).Values, OpenImage),
        ["variance"] = (x => Ops.Var(x, (1, 2)), OpenImage),
        ["steps of a sequence"] = (x => x[.., 1..] - x[.., ..^1], OpenSequence),
        ["first of a sequence"] = (x => x[.., 0], OpenSequence),
        ["last of a sequence"] = (x => x[.., ^1], OpenSequence),
        ["sequence backwards"] = (x => Ops.Flip(x, 1), OpenSequence),
        ["sequence twice"] = (x => Ops.Repeat(x, 2, 1), OpenSequence),
    };

    private static Shape OpenImage => [Shape.Unknown, Shape.Unknown, 3];

    private static Shape OpenSequence => [Shape.Unknown, 3];

    private static Tensor Matrix => Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]);

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void An_operation_between_tensors_of_open_sizes_is_the_operation(string name)
    {
        (Func<Tensor, Tensor> run, Shape shape) = Operations[name];
        Tensor input = Input.OfBatch([Shape.Unknown, .. shape]).Tensor, output = run(input);
        var model = new Model(input, output);
        using var folder = new TemporaryFolder();
        model.Save(Path.Combine(folder.Path, "open.keras"));
        Model loaded = Model.Load(Path.Combine(folder.Path, "open.keras"));
        foreach (int size in new[] { 1, 4, 5 })
        {
            if (size == 1 && name is "crop" or "pad reflect" or "squeeze of all") continue; // Nothing would be left; there is nothing to mirror; more would go.
            Tensor x = Data([[.. shape.Select(own => own == Shape.Unknown ? size : own)]], [], 0)[0], expected = run(x);
            Assert.True(output.Rank == expected.Rank && output.Shape.Zip(expected.Shape).All(pair => pair.First == Shape.Unknown || pair.First == pair.Second), $"{output.Shape} became {expected.Shape}");
            foreach (Model one in new[] { model, loaded })
            {
                Tensor actual = one.Call(x, training: false);
                Assert.Equal(expected.Shape, actual.Shape);
                Assert.Equal(expected.ToArray<float>(), actual.ToArray<float>());
            }
        }
    }

    [Fact]
    public void Own_layers_and_models_within_take_open_sizes()
    {
        Tensor input = Input.OfBatch([Shape.Unknown, .. OpenImage]).Tensor, half = new MaxPooling2D().Call(input), inner = new Doubled().Call(half);
        var within = new Model(half = Input.OfBatch([Shape.Unknown, .. OpenImage]).Tensor, new Concatenate().Call([new Cropping2D(1).Call(half), new Conv2DTranspose(2, 3).Call(new Conv2D(2, 5).Call(half))]));
        var model = new Model(input, new Concatenate().Call([new Cropping2D(1).Call(inner), within.Call(input)]));
        Assert.Equal([Shape.Unknown, Shape.Unknown, Shape.Unknown, 6 + 5], model.OutputShape);
        foreach ((int height, int width) in new[] { (8, 10), (12, 8) })
            Assert.Equal([2, height - 2, width - 2, 11], model.Predict(Data([[height, width, 3]], [], 0)[0], verbose: 0).Shape);
    }

    [Fact]
    public void What_other_formats_need_to_know_is_said()
    {
        Tensor input = Input.OfBatch([Shape.Unknown, .. OpenImage]).Tensor;
        ShapeException error = Assert.Throws<ShapeException>(() => new Model(input, Ops.Flip(input, 1), "mirror").Trace());
        Assert.Contains("Model 'mirror' leaves sizes of its inputs open ((None, None, None, 3))", error.Message, StringComparison.Ordinal);
        Assert.Contains("build it with an Input of known sizes", error.Message, StringComparison.Ordinal);
    }

    // What comes after a part that needs sizes is built too.
    private sealed class Doubled : Layer
    {
        private readonly UpSampling2D _up = new(2, interpolation: "bilinear");
        private readonly Conv2D _mixed = new(3, 1);

        protected override Tensor Forward(Tensor x, bool training) => Ops.Concatenate([_mixed.Call(_up.Call(x)), _up.Call(x)], -1);
    }

    // Each axis by itself; all but the last, as images have them with the channels last; all but the first.
    private static IEnumerable<int[]> Choices(int rank)
    {
        int[] all = [.. Enumerable.Range(0, rank)];
        IEnumerable<int[]> choices = all.Select(axis => new[] { axis });
        return rank < 2 ? choices : rank == 2 ? choices : choices.Append(all[..^1]).Append(all[1..]);
    }

    private static TensorList Data(Shape[] shapes, int[] open, int more)
    {
        var random = new Random(7);
        return TensorList.Create([.. shapes.Select(shape =>
        {
            Shape whole = [2, .. shape.Select((size, axis) => open.Contains(axis) ? size + more : size)];
            return Tensor.From([.. Enumerable.Range(0, (int)whole.ElementCount).Select(_ => (random.NextSingle() * 2) - 0.5f)], whole);
        })]);
    }
}
