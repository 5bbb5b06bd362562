using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Cornea.Data;

/// <summary>What has arrived of a download, over several attempts: a server that can is asked for the rest only.</summary>
/// <param name="target">Where it's written; can seek.</param>
/// <param name="algorithm">By which it's checked.</param>
internal sealed class ReceivedBytes(Stream target, HashAlgorithmName algorithm) : IDisposable
{
    private IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private EntityTagHeaderValue? _version;

    /// <summary>How many bytes have arrived.</summary>
    public long Count { get; private set; }

    /// <summary>Asks for what hasn't arrived yet, if the content is still the same.</summary>
    public HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (Count == 0) return request;
        request.Headers.Range = new RangeHeaderValue(Count, null);
        if (_version is { IsWeak: false } version) request.Headers.IfRange = new RangeConditionHeaderValue(version);
        return request;
    }

    /// <summary>An answer has begun: where it isn't the rest that was asked for, all begins anew.</summary>
    public void Begin(HttpResponseMessage response)
    {
        _version = response.Headers.ETag;
        if (Count == 0 || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == Count)) return;
        if (response.StatusCode == HttpStatusCode.PartialContent) throw new HttpRequestException("the server sent another part than was asked for");
        Count = 0;
        target.SetLength(0);
        target.Position = 0;
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(algorithm);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        target.Write(bytes);
        _hash.AppendData(bytes);
        Count += bytes.Length;
    }

    /// <summary>The hash of all, in hexadecimal.</summary>
    public string HashText() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
