using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>What every application is asked for, in Keras' words.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="IncludeTop">Whether the classifier stands on top.</param>
/// <param name="Weights">Null, <c>"imagenet"</c> or a file.</param>
/// <param name="InputTensor">What the network is put on; null for an input of its own.</param>
/// <param name="InputShape">[height, width, channels]; null for the network's own.</param>
/// <param name="Pooling">Without a top: null, <c>"avg"</c> or <c>"max"</c>.</param>
/// <param name="Classes">The number of classes of the top.</param>
/// <param name="ClassifierActivation">The top's activation; null for logits.</param>
internal sealed record ApplicationOptions(
    string Name, bool IncludeTop, string? Weights, Tensor? InputTensor, Shape? InputShape, string? Pooling, int Classes, string? ClassifierActivation)
{
    public const string ImageNet = "imagenet";
    private const int ImageNetClasses = 1000;

    /// <summary>Whether Keras' official weights are wanted.</summary>
    public bool IsPretrained => Weights == ImageNet;

    public string Who => $"Applications '{Name}'";

    /// <summary>The same of a network for which nobody has trained weights of ImageNet.</summary>
    /// <exception cref="ArgumentException">They are wanted.</exception>
    public ApplicationOptions WithoutPretrained() => IsPretrained
        ? throw new ArgumentException($"{Who}: there are no official weights of ImageNet for it; expected weights null or a file, got \"{ImageNet}\".")
        : this;

    /// <summary>Checks what doesn't depend on the network, and makes its input.</summary>
    /// <param name="defaultSize">Height and width, in pixels, for which the network is known.</param>
    /// <param name="minSize">The least height and width, in pixels.</param>
    /// <param name="takesAnySize">Whether the top too takes images of any size.</param>
    /// <exception cref="ArgumentException">The arguments don't fit each other or the network.</exception>
    public Tensor Begin(int defaultSize, int minSize = 32, bool takesAnySize = false)
    {
        if (Classes < 1) throw new ArgumentException($"{Who}: expected at least one class, got {Classes}.");
        if (Pooling is not (null or "avg" or "max")) throw new ArgumentException($"{Who}: expected pooling \"avg\", \"max\" or null, got \"{Pooling}\".");
        if (Weights is not null && !IsPretrained && !File.Exists(Weights))
            throw new FileNotFoundException($"{Who}: expected weights null, \"{ImageNet}\" or a file; there is no file '{Weights}'.", Weights);
        if (IsPretrained && IncludeTop && Classes != ImageNetClasses)
            throw new ArgumentException($"{Who}: the weights of ImageNet have {ImageNetClasses} classes, got {Classes}; use includeTop: false for others.");
        if (Weights is not null && IncludeTop && ClassifierActivation is not (null or "linear" or "softmax"))
            throw new ArgumentException($"{Who}: with weights the top's activation is \"softmax\" or null, got \"{ClassifierActivation}\".");
        Shape shape = ShapeFor(defaultSize, minSize, takesAnySize);
        return InputTensor ?? new Input(shape);
    }

    /// <summary>Puts the top or the pooling on, makes the model, and loads its weights.</summary>
    /// <param name="input">What <see cref="Begin"/> gave.</param>
    /// <param name="features">The last feature map [batch, height, width, channels].</param>
    /// <param name="pretrained">Where Keras' official weights are.</param>
    /// <param name="namesPooling">Whether Keras names the pooling of a network without top (avg_pool, max_pool).</param>
    /// <param name="top">From the feature map to the classes; an average and a dense layer by default.</param>
    public Model End(Tensor input, Tensor features, PretrainedFiles pretrained, bool namesPooling = true, Func<Tensor, Tensor>? top = null) =>
        Load(Assemble(input, features, namesPooling, top), pretrained);

    /// <summary>Puts the top or the pooling on and makes the model, its weights drawn at random.</summary>
    /// <inheritdoc cref="End"/>
    public Model Assemble(Tensor input, Tensor features, bool namesPooling = true, Func<Tensor, Tensor>? top = null)
    {
        Tensor output = IncludeTop ? (top ?? (x => Classify(new GlobalAveragePooling2D(name: "avg_pool").Call(x))))(features) : Pool(features, namesPooling);
        return new Model(input, output, Name);
    }

    /// <summary>The model with the weights that were asked for.</summary>
    public Model Load(Model model, PretrainedFiles pretrained)
    {
        if (IsPretrained) pretrained.Load(model, IncludeTop);
        else LoadFile(model);
        return model;
    }

    /// <summary>Reads the weights' file, if there is one.</summary>
    public void LoadFile(Model model)
    {
        if (Weights is not null) model.LoadWeights(Weights);
    }

    /// <summary>The dense layer of the classes.</summary>
    public Tensor Classify(Tensor x, Cornea.Initializers.Initializer? kernelInitializer = null, string name = "predictions") =>
        new Dense(Classes, activation: Activation, kernelInitializer: kernelInitializer, name: name).Call(x);

    /// <summary>The pooling of a network without top.</summary>
    public Tensor Pool(Tensor x, bool isNamed) => Pooling switch
    {
        "avg" => new GlobalAveragePooling2D(name: isNamed ? "avg_pool" : null).Call(x),
        "max" => new GlobalMaxPooling2D(name: isNamed ? "max_pool" : null).Call(x),
        _ => x,
    };

    /// <summary>The top's activation as a layer takes it.</summary>
    public Cornea.Activations.ActivationFunction? Activation => ClassifierActivation is null ? null : (Cornea.Activations.ActivationFunction)ClassifierActivation;

    private Shape ShapeFor(int defaultSize, int minSize, bool takesAnySize)
    {
        if (InputShape is not { } shape) return IncludeTop ? new Shape(defaultSize, defaultSize, 3) : new Shape(Shape.Unknown, Shape.Unknown, 3);
        if (shape.Rank != 3) throw new ShapeException($"{Who}: expected an inputShape (height, width, channels), got {shape}.");
        var standard = new Shape(defaultSize, defaultSize, IsPretrained ? 3 : shape[2]);
        if (IsPretrained && IncludeTop && !takesAnySize && shape != standard)
            throw new ShapeException($"{Who}: with its top and the weights of ImageNet it takes images of {standard}, got {shape}; use includeTop: false for other sizes.");
        if (IsPretrained && shape[2] != 3) throw new ShapeException($"{Who}: the weights of ImageNet are for 3 channels, got {shape}.");
        foreach (int size in new[] { shape[0], shape[1] })
        {
            if (size != Shape.Unknown && size < minSize) throw new ShapeException($"{Who}: expected images of at least {minSize} × {minSize} pixels, got {shape}.");
            if (size == Shape.Unknown && IncludeTop && !takesAnySize) throw new ShapeException($"{Who}: a network with its top needs a known inputShape, got {shape}.");
        }

        return shape;
    }
}
