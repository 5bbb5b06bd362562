using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>Downloads from a server on this machine.</summary>
public sealed class DatasetCacheTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 >> 3))];
    private static readonly DatasetFile Wanted = new("x.gz", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private readonly TemporaryFolder _folder = new();

    private DatasetCache Cache => new(_folder.Path, patience: TimeSpan.FromSeconds(1));

    private string Expected => Path.Combine(_folder.Path, "set", "x.gz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_right_file_is_kept()
    {
        using var server = new LocalServer((_, response) => Send(response, Content));
        string path = Cache.Download("set", Wanted, [server.Address]);
        Assert.Equal(Expected, path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Equal(["/x.gz"], server.Requests);
        OnlyTheWhole();
    }

    [Fact]
    public void A_wrong_hash_is_refused_and_nothing_is_kept()
    {
        byte[] wrong = [.. Content];
        wrong[1000] ^= 1;
        using var server = new LocalServer((_, response) => Send(response, wrong));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Cache.Download("set", Wanted, [server.Address]));
        Assert.Contains(Wanted.Hash!, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Nothing();
    }

    [Fact]
    public void A_file_that_is_too_long_is_cut_off()
    {
        using var server = new LocalServer((_, response) => Send(response, [.. Content, 1]));
        Assert.Throws<InvalidDataException>(() => Cache.Download("set", Wanted, [server.Address]));
        Nothing();
    }

    [Fact]
    public void The_next_address_is_tried()
    {
        using var wrong = new LocalServer((_, response) => Send(response, [1, 2, .. Content[2..]]));
        using var missing = new LocalServer((_, response) => response.StatusCode = 404);
        using var right = new LocalServer((_, response) => Send(response, Content));
        Cache.Download("set", Wanted, [wrong.Address, missing.Address, right.Address]);
        Assert.Single(missing.Requests); // "Not found" doesn't pass; no second attempt.
        OnlyTheWhole();
    }

    [Fact]
    public void A_passing_failure_is_tried_again()
    {
        using var server = new LocalServer((request, response) =>
        {
            if (request == 1)
                response.StatusCode = 503;
            else if (request == 2)
                BreakOff(response);
            else
                Send(response, Content);
        });
        Cache.Download("set", Wanted, [server.Address]);
        Assert.Equal(3, server.Requests.Count);
        OnlyTheWhole();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_arrived_before_a_break_is_not_sent_again(bool knowsRanges, bool isUnchanged)
    {
        var ranges = new ConcurrentQueue<string?>();
        using var server = new LocalServer((number, request, response) =>
        {
            ranges.Enqueue(request.Headers["Range"]);
            string version = number == 1 || isUnchanged ? "\"one\"" : "\"two\"";
            response.Headers["ETag"] = version;
            if (number == 1)
            {
                BreakOff(response, 100_000);
            }
            else if (knowsRanges && request.Headers["If-Range"] == version && request.Headers["Range"] is { } range)
            {
                int start = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
                response.StatusCode = 206;
                response.Headers["Content-Range"] = $"bytes {start}-{Content.Length - 1}/{Content.Length}";
                Send(response, Content[start..]);
            }
            else
            {
                Send(response, Content);
            }
        });
        Cache.Download("set", Wanted, [server.Address]);
        OnlyTheWhole();
        Assert.Null(ranges.First());
        Assert.Matches("bytes=[1-9][0-9]*-", ranges.Last());
    }

    [Fact]
    public void After_three_attempts_it_gives_up_and_says_why()
    {
        using var server = new LocalServer((_, response) => BreakOff(response));
        IOException error = Assert.Throws<IOException>(() => Cache.Download("set", Wanted, [server.Address]));
        Assert.Contains(server.Address.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
        Nothing();
    }

    [Fact]
    public void A_silent_server_does_not_hold_us()
    {
        using var server = new LocalServer((_, _) => Thread.Sleep(1500));
        var cache = new DatasetCache(_folder.Path, patience: TimeSpan.FromSeconds(0.2));
        IOException error = Assert.Throws<IOException>(() => cache.Download("set", Wanted, [server.Address]));
        Assert.Contains("no answer for 0.2 seconds", error.Message, StringComparison.Ordinal);
        Nothing();
    }

    [Fact]
    public void A_download_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        using var server = new LocalServer((_, response) =>
        {
            cancelled.Cancel();
            Send(response, Content);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Cache.Download("set", Wanted, [server.Address], cancelled.Token));
        Nothing();
    }

    [Fact]
    public void Many_at_once_do_not_disturb_each_other()
    {
        using var server = new LocalServer((_, response) => Send(response, Content));
        Parallel.For(0, 4, _ => Assert.Equal(Content, File.ReadAllBytes(Cache.Download("set", Wanted, [server.Address]))));
        OnlyTheWhole();
    }

    private static void Send(HttpListenerResponse response, byte[] content)
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
    }

    private static void BreakOff(HttpListenerResponse response, int after = 1000)
    {
        response.ContentLength64 = Content.Length;
        response.OutputStream.Write(Content.AsSpan(0, after));
        response.OutputStream.Flush();
        response.Abort();
    }

    private void OnlyTheWhole()
    {
        Assert.Equal([Expected], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(Content, File.ReadAllBytes(Expected));
    }

    private void Nothing() => Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
}
