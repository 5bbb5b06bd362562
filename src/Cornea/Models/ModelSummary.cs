using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Cornea.Layers;

namespace Cornea;

/// <summary>Keras' summary of a model. Golden cases: models/*.</summary>
internal static class ModelSummary
{
    private static readonly (double Factor, string Suffix)[] Units =
        [(1L << 50, "PB"), (1L << 40, "TB"), (1L << 30, "GB"), (1L << 20, "MB"), (1L << 10, "KB"), (1, "B")];

    public static string Text(Model model, int? lineLength, IReadOnlyList<double>? positions, bool expandNested, bool showTrainable, (string First, string Last)? layerRange)
    {
        bool isSequence = IsSequence(model);
        List<string> headers = ["Layer (type)", "Output Shape", "Param #"];
        string alignments = "LLR";
        double[] ends = positions?.ToArray() ?? (isSequence ? [0.45, 0.80, 1.0] : [0.3, 0.56, 0.74, 1.0]);
        int standard = isSequence ? 88 : 108;
        if (!isSequence)
        {
            headers.Add("Connected to");
            alignments += "L";
        }

        if (showTrainable)
        {
            standard += 11;
            ends = [.. ends.Select(end => end * 0.90), 1.0];
            headers.Add("Trainable");
            alignments += "C";
        }

        var table = new TextTable(headers, alignments, TextTable.Widths(ends, lineLength ?? Math.Min(standard, TerminalWidth() - 4)));
        AddRows(table, model, InRange(model, layerRange), isSequence, showTrainable, expandNested, "");
        return $"Model: \"{model.Name}\"\n{table}{Totals(model)}";
    }

    /// <summary>The columns of the terminal; 80 where there is none.</summary>
    public static int TerminalWidth()
    {
        if (OperatingSystem.IsBrowser() || Console.IsOutputRedirected) return 80;
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return 80;
        }
    }

    /// <summary>Bytes as people read them: 5.36 KB.</summary>
    public static string Memory(double bytes)
    {
        (double factor, string suffix) = Units.First(unit => bytes >= unit.Factor || unit.Factor == 1);
        return $"{(bytes / factor).ToString("F2", CultureInfo.InvariantCulture)} {suffix}";
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A layer's output shapes within a model, as Python prints them; a question mark where they aren't known: before a model of one's own has been called.</summary>
    public static string OutputShape(Model model, Layer layer)
    {
        Shape[]? known = model.Graph is { } graph ? graph.CallsOf(layer).FirstOrDefault()?.Outputs.Select(output => output.Shape).ToArray() : layer.SeenOutputs;
        if (known is null) return "?";
        string[] shapes = [.. known.Select(shape => shape.ToString())];
        return shapes.Length == 1 ? shapes[0] : $"[{string.Join(", ", shapes)}]";
    }

    // A chain of layers needs no column that says what each is connected to: each layer is called once, on the one before.
    private static bool IsSequence(Model model)
    {
        if (model is Sequential || model.Graph is not { } graph) return true;
        return graph.Inputs.Count == 1 && graph.Outputs.Count == 1
            && graph.Calls.All(call => call.Inputs.Count == 1)
            && graph.Calls.GroupBy(call => call.Layer).All(group => group.Count() == 1)
            && graph.Calls.GroupBy(call => call.Inputs[0]).All(group => group.Count() == 1);
    }

    private static IEnumerable<Layer> InRange(Model model, (string First, string Last)? range)
    {
        if (range is not { } ends) return model.Layers;
        int first = model.Layers.TakeWhile(layer => !Begins(layer, ends.First)).Count();
        int last = model.Layers.Count - 1 - model.Layers.Reverse().TakeWhile(layer => !Begins(layer, ends.Last)).Count();
        if (first == model.Layers.Count || last < 0)
            throw new ArgumentException($"Model '{model.Name}': expected layerRange of two layers' names, got '{ends.First}' and '{ends.Last}'; there is no such layer.", nameof(range));
        if (first > last) (first, last) = (last, first);
        return model.Layers.Take(last + 1).Skip(first);

        static bool Begins(Layer layer, string pattern) => Regex.IsMatch(layer.Name, $"^(?:{pattern})", RegexOptions.CultureInvariant);
    }

    private static void AddRows(TextTable table, Model model, IEnumerable<Layer> layers, bool isSequence, bool showTrainable, bool expandNested, string prefix)
    {
        foreach (Layer layer in layers)
        {
            List<string> row = [$"{prefix}{layer.Name} ({layer.ClassName})", OutputShape(model, layer), layer.IsBuilt ? Number(layer.ParameterCount) : "0 (unbuilt)"];
            if (!isSequence) row.Add(Connections(model, layer));
            if (showTrainable) row.Add(layer.Weights.Count == 0 ? "-" : layer.Trainable ? "Y" : "N");
            table.Add(row);
            if (expandNested && layer is Model nested) AddRows(table, nested, nested.Layers, isSequence, showTrainable, true, prefix.Length == 0 ? "└ " : "  " + prefix);
        }
    }

    private static string Connections(Model model, Layer layer)
    {
        if (model.Graph is not { } graph || layer is Input) return "-";
        IEnumerable<string> sources = graph.CallsOf(layer)
            .SelectMany(call => call.Inputs)
            .Select(graph.OriginOf)
            .OfType<CallOutput>()
            .Select(origin => $"{origin.Call.Layer.Name}[{graph.PlaceOf(origin.Call)}][{origin.Index}]");
        string text = string.Join(", ", sources);
        return text.Length > 0 ? text : "-";
    }

    private static string Totals(Model model)
    {
        (long trainable, double trainableBytes) = Count(model.TrainableWeights);
        (long others, double otherBytes) = Count(model.NonTrainableWeights);
        (long optimizer, double optimizerBytes) = model.CompiledSetup?.Optimizer is { IsBuilt: true } known ? Count(known.Variables) : (0, 0);
        var text = new StringBuilder();
        text.Append($" Total params: {Number(trainable + others + optimizer)} ({Memory(trainableBytes + otherBytes + optimizerBytes)})\n");
        text.Append($" Trainable params: {Number(trainable)} ({Memory(trainableBytes)})\n");
        text.Append($" Non-trainable params: {Number(others)} ({Memory(otherBytes)})\n");
        if (optimizer > 0) text.Append($" Optimizer params: {Number(optimizer)} ({Memory(optimizerBytes)})\n");
        return text.Append('\n').ToString();
    }

    private static (long Count, double Bytes) Count(IReadOnlyList<Variable> variables) => (
        variables.Sum(variable => variable.Shape.ElementCount), variables.Sum(variable => (double)variable.Shape.ElementCount * variable.DType.Size));
}
