using System.Collections.Concurrent;

namespace Cornea.Data;

/// <summary>A function of elements, traced once for each kind of element, whoever asks first.</summary>
internal sealed class MapPrograms(Func<Batch, Batch> body)
{
    private readonly ConcurrentDictionary<ElementSpec, Lazy<MapProgram>> _programs = new();

    public MapProgram For(ElementSpec spec) => _programs.GetOrAdd(spec, spec => new Lazy<MapProgram>(() => new MapProgram(spec, body))).Value;
}
