namespace Cornea;

// The table of layers.
public partial class Model
{
    /// <summary>Prints a table of the layers, their output shapes and numbers of parameters, as Keras does.</summary>
    /// <param name="lineLength">The table's width in characters; what the terminal allows by default.</param>
    /// <param name="positions">Where the columns end, as parts of the width; Keras' by default.</param>
    /// <param name="printFn">Gets the text; the console by default.</param>
    /// <param name="expandNested">Whether the layers of sub-models have rows of their own.</param>
    /// <param name="showTrainable">Whether a column says which layers are trained.</param>
    /// <param name="layerRange">The first and the last layer that are shown, by name or by a regular expression that a name's beginning matches; null: all.</param>
    /// <param name="details">
    /// Whether a second table shows what a learner computes by hand: each layer's receptive field in pixels of the input, multiply-adds for one
    /// sample, and the memory of its output for one sample.
    /// </param>
    public void Summary(
        int? lineLength = null, IReadOnlyList<double>? positions = null, Action<string>? printFn = null, bool expandNested = false,
        bool showTrainable = false, (string First, string Last)? layerRange = null, bool details = false)
    {
        string text = SummaryText(lineLength, positions, expandNested, showTrainable, layerRange, details);
        if (printFn is null) Console.Out.Write(text);
        else printFn(text);
    }

    /// <summary>The text that <see cref="Summary"/> prints.</summary>
    /// <inheritdoc cref="Summary"/>
    public string SummaryText(
        int? lineLength = null, IReadOnlyList<double>? positions = null, bool expandNested = false, bool showTrainable = false,
        (string First, string Last)? layerRange = null, bool details = false) =>
        ModelSummary.Text(this, lineLength, positions, expandNested, showTrainable, layerRange) + (details ? ModelDetails.Text(this, lineLength) : "");
}
