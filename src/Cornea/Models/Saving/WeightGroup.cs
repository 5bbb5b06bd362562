using Cornea.Layers;

namespace Cornea;

/// <summary>The variables that lie together in a file of weights, numbered from 0.</summary>
/// <param name="Path">Where, such as <c>layers/dense/vars</c>.</param>
/// <param name="Owner">Whose they are, for messages.</param>
/// <param name="Label">What the owner is called.</param>
/// <param name="Variables">In order.</param>
/// <param name="IsOptional">Whether a file may lack them: Keras doesn't write the states of random layers.</param>
/// <param name="Adapted">One of them that stands in the file together with its low-rank adaptation.</param>
internal sealed record WeightGroup(
    string Path, string Owner, string Label, IReadOnlyList<Variable> Variables, bool IsOptional, AdaptableWeight? Adapted = null)
{
    /// <summary>Where a model's optimizer lies.</summary>
    public const string OptimizerPath = "optimizer/vars";

    /// <summary>All groups of a model, without its optimizer: its layers', theirs, and so on, each layer once.</summary>
    public static List<WeightGroup> Of(Layer model)
    {
        var groups = new List<WeightGroup>();
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<SavedLayer>([new SavedLayer("", model)]);
        while (pending.TryPop(out SavedLayer top))
        {
            if (!seen.Add(top.Layer)) continue;
            Layer layer = top.Layer;
            string prefix = top.Path.Length == 0 ? "" : top.Path + "/";
            AdaptableWeight? adapted = layer.Adapted;
            Variable[] own = [.. layer.OwnWeights.Where(variable => adapted is null || (variable != adapted.A && variable != adapted.B))];
            groups.Add(new WeightGroup(prefix + "vars", layer.ToString(), layer.Name, own, false, adapted));
            if (layer.OwnStates.Count > 0) groups.Add(new WeightGroup(prefix + "seed_generator/vars", layer.ToString(), "seed_generator", layer.OwnStates, true));
            foreach (SavedLayer inner in layer.SavedLayers.Reverse()) pending.Push(inner with { Path = prefix + inner.Path });
        }

        return groups;
    }
}
