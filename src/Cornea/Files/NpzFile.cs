using System.IO.Compression;

namespace Cornea.Files;

/// <summary>A .npz file: a zip archive of .npy arrays, as NumPy's <c>savez</c> writes it; other entries are given as bytes.</summary>
/// <remarks>
/// The list of entries is read and checked when the file is opened; an array is read when it is asked for, opening the file anew, so
/// there is nothing to dispose, and several threads may read at once. Entry names never become paths. Source: NumPy's documentation
/// of savez; PKWARE's APPNOTE.
/// </remarks>
internal sealed class NpzFile
{
    private readonly Func<Stream> _open;
    private readonly Dictionary<string, long> _lengths;

    private NpzFile(string name, Func<Stream> open, long? maximumBytes)
    {
        Name = name;
        _open = open;
        _lengths = WithArchive((archive, storedBytes) => Check(archive, storedBytes, maximumBytes));
        Names = [.. EntryNames.Where(IsArray).Select(entry => entry[..^NpyFile.Extension.Length])];
    }

    /// <summary>The file's path or what it was called when it was opened; errors begin with it.</summary>
    public string Name { get; }

    /// <summary>The names of the arrays, in the order of the archive.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of all entries; an array's ends with <c>.npy</c>.</summary>
    public IReadOnlyCollection<string> EntryNames => _lengths.Keys;

    /// <summary>Reads one array.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The array is broken, or isn't numeric.</exception>
    public FileArray this[string name] =>
        Contains(name)
            ? ReadEntry(name + NpyFile.Extension, NpyFile.Read)
            : throw new KeyNotFoundException($"{Name}: there is no array '{name}'; there are {string.Join(", ", Names)}.");

    /// <summary>Opens the archive at <paramref name="path"/>.</summary>
    /// <param name="path">Path of a file.</param>
    /// <param name="maximumBytes">
    /// How many bytes all entries together may take unpacked. Null: 256 MiB or a hundred times the file's size, whichever is more.
    /// </param>
    /// <exception cref="InvalidDataException">The file isn't a zip archive, is broken, or would unpack to more.</exception>
    public static NpzFile Open(string path, long? maximumBytes = null) => new(path, () => File.OpenRead(path), maximumBytes);

    /// <summary>Opens an archive in memory; <paramref name="name"/> is what errors call it.</summary>
    public static NpzFile Open(byte[] bytes, string name, long? maximumBytes = null) =>
        new(name, () => new MemoryStream(bytes, writable: false), maximumBytes);

    public bool Contains(string name) => _lengths.ContainsKey(name + NpyFile.Extension);

    /// <summary>Reads one entry as it is, such as <c>case.json</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    /// <exception cref="InvalidDataException">The entry is broken.</exception>
    public byte[] ReadBytes(string entryName) => ReadEntry(entryName, (stream, length, place) =>
    {
        byte[] bytes = new byte[length];
        StreamReading.Fill(stream, bytes, place, "the entry");
        return bytes;
    });

    /// <summary>Reads all arrays.</summary>
    public Dictionary<string, FileArray> ReadAll() => Names.ToDictionary(name => name, name => this[name]);

    /// <summary>Writes arrays to a .npz file, in their order. A file of that name is replaced whole or not at all.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Whether they are compressed (<c>savez_compressed</c>) or stored as they are (<c>savez</c>).</param>
    /// <exception cref="ArgumentException">A name is empty, stands twice, or would lead out of the folder it is unpacked into.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, FileArray>> arrays, bool compress = false)
    {
        KeyValuePair<string, FileArray>[] all = [.. arrays];
        var seen = new HashSet<string>();
        foreach (var (name, _) in all)
        {
            if (name.Length == 0 || name[0] == '/' || name.AsSpan().ContainsAny('\\', ':', '\0') || name.Split('/').Contains(".."))
                throw new ArgumentException($"'{name}' can't be the name of an array in a .npz file.", nameof(arrays));
            if (!seen.Add(name))
                throw new ArgumentException($"The name '{name}' stands twice.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in all)
            {
                ZipArchiveEntry entry = archive.CreateEntry(
                    name + NpyFile.Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // The same arrays give the same file.
                using Stream content = entry.Open();
                NpyFile.Write(content, array);
            }
        });
    }

    private static bool IsArray(string entryName) => entryName.EndsWith(NpyFile.Extension, StringComparison.Ordinal);

    private Dictionary<string, long> Check(ZipArchive archive, long storedBytes, long? maximumBytes)
    {
        long limit = FileLimits.Expanded(storedBytes, maximumBytes);
        long total = 0;
        var lengths = new Dictionary<string, long>();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string place = Place(entry.FullName);
            if (!lengths.TryAdd(entry.FullName, entry.Length))
                throw new InvalidDataException($"{place}: two entries have this name.");
            if (entry.IsEncrypted)
                throw new InvalidDataException($"{place}: the entry is encrypted.");
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > storedBytes
                || entry.Length > FileLimits.LargestInflated(entry.CompressedLength))
            {
                throw new InvalidDataException(
                    $"{place}: {entry.Length:N0} bytes from {entry.CompressedLength:N0} stored ones, as the archive declares, can't be.");
            }

            // Summed over all entries, since many can share the same stored bytes.
            total = entry.Length > long.MaxValue - total ? long.MaxValue : total + entry.Length;
            if (total > limit)
            {
                throw new InvalidDataException(
                    $"{place}: the archive would unpack to more than the {limit:N0} bytes that are allowed for its {storedBytes:N0} stored "
                    + "ones. If you trust it, allow more (maximumBytes).");
            }
        }

        return lengths;
    }

    private T ReadEntry<T>(string entryName, Func<Stream, long, string, T> read)
    {
        if (!_lengths.TryGetValue(entryName, out long length))
            throw new KeyNotFoundException($"{Name}: there is no entry '{entryName}'.");

        string place = Place(entryName);
        if (length > Array.MaxLength)
            throw new InvalidDataException($"{place}: {length:N0} bytes are more than one array can hold.");

        return WithArchive((archive, _) =>
        {
            ZipArchiveEntry? entry = archive.GetEntry(entryName);
            if (entry is null || entry.Length != length)
                throw new InvalidDataException($"{place}: the file has changed since it was opened.");
            using Stream stored = entry.Open();
            using var content = new Crc32Stream(stored);
            T result = read(content, length, place);
            StreamReading.ExpectEnd(content, place, "the declared end of the entry");
            if (content.Crc != entry.Crc32)
                throw new InvalidDataException($"{place}: the checksum is wrong; the file is damaged.");
            return result;
        });
    }

    private string Place(string entryName) => $"{Name}, entry '{entryName}'";

    private T WithArchive<T>(Func<ZipArchive, long, T> use)
    {
        using Stream stream = _open();
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return use(archive, stream.Length);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{Name}: not a readable zip archive: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            // What .NET's zip reader throws for offsets that lead nowhere.
            throw new InvalidDataException($"{Name}: not a readable zip archive: {e.Message}", e);
        }
    }
}
