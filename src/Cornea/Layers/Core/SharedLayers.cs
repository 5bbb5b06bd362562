using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>
/// Marks in the JSON that is being written on this thread the layers that stand in it more than once, by Keras' <c>shared_object_id</c>: who
/// reads it makes one layer of all places with one number, and so one set of weights.
/// </summary>
/// <remarks>
/// One number means something within the outermost layer that is written, no further. Keras marks all places but the first, since it copies
/// what it has written before the second one is found; here the first is marked too, and <see cref="LayerReader"/> reads both.
/// </remarks>
internal sealed class SharedLayers
{
    [ThreadStatic]
    private static SharedLayers? _current;

    private readonly Dictionary<Layer, JsonObject> _written = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyDictionary<Layer, int> _replaced;
    private int _last;

    private SharedLayers(IReadOnlyDictionary<Layer, int> replaced)
    {
        _replaced = replaced;
        _last = replaced.Count;
    }

    /// <summary>Writes something with layers in it, as one whole if nothing around it is being written.</summary>
    public static T Within<T>(Func<T> write) => _current is null ? Within(new Dictionary<Layer, int>(), write) : write();

    /// <summary>Writes something in which some layers' places have nothing but a mark.</summary>
    /// <param name="replaced">These layers, numbered from 1.</param>
    /// <param name="write">What writes.</param>
    public static T Within<T>(IReadOnlyDictionary<Layer, int> replaced, Func<T> write)
    {
        SharedLayers? around = _current;
        _current = new SharedLayers(replaced);
        try
        {
            return write();
        }
        finally
        {
            _current = around;
        }
    }

    /// <summary>The JSON of a layer, marked if it stands elsewhere too.</summary>
    public static JsonObject Write(Layer layer, Func<JsonObject> describe) => Within(() => _current!.Marked(layer, describe));

    private JsonObject Marked(Layer layer, Func<JsonObject> describe)
    {
        if (_replaced.TryGetValue(layer, out int number))
            return new JsonObject { ["class_name"] = layer.ClassName, ["config"] = new JsonObject { ["name"] = layer.Name }, [ConfigJson.SharedMark] = number };
        JsonObject json = describe();
        if (!_written.TryGetValue(layer, out JsonObject? first))
        {
            _written.Add(layer, json);
            return json;
        }

        if (first[ConfigJson.SharedMark] is null) first[ConfigJson.SharedMark] = ++_last;
        json[ConfigJson.SharedMark] = first[ConfigJson.SharedMark]!.GetValue<int>();
        return json;
    }
}
