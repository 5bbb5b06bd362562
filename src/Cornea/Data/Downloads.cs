using System.Formats.Tar;
using System.IO.Compression;
using Cornea.Files;

namespace Cornea.Data;

/// <summary>Files from the web, kept on this machine.</summary>
public static class Downloads
{
    private const string Extracted = "_extracted";
    private static readonly string[] Algorithms = ["auto", "sha256", "md5"];
    private static readonly string[] Formats = ["auto", "tar", "zip"];

    /// <summary>The path of a file, which is downloaded unless it is on this machine already.</summary>
    /// <param name="fname">What the file is called here; null: as at its origin.</param>
    /// <param name="origin">Its address, http or https.</param>
    /// <param name="fileHash">Its SHA-256 or MD5 in hexadecimal, by which it is checked; null: it isn't.</param>
    /// <param name="cacheSubdir">The folder below <paramref name="cacheDir"/>.</param>
    /// <param name="hashAlgorithm"><c>"sha256"</c>, <c>"md5"</c>, or <c>"auto"</c>: the hash's length tells.</param>
    /// <param name="extract">Whether it is an archive, which is then unpacked beside it; the path is that of the folder.</param>
    /// <param name="archiveFormat"><c>"tar"</c> (compressed by gzip too), <c>"zip"</c>, or <c>"auto"</c>: what it is called tells.</param>
    /// <param name="cacheDir">The folder for all; null: Cornea's (<c>CORNEA_HOME</c>).</param>
    /// <param name="forceDownload">Whether it is downloaded anyhow.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <remarks>A file appears in its place when it is whole and checked, not before. Source: Keras 3, utils.get_file.</remarks>
    /// <exception cref="ArgumentException">A word isn't known, the address is no web address, or the name isn't that of a file.</exception>
    /// <exception cref="FileNotFoundException">It can't be downloaded.</exception>
    /// <exception cref="InvalidDataException">It has another hash, or isn't an archive of that form.</exception>
    public static string GetFile(
        string? fname = null, string? origin = null, string? fileHash = null, string cacheSubdir = "datasets", string hashAlgorithm = "auto",
        bool extract = false, string archiveFormat = "auto", string? cacheDir = null, bool forceDownload = false, CancellationToken cancellation = default)
    {
        const string Who = "Downloads.GetFile";
        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{Who}: expected an address of the web as origin, got '{origin ?? "null"}'.", nameof(origin));
        Known(Who, nameof(hashAlgorithm), hashAlgorithm, Algorithms);
        Known(Who, nameof(archiveFormat), archiveFormat, Formats);
        string name = fname ?? Path.GetFileName(address.LocalPath);
        if (name.Length == 0 || name is "." or ".." || Path.GetFileName(name) != name)
            throw new ArgumentException($"{Who}: expected the name of a file as fname, got '{name}'.", nameof(fname));
        if (fileHash is not null && (fileHash.Length is not (32 or 64) || fileHash.AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF")))
            throw new ArgumentException($"{Who}: expected 64 (SHA-256) or 32 (MD5) hexadecimal digits as fileHash, got '{fileHash}'.", nameof(fileHash));
        var file = new DatasetFile(name, null, fileHash?.ToLowerInvariant());
        if (hashAlgorithm != "auto" && fileHash is not null && hashAlgorithm != file.Algorithm.Name!.ToLowerInvariant())
            throw new ArgumentException($"{Who}: a hash of {fileHash.Length} digits isn't one of {hashAlgorithm}.", nameof(fileHash));

        string folder = Path.Combine(cacheDir ?? DatasetCache.Home, cacheSubdir), path = Path.Combine(folder, name);
        bool isNew = forceDownload || !file.IsAt(path);
        if (isNew) Download(folder, file, address, cancellation);
        return extract ? Unpack(path, archiveFormat == "auto" ? FormatOf(address.LocalPath, name) : archiveFormat, isNew) : path;
    }

    private static void Download(string folder, DatasetFile file, Uri address, CancellationToken cancellation)
    {
        try
        {
            new DatasetCache(folder).DownloadFrom("", file, [address], cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileNotFoundException($"{file.Name} could not be downloaded ({e.Message}). It may be put into {folder} by hand.", file.Name, e);
        }
    }

    // Unpacked aside and renamed: a folder that is there is whole.
    private static string Unpack(string path, string format, bool isNew)
    {
        string folder = path + Extracted, aside = AtomicFile.TemporaryPath(folder);
        if (Directory.Exists(folder))
        {
            if (!isNew) return folder;
            Directory.Delete(folder, recursive: true);
        }

        try
        {
            Directory.CreateDirectory(aside);
            if (format == "zip")
            {
                ZipFile.ExtractToDirectory(path, aside);
            }
            else
            {
                using FileStream stream = File.OpenRead(path);
                bool isZipped = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b; // gzip's first bytes.
                stream.Position = 0;
                using Stream archive = isZipped ? new GZipStream(stream, CompressionMode.Decompress) : stream;
                TarFile.ExtractToDirectory(archive, aside, overwriteFiles: false);
            }

            Directory.Move(aside, folder);
            return folder;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException or NotSupportedException or OutOfMemoryException)
        {
            throw new InvalidDataException($"{path}: isn't a {format} archive, or is damaged: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    private static string FormatOf(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return "zip";
            if (new[] { ".tar", ".tar.gz", ".tgz" }.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) return "tar";
        }

        throw new ArgumentException($"Downloads.GetFile: {string.Join(", ", names.ToArray())} doesn't tell what archive it is; give archiveFormat tar or zip.", "archiveFormat");
    }

    private static void Known(string who, string name, string word, string[] known)
    {
        if (!known.Contains(word)) throw new ArgumentException($"{who}: expected {name} of {string.Join(", ", known)}, got '{word}'.", name);
    }
}
