using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Guided backpropagation: saliency that on its way back lets through each relu only what speaks for the class.</summary>
/// <remarks>
/// <para>It draws fine edges, but shows the image's structure more than the network's reasons (Adebayo et al. 2018): look at Grad-CAM too.</para>
/// <para>Source: Springenberg, Dosovitskiy, Brox and Riedmiller, Striving for simplicity (2014), arXiv:1412.6806.</para>
/// </remarks>
public static class GuidedBackpropagation
{
    private static readonly HashSet<string> Rectifiers = ["ReLU", "Relu", "Relu6", "relu", "relu6"]; // Layers, operations, activations of other layers.

    /// <summary>Explains a model's answers: the largest guided slope, without its sign, of a pixel's channels.</summary>
    /// <inheritdoc cref="Saliency.Explain"/>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default)
    {
        var (slopes, classes, scores) = ExplainedModel.Of(model).Explain(nameof(GuidedBackpropagation), "", images, target, (called, x, targets) =>
        {
            Tensor watched = Ops.Watch(x);
            TensorList y = LayerHook.Call(called, watched, (layer, outputs) => IsRectified(layer) ? TensorList.Create([.. outputs.Select(Guided)]) : outputs);
            ClassScores of = ClassScores.Of(y.Single, targets);
            return (Gradients.Of(of.Scores, watched), of);
        });
        return new(Ops.Abs(slopes).Max(-1), classes, scores);
    }

    // The relu before this lets pass where its output is positive; this, where the gradient is.
    private static Tensor Guided(Tensor rectified) => Ops.CustomGradient(rectified, [rectified], slope => [Ops.Relu(slope)]);

    private static bool IsRectified(Layer layer) =>
        layer is not Model && (Rectifiers.Contains(layer.ClassName) || (layer.GetConfig().Json["activation"]?.ToString() is { } activation && Rectifiers.Contains(activation)));
}
