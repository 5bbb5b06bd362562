namespace Cornea;

/// <summary>A number that the host gives to each run of a compiled graph: a learning rate, a schedule's value. Never a literal of the graph.</summary>
/// <param name="name">What printed graphs call it.</param>
/// <param name="read">Called before each run.</param>
internal sealed class HostScalar(string name, Func<float> read)
{
    public string Name { get; } = name;

    public float Read() => read();
}
