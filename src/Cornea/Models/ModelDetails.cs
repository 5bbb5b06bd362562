using Cornea.Layers;

namespace Cornea;

/// <summary>What a learner computes by hand of each layer: receptive field, multiply-adds, memory of the output.</summary>
/// <remarks>
/// A layer sees so many pixels of the input at each place of its output: a window of k adds (k − 1) · dilation times the product of all strides
/// before it (Araujo, Norris &amp; Sim 2019). Flatten, Dense on what it gave and global pooling see all.
/// </remarks>
internal static class ModelDetails
{
    public static string Text(Model model, int? lineLength)
    {
        if (model.Graph is not { } graph) return "";
        int width = lineLength ?? Math.Min(100, ModelSummary.TerminalWidth() - 4);
        var table = new TextTable(
            ["Layer", "Output Shape", "Sees (pixels)", "Multiply-adds", "Output memory"], "LLRRR", TextTable.Widths([0.3, 0.54, 0.7, 0.86, 1.0], width));
        Dictionary<Tensor, Field> fields = Fields(graph);
        long operations = 0;
        double bytes = 0;
        foreach (Layer layer in model.Layers)
        {
            LayerCall? call = graph.CallsOf(layer).FirstOrDefault();
            if (call is null) continue;
            long own = graph.CallsOf(layer).Sum(each => layer.MultiplyAdds([.. each.Inputs.Select(input => input.Shape)], each.Outputs[0].Shape));
            double memory = graph.CallsOf(layer).SelectMany(each => each.Outputs).Sum(output => BytesOfSample(output.Spec));
            operations += own;
            bytes += memory;
            table.Add([layer.Name, ModelSummary.OutputShape(model, layer), fields.GetValueOrDefault(call.Outputs[0]).ToString(), ModelSummary.Number(own), ModelSummary.Memory(memory)]);
        }

        return $"{table} For one sample: {ModelSummary.Number(operations)} multiply-adds, {ModelSummary.Memory(bytes)} of layers' outputs\n\n";
    }

    /// <summary>The receptive field of each tensor of a graph.</summary>
    internal static Dictionary<Tensor, Field> Fields(ModelGraph graph)
    {
        var fields = new Dictionary<Tensor, Field>(ReferenceEqualityComparer.Instance);
        foreach (Tensor input in graph.Inputs) fields[input] = Field.Pixel;
        foreach (LayerCall call in graph.InputCalls) fields[call.Outputs[0]] = Field.Pixel;
        foreach (LayerCall call in graph.Calls)
        {
            Field widest = call.Inputs.Select(input => fields.GetValueOrDefault(input, Field.Pixel)).Aggregate(Field.Join);
            Field own = call.Layer switch
            {
                SpatialConvolution { KernelSize.Rank: 2 } layer =>
                    Through(widest, call, layer.DataFormat, layer.Padding, Pair(layer.KernelSize), Pair(layer.Strides), Pair(layer.DilationRate)),
                Pooling2D layer => Through(widest, call, layer.DataFormat, layer.Padding, layer.PoolSize, layer.Strides, 1),
                ZeroPadding2D { Padding: var margins } => widest.Moved(margins.Top, margins.Left),
                GlobalPooling or Flatten => Field.Everything,
                Model { Graph: { } inner } when call.Outputs.Length == 1 => widest.After(Fields(inner)[inner.Outputs[0]]),
                _ => widest,
            };
            foreach (Tensor output in call.Outputs) fields[output] = own;
        }

        return fields;
    }

    private static Field Through(Field field, LayerCall call, DataFormat format, Padding padding, Size2 window, Size2 strides, Size2 dilation)
    {
        Shape image = call.Inputs[0].Shape;
        (int height, int width) = format.IsFirst ? (image[2], image[3]) : (image[1], image[2]);
        return padding == Padding.Same
            ? field.Moved(Before(height, window.Height, strides.Height, dilation.Height), Before(width, window.Width, strides.Width, dilation.Width)).Through(window, strides, dilation)
            : field.Through(window, strides, dilation);
    }

    // What "same" adds before the image; of a size that isn't known, as if the strides divided it.
    private static long Before(int size, long window, int stride, int dilation)
    {
        long reach = ((window - 1) * dilation) + 1, places = size == Shape.Unknown ? 0 : (size - 1) / stride * (long)stride;
        return Math.Max(size == Shape.Unknown ? reach - stride : places + reach - size, 0) / 2;
    }

    private static Size2 Pair(Shape sizes) => (sizes[0], sizes[1]);

    private static double BytesOfSample(TensorSpec spec) =>
        spec.Shape.Skip(1).Where(size => size != Shape.Unknown).Aggregate((double)spec.DType.Size, (product, size) => product * size);

    /// <summary>How many pixels a place sees, how many pixels lie between neighbouring places, and where what the first one sees begins.</summary>
    internal readonly record struct Field(long Height, long Width, long StepHeight, long StepWidth, long Top = 0, long Left = 0)
    {
        public static Field Pixel => new(1, 1, 1, 1);

        public static Field Everything => default;

        public static Field Join(Field a, Field b)
        {
            if (a == Everything || b == Everything) return Everything;
            long top = Math.Min(a.Top, b.Top), left = Math.Min(a.Left, b.Left);
            return new(
                Math.Max(a.Top + a.Height, b.Top + b.Height) - top,
                Math.Max(a.Left + a.Width, b.Left + b.Width) - left,
                Math.Max(a.StepHeight, b.StepHeight),
                Math.Max(a.StepWidth, b.StepWidth),
                top,
                left);
        }

        public Field Through(Size2 window, Size2 strides, Size2 dilation) => this == Everything ? this
            : new(
                Height + ((window.Height - 1L) * dilation.Height * StepHeight),
                Width + ((window.Width - 1L) * dilation.Width * StepWidth),
                StepHeight * strides.Height,
                StepWidth * strides.Width,
                Top,
                Left);

        /// <summary>After so many rows and columns were added before the first place.</summary>
        public Field Moved(long rows, long columns) => this == Everything ? this : this with { Top = Top - (rows * StepHeight), Left = Left - (columns * StepWidth) };

        public Field After(Field inner) => this == Everything || inner == Everything ? Everything
            : new(
                Height + ((inner.Height - 1) * StepHeight),
                Width + ((inner.Width - 1) * StepWidth),
                StepHeight * inner.StepHeight,
                StepWidth * inner.StepWidth,
                Top + (inner.Top * StepHeight),
                Left + (inner.Left * StepWidth));

        public override string ToString() => this == Everything ? "all" : $"{Height} × {Width}";
    }
}
