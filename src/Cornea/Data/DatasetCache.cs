using Cornea.Files;

namespace Cornea.Data;

/// <summary>The folder in which downloaded data sets are kept, and the download into it.</summary>
/// <remarks>
/// A file appears in the cache only when it is whole and its hash, if one is known, is right: it is downloaded to a temporary file beside its place
/// and renamed. Several processes may download the same file at once; each renames the same content.
/// </remarks>
internal sealed class DatasetCache
{
    /// <summary>The environment variable that names Cornea's folder; data sets lie in <c>datasets</c> below it.</summary>
    public const string HomeVariable = "CORNEA_HOME";

    private const int Attempts = 3;
    private const int BlockBytes = 1 << 16;

    private readonly string? _folder;
    private readonly TimeSpan _patience;

    /// <param name="folder">Null: <see cref="DefaultFolder"/>.</param>
    /// <param name="patience">How long a server may stay silent, and the unit of the pauses between attempts. Null: 20 seconds.</param>
    public DatasetCache(string? folder = null, TimeSpan? patience = null)
    {
        _folder = folder;
        _patience = patience ?? TimeSpan.FromSeconds(20);
    }

    /// <summary>
    /// Cornea's folder: that of <c>CORNEA_HOME</c>, or <c>cornea</c> in the user's folder for local application data (on Linux
    /// ~/.local/share, on Windows %LOCALAPPDATA%, on macOS ~/Library/Application Support).
    /// </summary>
    /// <exception cref="IOException">The user has no such folder and CORNEA_HOME isn't set.</exception>
    public static string Home
    {
        get
        {
            string? home = Environment.GetEnvironmentVariable(HomeVariable);
            if (!string.IsNullOrEmpty(home)) return home;
            string local = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return local.Length > 0
                ? Path.Combine(local, "cornea")
                : throw new IOException($"There is no folder for local application data here. Set {HomeVariable} to a folder of yours.");
        }
    }

    /// <summary>The folder of all data sets.</summary>
    /// <inheritdoc cref="Home" path="/exception"/>
    public static string DefaultFolder => Path.Combine(Home, "datasets");

    /// <summary>The folder of one data set; it need not exist.</summary>
    public string FolderOf(string dataset) => Path.Combine(_folder ?? DefaultFolder, dataset);

    /// <summary>Downloads a file that is nowhere on this machine.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="FileNotFoundException">It can't be downloaded; the message says what to install or which file to put where.</exception>
    /// <exception cref="InvalidDataException">An address gave a whole file with another hash. It isn't kept.</exception>
    public string Obtain(
        string title, string? package, string dataset, DatasetFile file, IReadOnlyList<Uri> folders, CancellationToken cancellation)
    {
        try
        {
            return Download(dataset, file, folders, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string debian = package is null ? "" : $"On Debian: apt-get install {package}. Or ";
            string remedy = $"{debian}put the file ({file.Bytes:N0} bytes, {file.AlgorithmTitle} {file.Hash}) into {FolderOf(dataset)}.";
            throw new FileNotFoundException(
                $"{title}: {file.Name} is not on this machine and could not be downloaded ({e.Message}). "
                + char.ToUpperInvariant(remedy[0]) + remedy[1..],
                file.Name,
                e);
        }
    }

    /// <summary>Downloads a file into the cache, trying each address several times before the next.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">
    /// No address gave the file, or it can't be written. The message lists what each address answered.
    /// </exception>
    /// <exception cref="InvalidDataException">An address gave a whole file with another hash. It isn't kept.</exception>
    public string Download(string dataset, DatasetFile file, IReadOnlyList<Uri> folders, CancellationToken cancellation = default) =>
        DownloadFrom(dataset, file, [.. folders.Select(folder => new Uri(folder, file.Name))], cancellation);

    /// <summary>Downloads a file into the cache from one of several addresses of its own.</summary>
    /// <inheritdoc cref="Download"/>
    public string DownloadFrom(string dataset, DatasetFile file, IReadOnlyList<Uri> addresses, CancellationToken cancellation = default) =>
        Task.Run(() => DownloadAsync(dataset, file, addresses, cancellation), cancellation).GetAwaiter().GetResult();

    private async Task<string> DownloadAsync(
        string dataset, DatasetFile file, IReadOnlyList<Uri> addresses, CancellationToken cancellation)
    {
        string path = Path.Combine(FolderOf(dataset), file.Name);
        Directory.CreateDirectory(FolderOf(dataset));
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var failures = new List<string>();
        InvalidDataException? wrongContent = null;
        foreach (Uri address in addresses)
        {
            try
            {
                await TryAddress(client, address, file, path, cancellation).ConfigureAwait(false);
                return path;
            }
            catch (InvalidDataException e)
            {
                wrongContent = e;
                failures.Add(e.Message);
            }
            catch (HttpRequestException e)
            {
                failures.Add($"{address}: {e.Message}");
            }
        }

        string all = string.Join("; ", failures);
        throw wrongContent is null ? new IOException(all) : new InvalidDataException(all, wrongContent);
    }

    // What has arrived before a connection broke stays: the next attempt asks for the rest.
    private async Task TryAddress(HttpClient client, Uri address, DatasetFile file, string path, CancellationToken cancellation)
    {
        using var kept = new AtomicFile(path);
        using var received = new ReceivedBytes(kept.Stream, file.Algorithm);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await Receive(client, address, file, received, cancellation).ConfigureAwait(false);
                kept.Commit();
                return;
            }
            catch (HttpRequestException e) when (attempt < Attempts && IsPassing(e))
            {
                await Task.Delay(_patience * attempt / 20, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Writes the address' content to a file and checks it. What may be better next time (no connection, silence, an early end) is an
    /// HttpRequestException; a disk that is full is an IOException.
    /// </summary>
    private async Task Receive(HttpClient client, Uri address, DatasetFile file, ReceivedBytes target, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(_patience);
        long? length = file.Bytes;
        try
        {
            using HttpRequestMessage request = target.Request(address);
            using HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            target.Begin(response);
            length = file.Bytes ?? target.Count + response.Content.Headers.ContentLength;
            using Stream source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            byte[] block = new byte[BlockBytes];
            while (true)
            {
                silence.CancelAfter(_patience);
                int read = await ReadBlock(source, block, address, silence.Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                if (target.Count + read > length)
                    throw new InvalidDataException($"{address}: expected {length:N0} bytes, got more. The file isn't kept.");
                target.Add(block.AsSpan(0, read));
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer for {_patience.TotalSeconds:0.#} seconds", e);
        }

        if (target.Count < length)
            throw new HttpRequestException($"the download ended after {target.Count:N0} of {length:N0} bytes");
        string actual = target.HashText();
        if (file.Hash is { } expected && actual != expected)
            throw new InvalidDataException($"{address}: expected {file.AlgorithmTitle} {expected}, got {actual}. The file isn't kept.");
    }

    // A broken connection shows as IOException, which mustn't be mistaken for a full disk.
    private static async Task<int> ReadBlock(Stream source, byte[] block, Uri address, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(block, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"the connection to {address.Host} broke: {e.Message}", e);
        }
    }

    // Without a status the connection failed; 5xx, "too many requests" and "timeout" pass, "not found" stays.
    private static bool IsPassing(HttpRequestException e) =>
        e.HttpRequestError is not HttpRequestError.NameResolutionError
        && (e.StatusCode is null || (int)e.StatusCode >= 500 || (int)e.StatusCode is 408 or 429);
}
