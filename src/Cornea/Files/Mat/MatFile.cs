using System.Diagnostics.CodeAnalysis;

namespace Cornea.Files;

/// <summary>A MATLAB file: variables by name. Versions 4, 5, 7 (compressed) and 7.3 (an HDF5 file) are read, and 5 or 7 are written.</summary>
/// <remarks>
/// Arrays have the shapes that MATLAB shows, as SciPy's <c>loadmat</c> presents them; version 7.3 likewise, which stores them the other way
/// round. Nothing in a file runs code: functions and objects are known by name only. Source: MAT-File Format, The MathWorks.
/// </remarks>
public sealed class MatFile
{
    private const int HeaderBytes = 128, EndianAt = 126;

    private readonly string _path;
    private readonly OrderedDictionary<string, MatArray> _variables;

    private MatFile(string path, OrderedDictionary<string, MatArray> variables) => (_path, _variables) = (path, variables);

    /// <summary>The variables' names, in the file's order.</summary>
    public IReadOnlyList<string> Names => _variables.Keys;

    /// <summary>The numbers of a variable.</summary>
    /// <exception cref="KeyNotFoundException">There is no such variable; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">It holds something else than numbers.</exception>
    public Tensor this[string name] => Get(name).ToTensor();

    /// <summary>A variable of any kind.</summary>
    /// <exception cref="KeyNotFoundException">There is no such variable; the message lists those there are.</exception>
    public MatArray Get(string name) => TryGet(name, out MatArray? variable) ? variable
        : throw new KeyNotFoundException($"{_path}: there is no variable '{name}'; there are {(_variables.Count == 0 ? "none" : FileText.List(_variables.Keys))}.");

    /// <summary>A variable of any kind, where there is one of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out MatArray? variable) => _variables.TryGetValue(name, out variable);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="maximumBytes">How many bytes all variables together may take; more is refused before there is memory taken for it. Null: 128 MiB
    /// or a hundred times the file's size, whichever is more.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is broken, or no MATLAB file; the message names the place.</exception>
    public static MatFile Load(string path, long? maximumBytes = null)
    {
        using FileStream stream = FileReading.Open(path);
        return Read(stream, path, maximumBytes);
    }

    /// <summary>Writes numbers, as SciPy's <c>savemat</c> does. Computes. A file of that name is replaced whole or not at all.</summary>
    /// <param name="path">Path of the file, which by habit ends with <c>.mat</c>.</param>
    /// <param name="arrays">The arrays by name. One of a single axis becomes a row, a scalar an array of shape (1, 1): MATLAB has no others.</param>
    /// <param name="compress">Whether they are compressed (version 7).</param>
    /// <exception cref="ArgumentException">A name isn't one of MATLAB's: a letter, then letters, digits and underscores, 63 at most; or it stands twice.</exception>
    /// <exception cref="NotSupportedException">An array takes more than the 2 GiB that the format has room for.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compress = true)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, Tensor>[] all = [.. arrays];
        Mat5Writer.Check(all);
        AtomicFile.Write(path, stream => Mat5Writer.Write(stream, all, compress));
    }

    /// <summary>Reads from a stream that can seek.</summary>
    internal static MatFile Read(Stream stream, string place, long? maximumBytes = null)
    {
        LoadBudget budget = LoadBudget.OfFile(place, stream.Length, maximumBytes);
        byte[] header = new byte[HeaderBytes];
        int length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (Mat73Reader.IsIn(stream)) return new MatFile(place, Mat73Reader.Read(stream, place, budget));
        stream.Position = 0;
        bool isLevel4 = length >= 4 && header.AsSpan(0, 4).Contains((byte)0); // Later ones begin with a text.
        if (isLevel4 && Mat4Reader.IsIn(header.AsSpan(0, length))) return new MatFile(place, new Mat4Reader(stream, place, budget).Read());
        if (length == HeaderBytes && !isLevel4 && header.AsSpan(EndianAt) is [(byte)'I', (byte)'M'] or [(byte)'M', (byte)'I'])
        {
            stream.Position = HeaderBytes;
            return new MatFile(place, new Mat5Reader(stream, place, budget, isBigEndian: header[EndianAt] == (byte)'M').Read());
        }

        throw new InvalidDataException($"{place}: expected a MATLAB file of version 4, 5, 7 or 7.3, got something else.");
    }
}
