using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>A model as explanations use it: images checked, and each function on it compiled once, for as long as the model lives.</summary>
internal sealed class ExplainedModel
{
    private static readonly ConditionalWeakTable<Model, ExplainedModel> Known = [];

    private readonly ConcurrentDictionary<object, CompiledFunction> _functions = new();

    private readonly Shape? _channelsFirst; // What the model takes, where that has the channels first.

    private ExplainedModel(Model model)
    {
        _channelsFirst = ChannelsFirst(model);
        Model = _channelsFirst is { } shape ? WithChannelsLast(model, shape) : model;
    }

    /// <summary>A map, the class and the score of each image, from images and targets (−1: the likeliest) as they stand in a compiled function.</summary>
    public delegate (Tensor Map, ClassScores Scores) Explanation(Model model, Tensor images, Tensor targets);

    /// <summary>The model, of images [images, height, width, channels]: one that takes the channels first has a layer before it.</summary>
    public Model Model { get; }

    public static ExplainedModel Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Known.GetValue(model, made => new(made));
    }

    /// <summary>A batch of images in floating point, the channels last; one image is a batch of one.</summary>
    public Tensor Batch(Tensor images, string who)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank == 3) images = images.ExpandDims(0);
        if (_channelsFirst is { } shape && images.Rank == 4 && images.Shape[1] == shape[1] && images.Shape[3] != shape[1]) images = Ops.Transpose(images, [0, 2, 3, 1]);
        if (images.Rank != 4 || images.Shape[0] == 0) throw new ShapeException($"{who}: expected images [images, height, width, channels] or one [height, width, channels], got {images.Shape}.");
        return images.Cast(DType.Float32);
    }

    /// <summary>The function of that key; made and compiled the first time.</summary>
    /// <param name="key">Whatever the function depends on besides the model.</param>
    /// <param name="body">The function.</param>
    /// <param name="inputs">How many tensors it takes.</param>
    public CompiledFunction Compiled(object key, Func<TensorList, TensorList> body, int inputs) => _functions.GetOrAdd(key, _ => Function.Compile(body, inputs));

    /// <summary>Runs an explanation that is one function of the images.</summary>
    /// <param name="who">Who explains, in messages.</param>
    /// <param name="key">Whatever the explanation depends on besides model and images.</param>
    /// <param name="images">One image or a batch.</param>
    /// <param name="target">Of which class.</param>
    /// <param name="explanation">The function.</param>
    public (Tensor Map, int[] Classes, float[] Scores) Explain(string who, object key, Tensor images, ClassTargets target, Explanation explanation)
    {
        Tensor batch = Batch(images, who);
        CompiledFunction function = Compiled((who, key), inputs =>
        {
            (Tensor map, ClassScores scores) = explanation(Model, inputs[0], inputs[1]);
            return TensorList.Create([map, scores.Classes, scores.Scores]);
        }, 2);
        TensorList results = function.RunAll(batch, Targets(target, batch.Shape[0], who));
        return (results[0], results[1].ToArray<int>(), results[2].ToArray<float>());
    }

    /// <summary>The likeliest class, or the target, of each image, and its score.</summary>
    public (int[] Classes, float[] Scores) Score(Tensor batch, ClassTargets target, string who)
    {
        CompiledFunction function = Compiled("score", inputs =>
        {
            ClassScores scores = ClassScores.Of(Model.Call(inputs[0], training: false), inputs[1]);
            return TensorList.Create([scores.Classes, scores.Scores]);
        }, 2);
        TensorList results = function.RunAll(batch, Targets(target, batch.Shape[0], who));
        return (results[0].ToArray<int>(), results[1].ToArray<float>());
    }

    private Tensor Targets(ClassTargets target, int images, string who) =>
        Tensor.From(target.For(images, Math.Max(2, Model.OutputShape[^1]), who), images);

    // An input of one, three or four channels, and no image of so few columns.
    private static Shape? ChannelsFirst(Model model)
    {
        try
        {
            return model.InputShape is { Rank: 4 } shape && shape[1] is (1 or 3 or 4) && shape[3] is not (1 or 3 or 4) ? shape : (Shape?)null;
        }
        catch (InvalidOperationException)
        {
            return null; // Several inputs, or a model of one's own that hasn't been called.
        }
    }

    private static Model WithChannelsLast(Model model, Shape shape)
    {
        Tensor input = new Input([shape[2], shape[3], shape[1]]);
        return new Model(input, model.Call(new Permute([3, 1, 2]).Call(input)));
    }
}
