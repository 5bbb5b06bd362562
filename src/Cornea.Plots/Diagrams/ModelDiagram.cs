using Cornea.Layers;
using SkiaSharp;

namespace Cornea.Plots.Diagrams;

/// <summary>Boxes for a model's layers, and where they and the arrows between them are drawn.</summary>
/// <param name="Boxes">The layers.</param>
/// <param name="Places">The upper left corner of each.</param>
/// <param name="Arrows">Each as the points that it passes through, from a box's edge to another's.</param>
/// <param name="Size">Of the whole.</param>
/// <param name="IsAcross">Whether arrows leave boxes at their sides.</param>
internal sealed record ModelDiagram(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<SKPoint> Places, IReadOnlyList<SKPoint[]> Arrows, SKSize Size, bool IsAcross)
{
    public static ModelDiagram Of(Model model, DiagramOptions options)
    {
        // As in Keras, a sequential model's input isn't a layer of it, and a layer that is called twice is one box.
        Layer[] layers = [.. model.Layers];
        var numbers = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (Layer layer in layers) numbers[layer] = numbers.Count;
        ILookup<int, ModelNode> calls = model.Nodes.Where(node => numbers.ContainsKey(node.Layer)).ToLookup(node => numbers[node.Layer]);
        DiagramBox[] boxes = [.. layers.Select((layer, number) => Box(layer, [.. calls[number]], options))];
        (int From, int To)[] edges = [.. calls.SelectMany(group => group.SelectMany(call => call.Sources)
            .Where(source => numbers.ContainsKey(source) && numbers[source] != group.Key).Select(source => (numbers[source], group.Key))).Distinct()];

        DiagramDirection direction = options.Direction;
        LayeredLayout layout = LayeredLayout.Of([.. boxes.Select(box => direction.Turned(box.Size))], edges);
        SKPoint[] places = [.. boxes.Select((box, number) =>
        {
            SKPoint middle = direction.Turned(layout.Middles[number], layout.Size.Height);
            return new SKPoint(middle.X - (box.Size.Width / 2), middle.Y - (box.Size.Height / 2));
        })];
        return new(
            boxes, places, [.. layout.Routes.Select(route => Array.ConvertAll(route, point => direction.Turned(point, layout.Size.Height)))],
            direction.Turned(layout.Size), direction.IsAcross);
    }

    private static DiagramBox Box(Layer layer, ModelNode[] calls, DiagramOptions options)
    {
        var lines = new List<string>();
        if (options.ShowLayerActivations && layer.GetConfig().Json["activation"]?.ToString() is { Length: > 0 } activation) lines.Add($"Activation: {activation}");
        if (options.ShowShapes)
        {
            if (layer is not Input) lines.Add($"Input shape: {Shapes(calls, call => call.Inputs)}");
            lines.Add($"Output shape: {Shapes(calls, call => call.Outputs)}");
        }

        if (options.ShowDtype) lines.Add($"Output dtype: {string.Join(", ", calls.SelectMany(call => call.Outputs).Select(output => output.DType.ToString()).Distinct())}");
        if (options.ShowTrainable && layer.Weights.Count > 0) lines.Add($"Trainable: {(layer.Trainable ? "yes" : "no")}");
        ModelDiagram? inside = options.ExpandNested && layer is Model { Layers.Count: > 0 } nested && IsGraph(nested) ? Of(nested, options) : null;
        return new(options.ShowLayerNames ? $"{layer.Name} ({layer.ClassName})" : layer.ClassName, lines, inside);
    }

    // A model of one's own doesn't say how its layers are connected.
    private static bool IsGraph(Model model)
    {
        try
        {
            return model.Nodes.Count > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shapes(ModelNode[] calls, Func<ModelNode, TensorList> tensors) =>
        string.Join(", ", calls.SelectMany(tensors).Select(tensor => Text(tensor.Shape)).Distinct());

    private static string Text(Shape shape) => $"({string.Join(", ", shape.Select(size => size == Shape.Unknown ? "None" : $"{size}"))})";
}
