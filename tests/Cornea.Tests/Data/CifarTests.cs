using System.Formats.Tar;
using System.IO.Compression;
using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>CIFAR's form on small files of our own.</summary>
public sealed class CifarTests : IDisposable
{
    private const int Records = 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("cornea-cifar-").FullName;

    private static CifarSource Small(CifarSource source) => source with { RecordsPerFile = (Records, Records) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Planes_become_pixels(bool isArchive)
    {
        CifarSource source = Small(Cifar10.Source);
        Write(source, isArchive, FileOf);
        var ((xTrain, yTrain), (xTest, yTest)) = source.Load(new DatasetCache(_folder), 0);
        Assert.Equal([5 * Records, 32, 32, 3], xTrain.Shape);
        Assert.Equal([Records, 32, 32, 3], xTest.Shape);
        Assert.Equal(Enumerable.Range(0, 5 * Records).Select(i => ((i / Records) + (i % Records)) % 10), yTrain.ToArray<int>());
        Assert.Equal(Enumerable.Range(0, Records).Select(i => 5 + i), yTest.ToArray<int>());
        byte[] pixels = xTrain.ToArray<byte>();
        foreach ((int image, int y, int x, int channel) in new[] { (0, 0, 0, 0), (4, 31, 31, 2), (14, 7, 19, 1) })
            Assert.Equal(Pixel(image / Records, image % Records, channel, (y * 32) + x), pixels[(((((image * 32) + y) * 32) + x) * 3) + channel]);
    }

    [Fact]
    public void Fine_and_coarse_labels()
    {
        CifarSource source = Small(Cifar100.Source);
        Write(source, isArchive: true, FileOf);
        Assert.Equal([0, 1, 2], source.Load(new DatasetCache(_folder), Cifar100.LabelOf("coarse")).Train.Y.ToArray<int>());
        Assert.Equal([50, 51, 52], source.Load(new DatasetCache(_folder), Cifar100.LabelOf("fine")).Train.Y.ToArray<int>());
        Assert.Contains("fine, coarse", Assert.Throws<ArgumentException>(() => Cifar100.Load("rough")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_named()
    {
        CifarSource source = Small(Cifar10.Source);
        string Message() => Assert.Throws<InvalidDataException>(() => source.Load(new DatasetCache(_folder), 0)).Message;
        Write(source, isArchive: true, (_, number) => FileOf(source, number)[..^1]);
        Assert.Contains("data_batch_1.bin", Message(), StringComparison.Ordinal);
        Write(source with { TestFile = "other.bin" }, isArchive: true, FileOf);
        Assert.Contains("lacks test_batch.bin", Message(), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_folder, source.Folder, source.Archive.Name), [1, 2, 3]);
        Assert.Contains("Delete it", Message(), StringComparison.Ordinal);
        Write(source, isArchive: false, (_, number) =>
        {
            byte[] file = FileOf(source, number);
            file[3073] = 10;
            return file;
        });
        Assert.Contains("label 10 of record 1", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_that_unpack_without_end_are_refused()
    {
        CifarSource source = Cifar10.Source;
        byte[] longName = Header("././@LongLink", (byte)'L', 0x3FFF_FFFF), noRoom = Header("data_batch_1.bin", (byte)'0', long.MaxValue);
        foreach ((byte[] start, int zeros) in ((byte[], int)[])[(longName, 300 << 20), (noRoom, 0)])
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, source.Folder)).FullName;
            using (var zipped = new GZipStream(File.Create(Path.Combine(folder, source.Archive.Name)), CompressionLevel.Fastest))
            {
                zipped.Write(start);
                byte[] block = new byte[1 << 20];
                for (int written = 0; written < zeros; written += block.Length) zipped.Write(block);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            string message = Assert.Throws<InvalidDataException>(() => source.Load(new DatasetCache(_folder), 0)).Message;
            Assert.StartsWith(Path.Combine(folder, source.Archive.Name), message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }

        static byte[] Header(string name, byte kind, long size)
        {
            byte[] header = new byte[512];
            System.Text.Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
            header[124] = 0x80; // In base 256.
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(128), size);
            header[156] = kind;
            header.AsSpan(148, 8).Fill((byte)' ');
            System.Text.Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0')).CopyTo(header, 148);
            return header;
        }
    }

    private void Write(CifarSource source, bool isArchive, Func<CifarSource, int, byte[]> content)
    {
        string folder = Path.Combine(_folder, source.Folder);
        Directory.CreateDirectory(Path.Combine(folder, source.Inner));
        string[] names = [.. source.TrainFiles, source.TestFile];
        if (!isArchive)
        {
            for (int i = 0; i < names.Length; i++) File.WriteAllBytes(Path.Combine(folder, source.Inner, names[i]), content(source, i));
            return;
        }

        using var zipped = new GZipStream(File.Create(Path.Combine(folder, source.Archive.Name)), CompressionLevel.Fastest);
        using var archive = new TarWriter(zipped, TarEntryFormat.Ustar);
        for (int i = 0; i < names.Length; i++)
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{source.Inner}/{names[i]}") { DataStream = new MemoryStream(content(source, i)) });
    }

    private static byte[] FileOf(CifarSource source, int number) =>
    [
        .. Enumerable.Range(0, Records).SelectMany(record => (byte[])
        [
            .. Enumerable.Range(0, source.ClassCounts.Count).Select(label => (byte)(((number + record) % 10) + (50 * label))),
            .. Enumerable.Range(0, 3 * 1024).Select(i => Pixel(number, record, i / 1024, i % 1024)),
        ]),
    ];

    private static byte Pixel(int file, int record, int channel, int place) => (byte)((file * 31) + (record * 17) + (channel * 80) + (place * 7));
}
