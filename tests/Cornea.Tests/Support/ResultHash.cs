using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cornea.Tests.Support;

/// <summary>SHA-256 over the bits of everything added, in order. Two NaNs of different payload differ, as do 0 and −0.</summary>
internal sealed class ResultHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add<T>(ReadOnlySpan<T> values) where T : unmanaged => _hash.AppendData(MemoryMarshal.AsBytes(values));

    public void Add(ReadOnlySpan<float> values) => Add<float>(values);

    public void Dispose() => _hash.Dispose();

    /// <summary>The hash of all that was added so far, in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexString(_hash.GetCurrentHash());
}
