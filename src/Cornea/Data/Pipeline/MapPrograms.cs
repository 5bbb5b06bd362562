using System.Collections.Concurrent;

namespace Cornea.Data;

/// <summary>A function of elements, traced once for each kind of element, whoever asks first.</summary>
internal sealed class MapPrograms(Func<Batch, Batch> body)
{
    private const int MostKinds = 256;
    private readonly ConcurrentDictionary<ElementSpec, Lazy<MapProgram>> _programs = new();

    public MapProgram For(ElementSpec spec)
    {
        if (_programs.Count >= MostKinds) _programs.Clear(); // Photos of all sizes would keep a plan for each of them.
        return _programs.GetOrAdd(spec, spec => new Lazy<MapProgram>(() => new MapProgram(spec, body))).Value;
    }
}
