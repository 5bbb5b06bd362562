using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>Files from a server on this machine.</summary>
public sealed class DownloadsTests : IDisposable
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("Cornea");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_downloaded_once()
    {
        using LocalServer server = Serving(Content);
        string origin = $"{server.Address}some/data.bin?v=2", path = Path.Combine(_folder.Path, "datasets", "data.bin");
        foreach (string hash in new[] { Convert.ToHexString(SHA256.HashData(Content)), Convert.ToHexStringLower(MD5.HashData(Content)) })
            Assert.Equal(path, Downloads.GetFile(origin: origin, fileHash: hash, cacheDir: _folder.Path));
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Single(server.Requests);
        Assert.Equal(Path.Combine(_folder.Path, "other", "mine"), Downloads.GetFile("mine", origin, cacheSubdir: "other", cacheDir: _folder.Path));
        Downloads.GetFile(origin: origin, cacheDir: _folder.Path, forceDownload: true);
        Assert.Equal(3, server.Requests.Count);

        File.WriteAllText(path, "broken");
        Downloads.GetFile(origin: origin, fileHash: Convert.ToHexString(SHA256.HashData(Content)), cacheDir: _folder.Path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Contains("MD5", Assert.Throws<InvalidDataException>(() => Downloads.GetFile("x", origin, fileHash: new string('0', 32), cacheDir: _folder.Path)).Message);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    public void Archives_are_unpacked(string format)
    {
        using LocalServer server = Serving(Archive(format, "a/b.txt"));
        string folder = Downloads.GetFile(origin: $"{server.Address}set.{format}", extract: true, cacheDir: _folder.Path);
        Assert.Equal(Path.Combine(_folder.Path, "datasets", $"set.{format}_extracted"), folder);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder, "a", "b.txt")));
        Assert.Equal(folder, Downloads.GetFile("other.bin", $"{server.Address}set.{format}", extract: true, cacheDir: _folder.Path).Replace("other.bin", $"set.{format}"));
        Assert.Equal(folder, Downloads.GetFile(origin: $"{server.Address}set.{format}", extract: true, cacheDir: _folder.Path));
        Assert.Equal(2, server.Requests.Count);
    }

    // A name that leads out of the folder is refused, and nothing of the archive is left.
    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    public void Hostile_archives_are_refused(string format)
    {
        using LocalServer server = Serving(Archive(format, "../../evil.txt"));
        Assert.ThrowsAny<IOException>(() => Downloads.GetFile(origin: $"{server.Address}set.{format}", extract: true, cacheDir: _folder.Path));
        Assert.Equal([Path.Combine(_folder.Path, "datasets", $"set.{format}")], Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "datasets")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "evil.txt")));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using var server = new LocalServer((_, response) => response.StatusCode = 404);
        Assert.Contains("by hand", Assert.Throws<FileNotFoundException>(() => Downloads.GetFile("x", $"{server.Address}x", cacheDir: _folder.Path)).Message);
        Assert.Contains("address of the web", Assert.Throws<ArgumentException>(() => Downloads.GetFile("x", "file:///etc/passwd")).Message);
        Assert.Contains("name of a file", Assert.Throws<ArgumentException>(() => Downloads.GetFile("../x", "http://localhost/x")).Message);
        Assert.Contains("hexadecimal", Assert.Throws<ArgumentException>(() => Downloads.GetFile("x", "http://localhost/x", fileHash: "12")).Message);
        Assert.Contains("auto, sha256, md5", Assert.Throws<ArgumentException>(() => Downloads.GetFile("x", "http://localhost/x", hashAlgorithm: "crc")).Message);
    }

    private static LocalServer Serving(byte[] content) => new((_, response) =>
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
    });

    private static byte[] Archive(string format, string name)
    {
        var stream = new MemoryStream();
        if (format == "zip")
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(Content);
        }
        else
        {
            using Stream target = format == "tar" ? stream : new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Content) });
        }

        return stream.ToArray();
    }
}
