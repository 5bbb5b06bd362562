using Cornea.Files;

namespace Cornea;

/// <summary>The bytes of a group of weights: the files that its paths name, one after the other. One file is open at a time.</summary>
internal sealed class WeightShards : IDisposable
{
    private readonly string[] _files;
    private readonly long[] _ends; // Where each file's bytes end in the group.
    private ByteSource? _open;
    private int _opened = -1;

    /// <param name="model">The model's file, in whose folder the others must lie.</param>
    /// <param name="paths">Their names, as the model's file has them.</param>
    /// <exception cref="InvalidDataException">A path leads out of the folder, or there is no such file.</exception>
    public WeightShards(string model, IReadOnlyList<string> paths)
    {
        _files = [.. paths.Select(path => FileBeside.Find(model, path, out string problem)
            ?? throw new InvalidDataException($"{model}: its weights lie in '{FileText.Shortened(path)}'{problem}."))];
        _ends = new long[_files.Length];
        for (int index = 0; index < _files.Length; index++) _ends[index] = Length + new FileInfo(_files[index]).Length;
        Names = paths;
    }

    /// <summary>What the model's file calls the files.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length => _ends.Length == 0 ? 0 : _ends.Max();

    /// <summary>Fills memory with the group's bytes from <paramref name="offset"/> on; that there are so many is the caller's to check.</summary>
    /// <exception cref="InvalidDataException">A file has become shorter since it was found.</exception>
    public void Read(long offset, Span<byte> target)
    {
        int index = Array.FindIndex(_ends, end => end > offset);
        while (target.Length > 0)
        {
            long start = index == 0 ? 0 : _ends[index - 1];
            int part = (int)Math.Min(target.Length, _ends[index] - offset);
            if (part > 0) Open(index).Read(offset - start, target[..part]);
            target = target[part..];
            offset += part;
            index++;
        }
    }

    /// <summary>Closes the file that is open.</summary>
    public void Dispose() => _open?.Dispose();

    private ByteSource Open(int index)
    {
        if (_opened == index) return _open!;
        _open?.Dispose();
        _opened = -1;
        _open = ByteSource.Open(_files[index]);
        _opened = index;
        return _open;
    }
}
