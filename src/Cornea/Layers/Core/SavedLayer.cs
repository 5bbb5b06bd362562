namespace Cornea.Layers;

/// <summary>A layer inside another one, and the path under which its weights lie in files, such as <c>forward_layer</c> or <c>layers/dense_1</c>.</summary>
internal readonly record struct SavedLayer(string Path, Layer Layer)
{
    /// <summary>
    /// A list of layers as Keras names it: by their classes in snake case, numbered (dense, dense_1, …). Names of the layers themselves are no
    /// part of it: they differ from one program's run to the next.
    /// </summary>
    public static IEnumerable<SavedLayer> Listed(string attribute, IEnumerable<Layer> layers)
    {
        var counts = new Dictionary<string, int>();
        foreach (Layer layer in layers)
        {
            string name = LayerNames.Snake(layer.ClassName);
            int count = counts.GetValueOrDefault(name);
            counts[name] = count + 1;
            yield return new SavedLayer(count == 0 ? $"{attribute}/{name}" : $"{attribute}/{name}_{count}", layer);
        }
    }
}
