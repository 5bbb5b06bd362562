using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Several cells as one: each takes the output of the one before.</summary>
/// <remarks>Source: Keras 3, StackedRNNCells. Golden cases: keras_tests/layers.RNN.</remarks>
public sealed class StackedRNNCells : RNNCell
{
    /// <summary>A stack of cells.</summary>
    /// <param name="cells">The first takes the input.</param>
    /// <param name="name">Unique within the layer.</param>
    public StackedRNNCells(IReadOnlyList<RNNCell> cells, string? name = null)
        : base(null, name)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw ArgumentError(nameof(cells), "expected at least one cell, got none.");
        Cells = [.. cells];
        foreach (RNNCell cell in Cells) Track(cell);
    }

    /// <summary>The cells; the first takes the input.</summary>
    public IReadOnlyList<RNNCell> Cells { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateShapes => [.. Cells.SelectMany(cell => cell.StateShapes)];

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("cells", SharedLayers.Within(() => new JsonArray([.. Cells.Select(cell => cell.ToJson())])));

    internal static StackedRNNCells FromConfig(LayerConfig config, LayerReader reader)
    {
        JsonArray cells = config.Json["cells"] as JsonArray ?? throw new InvalidDataException("StackedRNNCells: expected a list 'cells'.");
        return new StackedRNNCells([.. cells.Select(json => RNN.ReadCell(json, reader))], config.GetString("name"));
    }

    internal override IEnumerable<SavedLayer> SavedLayers => SavedLayer.Listed("cells", Cells);

    internal override void StartSequence(Shape input, IReadOnlyList<Shape> states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        int start = 0;
        foreach (RNNCell cell in Cells)
        {
            Shape[] own = [.. states.Skip(start).Take(cell.StateShapes.Count)];
            cell.StartSequence(input, own, training);
            (input, start) = (own[0], start + own.Length);
        }
    }

    internal override void EndSequence()
    {
        foreach (RNNCell cell in Cells) cell.EndSequence();
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        foreach (RNNCell cell in Cells)
        {
            BuildInside(cell, input);
            input = cell.StateShapes[0].Prepend(input[0]);
        }
    }

    /// <inheritdoc/>
    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        var next = new List<Tensor>();
        int start = 0;
        foreach (RNNCell cell in Cells)
        {
            int count = cell.StateShapes.Count;
            TensorList results = cell.Call(TensorList.Create([x, .. states.Skip(start).Take(count)]), training);
            (x, start) = (results[0], start + count);
            next.AddRange(results.Skip(1));
        }

        return (x, TensorList.Create([.. next]));
    }
}
