using System.IO.Compression;
using System.Text;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class NpzFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_comes_back(bool compress)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npz");
        NpzFile.Write(path, Two(), compress);
        NpzFile file = NpzFile.Open(path);
        Assert.Equal(["layer/kernel", "b"], file.Names);
        Assert.Equal([1f, 2, 3, 4], file["layer/kernel"].AsSpan<float>().ToArray());
        Assert.Equal([5, 6], new Dictionary<string, FileArray>(file.ReadAll())["b"].ToArray<int>());
        Assert.True(file.Contains("b"));
        Assert.Contains("there are layer/kernel, b", Assert.Throws<KeyNotFoundException>(() => file["c"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_arrays_give_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("a.npz"), Two(), compress: true);
        NpzFile.Write(folder.File("b.npz"), Two(), compress: true);
        Assert.Equal(File.ReadAllBytes(folder.File("a.npz")), File.ReadAllBytes(folder.File("b.npz")));
    }

    [Fact]
    public void Other_entries_are_given_as_bytes()
    {
        NpzFile file = NpzFile.Open(Zip(("case.json", "{}"u8.ToArray())), "x.npz");
        Assert.Empty(file.Names);
        Assert.Equal("{}", Encoding.UTF8.GetString(file.ReadBytes("case.json")));
        Assert.Throws<KeyNotFoundException>(() => file.ReadBytes("model.keras"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("c:x")]
    [InlineData("a\\b")]
    public void Names_that_lead_out_of_a_folder_are_not_written(string name)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(
            () => NpzFile.Write(folder.File("x.npz"), [new(name, FileArray.From<int>([1], 1))]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Two_arrays_of_one_name_are_not_written()
    {
        using var folder = new TemporaryFolder();
        FileArray one = FileArray.From<int>([1], 1);
        Assert.Throws<ArgumentException>(() => NpzFile.Write(folder.File("x.npz"), [new("a", one), new("a", one)]));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        // 300 MB of zeros in 0.3 MB.
        byte[] bomb = Zip(("zeros.npy", new byte[300 << 20]));
        Assert.InRange(bomb.Length, 1, 1 << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpzFile.Open(bomb, "bomb.npz"));
        Assert.Contains("maximumBytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Single(NpzFile.Open(bomb, "bomb.npz", maximumBytes: 1L << 30).EntryNames);
    }

    [Fact]
    public void The_cap_counts_all_entries_together()
    {
        byte[] zip = Zip([.. Enumerable.Range(0, 10).Select(i => ($"{i}.npy", new byte[1000]))]);
        Assert.Equal(10, NpzFile.Open(zip, "x.npz", maximumBytes: 10_000).Names.Count);
        Assert.Throws<InvalidDataException>(() => NpzFile.Open(zip, "x.npz", maximumBytes: 9_999));
    }

    [Fact]
    public void An_entry_that_declares_less_than_it_unpacks_to_is_refused()
    {
        byte[] zip = Zip(("data.bin", new byte[5000]));
        Patch(zip, 5000, 4000);
        NpzFile file = NpzFile.Open(zip, "x.npz");
        Assert.Throws<InvalidDataException>(() => file.ReadBytes("data.bin"));
    }

    [Fact]
    public void An_entry_that_declares_more_than_deflate_can_hold_is_refused()
    {
        byte[] zip = Zip(("data.bin", new byte[5000]));
        Patch(zip, 5000, 200_000_000);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpzFile.Open(zip, "x.npz"));
        Assert.Contains("can't be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_of_one_name_are_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => NpzFile.Open(Zip(("a.npy", [1]), ("a.npy", [2])), "x.npz"));
        Assert.Contains("two entries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_byte_is_found_by_the_checksum()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("x.npz"), [new("a", FileArray.From<byte>(new byte[1000], 1000))]);
        byte[] bytes = File.ReadAllBytes(folder.File("x.npz"));
        bytes[600] ^= 1; // An element.
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpzFile.Open(bytes, "x.npz")["a"]);
        Assert.Equal("x.npz, entry 'a.npy': the checksum is wrong; the file is damaged.", error.Message);
    }

    [Fact]
    public void Ten_thousand_arrays_are_read_in_one_go()
    {
        using var folder = new TemporaryFolder();
        FileArray one = FileArray.From<int>([1], 1);
        NpzFile.Write(folder.File("x.npz"), Enumerable.Range(0, 10_000).Select(index => KeyValuePair.Create($"a{index}", one)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(10_000, NumPyFile.LoadAll(folder.File("x.npz")).Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20); // Opened anew for each array it was gigabytes.
    }

    [Fact]
    public void A_directory_that_lacks_an_entry_is_refused()
    {
        byte[] zip = Zip(("a.npy", [1, 2, 3]), ("b.npy", [4, 5, 6]));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8), last = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8), end = zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        foreach ((int from, int to) in ((int, int)[])[(directory, last), (last, end)]) // Without the first, without the second.
        {
            byte[] damaged = [.. zip[..from], .. zip[to..]];
            int record = damaged.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
            damaged[record + 8] = damaged[record + 10] = 1;
            BitConverter.TryWriteBytes(damaged.AsSpan(record + 12), record - directory);
            Assert.Contains("lacks an entry", Assert.Throws<InvalidDataException>(() => NpzFile.Open(damaged, "x.npz")).Message, StringComparison.Ordinal);
        }

        byte[] fewer = [.. zip];
        fewer[end + 8] = fewer[end + 10] = 1;
        Assert.Throws<InvalidDataException>(() => NpzFile.Open(fewer, "x.npz"));
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_refused()
    {
        byte[] zip = Zip(("a.npy", [1, 2, 3]), ("b.npy", [4, 5, 6]));
        int last = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(last + 42), 0); // The second begins where the first does.
        Assert.Contains("overlaps", Assert.Throws<InvalidDataException>(() => NpzFile.Open(zip, "x.npz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_than_a_zip_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => NpzFile.Open([], "x.npz"));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpzFile.Open("\x89HDF\r\n\x1a\n"u8.ToArray(), "x.npz"));
        Assert.StartsWith("x.npz: not a readable zip archive", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_give_arrays_or_InvalidDataException()
    {
        using var folder = new TemporaryFolder();
        foreach (bool compress in (bool[])[false, true])
        {
            NpzFile.Write(folder.File("x.npz"), Two(), compress);
            Mutations.Check(File.ReadAllBytes(folder.File("x.npz")), bytes => NpzFile.Open(bytes, "x.npz").ReadAll().Count());
        }
    }

    private static KeyValuePair<string, FileArray>[] Two() =>
    [
        new("layer/kernel", FileArray.From<float>([1, 2, 3, 4], 2, 2)),
        new("b", FileArray.From<long>([5, 6], 2)),
    ];

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using Stream stream = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    // Replaces every occurrence of a length in the headers.
    private static void Patch(Span<byte> bytes, int from, int to)
    {
        int replaced = 0;
        for (int i = 0; i + 4 <= bytes.Length; i++)
        {
            if (BitConverter.ToInt32(bytes[i..]) == from)
            {
                BitConverter.TryWriteBytes(bytes[i..], to);
                replaced++;
            }
        }

        Assert.NotEqual(0, replaced);
    }
}
