using System.IO.Compression;

namespace Cornea.Files;

/// <summary>A .npz file: a zip archive of .npy arrays, as NumPy's <c>savez</c> writes it; other entries are given as bytes.</summary>
/// <remarks>
/// The list of entries is read and checked when the file is opened, once; an array is read when it is asked for, opening the file anew, so
/// there is nothing to dispose, and several threads may read at once. Entry names never become paths. Source: NumPy's documentation
/// of savez; PKWARE's APPNOTE.
/// </remarks>
internal sealed class NpzFile
{
    private readonly Func<Stream> _open;
    private readonly ZipDirectory _directory;
    private readonly Dictionary<string, ZipEntry> _entries;

    private NpzFile(string name, Func<Stream> open, long? maximumBytes)
    {
        Name = name;
        _open = open;
        (_directory, StoredBytes) = WithArchive(archive => (ZipDirectory.Read(archive, name), archive.Length));
        _entries = _directory.Entries.ToDictionary(entry => entry.Name);
        Check(maximumBytes);
        EntryNames = [.. _directory.Entries.Select(entry => entry.Name)];
        Names = [.. EntryNames.Where(IsArray).Select(entry => entry[..^NpyFile.Extension.Length])];
    }

    /// <summary>The file's path or what it was called when it was opened; errors begin with it.</summary>
    public string Name { get; }

    /// <summary>How many bytes the archive really has.</summary>
    public long StoredBytes { get; }

    /// <summary>The names of the arrays, in the order of the archive.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of all entries; an array's ends with <c>.npy</c>.</summary>
    public IReadOnlyCollection<string> EntryNames { get; }

    /// <summary>Reads one array.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The array is broken, or isn't numeric.</exception>
    public FileArray this[string name] =>
        Contains(name)
            ? ReadEntry(name + NpyFile.Extension, NpyFile.Read)
            : throw new KeyNotFoundException($"{Name}: there is no array '{FileText.Shortened(name)}'; there are {FileText.List(Names)}.");

    /// <summary>Opens the archive at <paramref name="path"/>.</summary>
    /// <param name="path">Path of a file.</param>
    /// <param name="maximumBytes">
    /// How many bytes all entries together may take unpacked. Null: 128 MiB or a hundred times the file's size, whichever is more.
    /// </param>
    /// <exception cref="InvalidDataException">The file isn't a zip archive, is broken, or would unpack to more.</exception>
    public static NpzFile Open(string path, long? maximumBytes = null) => new(path, () => FileReading.Open(path), maximumBytes);

    /// <summary>Opens an archive in memory; <paramref name="name"/> is what errors call it.</summary>
    public static NpzFile Open(byte[] bytes, string name, long? maximumBytes = null) =>
        Open(() => new MemoryStream(bytes, writable: false), name, maximumBytes);

    /// <summary>Opens an archive of which each reader gets a stream of its own that can seek.</summary>
    public static NpzFile Open(Func<Stream> open, string name, long? maximumBytes = null) => new(name, open, maximumBytes);

    public bool Contains(string name) => _entries.ContainsKey(name + NpyFile.Extension);

    /// <summary>Reads one entry as it is, such as <c>case.json</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    /// <exception cref="InvalidDataException">The entry is broken.</exception>
    public byte[] ReadBytes(string entryName) => ReadEntry(entryName, (stream, length, place) =>
    {
        byte[] bytes = new byte[length];
        StreamReading.Fill(stream, bytes, place, "the entry");
        return bytes;
    });

    /// <summary>An entry to be read piece by piece: straight from the archive where it isn't compressed.</summary>
    /// <param name="entryName">Its name.</param>
    /// <param name="budget">What a compressed entry is charged to, which is unpacked first.</param>
    /// <inheritdoc cref="ReadBytes" path="/exception"/>
    public ByteSource OpenEntry(string entryName, LoadBudget budget)
    {
        ZipEntry entry = Entry(entryName);
        string place = Place(entryName);
        if (entry.Method != 0)
        {
            budget.Take(entry.Bytes, $"the entry '{entryName}'");
            return ByteSource.Of(ReadBytes(entryName), place);
        }

        Stream archive = _open();
        return new ChecksummedSource(archive, _directory.DataStart(entry), entry.Bytes, place, entry.Crc);
    }

    /// <summary>How many bytes an entry has unpacked, as the archive declares.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public long BytesOf(string entryName) => Entry(entryName).Bytes;

    /// <summary>Reads all arrays, in the order of the archive, which is opened once.</summary>
    public IEnumerable<KeyValuePair<string, FileArray>> ReadAll()
    {
        using Stream stream = _open();
        foreach (string name in Names) yield return KeyValuePair.Create(name, Guarded(() => ReadEntry(stream, Entry(name + NpyFile.Extension), NpyFile.Read)));
    }

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

    private void Check(long? maximumBytes)
    {
        long limit = FileLimits.Expanded(StoredBytes, maximumBytes), total = 0;
        foreach (ZipEntry entry in _directory.Entries)
        {
            string place = Place(entry.Name);
            if (entry.IsEncrypted)
                throw new InvalidDataException($"{place}: the entry is encrypted.");
            if (entry.Method is not (0 or 8))
                throw new InvalidDataException($"{place}: compression method {entry.Method} isn't read; 0 (stored) and 8 (deflate) are.");
            if (entry.Method == 0 ? entry.Bytes != entry.StoredBytes : entry.Bytes > FileLimits.LargestInflated(entry.StoredBytes))
            {
                throw new InvalidDataException(
                    $"{place}: {entry.Bytes:N0} bytes from {entry.StoredBytes:N0} stored ones, as the archive declares, can't be.");
            }

            total = entry.Bytes > long.MaxValue - total ? long.MaxValue : total + entry.Bytes;
            if (total > limit)
            {
                throw new InvalidDataException(
                    $"{place}: the archive would unpack to more than the {limit:N0} bytes that are allowed for its {StoredBytes:N0} stored "
                    + "ones. If you trust it, allow more (maximumBytes).");
            }
        }
    }

    private ZipEntry Entry(string name) => _entries.GetValueOrDefault(name)
        ?? throw new KeyNotFoundException($"{Name}: there is no entry '{FileText.Shortened(name)}'.");

    private T ReadEntry<T>(string entryName, Func<Stream, long, string, T> read)
    {
        ZipEntry entry = Entry(entryName);
        return WithArchive(archive => ReadEntry(archive, entry, read));
    }

    private T ReadEntry<T>(Stream archive, ZipEntry entry, Func<Stream, long, string, T> read)
    {
        string place = Place(entry.Name);
        if (entry.Bytes > Array.MaxLength)
            throw new InvalidDataException($"{place}: {entry.Bytes:N0} bytes are more than one array can hold.");
        if (archive.Length != StoredBytes)
            throw new InvalidDataException($"{place}: the file has changed since it was opened.");
        using Stream stored = _directory.Open(archive, entry);
        using var content = new Crc32Stream(stored);
        T result = read(content, entry.Bytes, place);
        StreamReading.ExpectEnd(content, place, "the declared end of the entry");
        if (content.Crc != entry.Crc)
            throw new InvalidDataException($"{place}: the checksum is wrong; the file is damaged.");
        return result;
    }

    private string Place(string entryName) => $"{Name}, entry '{FileText.Shortened(entryName)}'";

    private T WithArchive<T>(Func<Stream, T> use)
    {
        using Stream stream = _open();
        return Guarded(() => use(stream));
    }

    // What .NET's inflater says is without the file's name.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{Name}: not a readable zip archive: {e.Message}", e);
        }
    }
}
