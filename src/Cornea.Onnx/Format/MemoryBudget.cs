namespace Cornea.Onnx;

/// <summary>What may be made of a model in memory: 128 MiB, or a hundred times what is really stored if that is more.</summary>
/// <param name="path">The model's file.</param>
internal sealed class MemoryBudget(string path)
{
    private const double AlwaysAllowed = 128 << 20;
    private const double PlausibleExpansion = 100;

    private readonly HashSet<string> _files = [path];
    private double _stored = new FileInfo(path).Length;
    private double _taken;

    /// <summary>Counts a file beside the model, from which something is read, as stored.</summary>
    public void Count(string file)
    {
        if (_files.Add(file)) _stored += new FileInfo(file).Length;
    }

    /// <summary>Takes bytes before they are allocated.</summary>
    /// <param name="bytes">How many; a floating-point number, in which products of sizes don't overflow.</param>
    /// <param name="what">What they are for; messages only.</param>
    /// <exception cref="InvalidDataException">There aren't so many left.</exception>
    public void Take(double bytes, string what)
    {
        double limit = Math.Max(AlwaysAllowed, PlausibleExpansion * _stored);
        _taken += bytes;
        if (!(_taken <= limit))
            throw new InvalidDataException($"{path}: {what} takes {bytes:N0} bytes; with all before that is more than the {limit:N0} that are allowed for what is really stored.");
    }
}
