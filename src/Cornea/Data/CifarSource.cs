using System.IO.Compression;
using Cornea.Files;

namespace Cornea.Data;

/// <summary>A data set in CIFAR's binary form: an archive of files of records, each a label or two and an image, plane by plane.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Folder">Its folder's name in the cache.</param>
/// <param name="Archive">The archive.</param>
/// <param name="Inner">The folder in the archive, which may lie unpacked in the cache instead.</param>
/// <param name="TrainFiles">The files of the training part, in order.</param>
/// <param name="TestFile">The file of the test part.</param>
/// <param name="RecordsPerFile">How many images each file of the training part holds, and how many that of the test part.</param>
/// <param name="ClassCounts">How many classes the labels have that stand before each image, in their order.</param>
internal sealed record CifarSource(
    string Title,
    string Folder,
    DatasetFile Archive,
    string Inner,
    IReadOnlyList<string> TrainFiles,
    string TestFile,
    (int Train, int Test) RecordsPerFile,
    IReadOnlyList<int> ClassCounts)
{
    public const int Side = 32;
    public const int Channels = 3;
    private const int ImageBytes = Side * Side * Channels;
    private const long BesidesBytes = 1 << 20; // Names of the classes, a readme, headers.

    private static readonly Uri[] Addresses = [new("https://www.cs.toronto.edu/~kriz/")];

    private int RecordBytes => ClassCounts.Count + ImageBytes;

    private string[] AllFiles => [.. TrainFiles, TestFile];

    /// <summary>The folder that holds the archive or the unpacked files; null when they are to be downloaded.</summary>
    public string? FolderHere(DatasetCache cache) =>
        Unpacked(cache) ?? Path.GetDirectoryName(ArchivePath(cache));

    /// <summary>Reads the set: unpacked files from the cache, else the archive there, else the archive downloaded there.</summary>
    /// <param name="cache">Where files are kept.</param>
    /// <param name="label">Which of the labels before each image is wanted.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="FileNotFoundException">The archive is neither here nor to be downloaded; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(DatasetCache cache, int label, CancellationToken cancellation = default)
    {
        Dictionary<string, byte[]> files = Unpacked(cache) is { } folder
            ? AllFiles.ToDictionary(name => name, name => FileReading.ReadAll(Path.Combine(folder, name)))
            : Unpack(ArchivePath(cache) ?? cache.Obtain(Title, null, Folder, Archive, Addresses, cancellation));
        return (Part(TrainFiles, RecordsPerFile.Train), Part([TestFile], RecordsPerFile.Test));

        (Tensor X, Tensor Y) Part(IReadOnlyList<string> names, int records)
        {
            byte[] images = new byte[names.Count * records * ImageBytes];
            int[] labels = new int[names.Count * records];
            for (int i = 0; i < names.Count; i++) Read(names[i], files[names[i]], records, label, images.AsSpan(i * records * ImageBytes), labels.AsSpan(i * records));
            return (Tensor.From(images, [labels.Length, Side, Side, Channels]), Tensor.From(labels));
        }
    }

    private void Read(string name, byte[] content, int records, int label, Span<byte> images, Span<int> labels)
    {
        if (content.Length != records * RecordBytes)
            throw new InvalidDataException($"{Title}, {name}: expected {records:N0} records of {RecordBytes} bytes, got {content.Length:N0} bytes.");
        for (int record = 0; record < records; record++)
        {
            ReadOnlySpan<byte> present = content.AsSpan(record * RecordBytes, RecordBytes);
            for (int i = 0; i < ClassCounts.Count; i++)
            {
                if (present[i] >= ClassCounts[i])
                    throw new InvalidDataException($"{Title}, {name}: label {present[i]} of record {record}; 0 to {ClassCounts[i] - 1} exist.");
            }

            labels[record] = present[label];
            ReadOnlySpan<byte> planes = present[ClassCounts.Count..];
            Span<byte> image = images.Slice(record * ImageBytes, ImageBytes);
            for (int channel = 0; channel < Channels; channel++)
                for (int pixel = 0; pixel < Side * Side; pixel++) image[(pixel * Channels) + channel] = planes[(channel * Side * Side) + pixel];
        }
    }

    private Dictionary<string, byte[]> Unpack(string path)
    {
        HashSet<string> wanted = [.. TrainFiles, TestFile];
        var files = new Dictionary<string, byte[]>();
        long all = RecordBytes * (((long)TrainFiles.Count * RecordsPerFile.Train) + RecordsPerFile.Test);
        try
        {
            using FileStream stream = FileReading.Open(path);
            using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
            var archive = new TarArchive(unzipped, all + BesidesBytes);
            while (archive.MoveNext())
            {
                string name = archive.Name;
                if (!wanted.Contains(name)) continue;
                int records = name == TestFile ? RecordsPerFile.Test : RecordsPerFile.Train;
                if (archive.Length != (long)records * RecordBytes)
                    throw new InvalidDataException($"expected {records:N0} records of {RecordBytes} bytes in {name}, got {archive.Length:N0} bytes");
                files[name] = archive.Read();
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: isn't {Title}'s archive, or is damaged: {e.Message.TrimEnd('.')}. Delete it, and it is downloaded anew.", e);
        }

        wanted.ExceptWith(files.Keys);
        return wanted.Count == 0 ? files : throw new InvalidDataException($"{path}: {Title}'s archive lacks {string.Join(", ", wanted.Order())}.");
    }

    private string? ArchivePath(DatasetCache cache) => Path.Combine(cache.FolderOf(Folder), Archive.Name) is var path && File.Exists(path) ? path : null;

    private string? Unpacked(DatasetCache cache)
    {
        string folder = Path.Combine(cache.FolderOf(Folder), Inner);
        return AllFiles.All(name => File.Exists(Path.Combine(folder, name))) ? folder : null;
    }
}
