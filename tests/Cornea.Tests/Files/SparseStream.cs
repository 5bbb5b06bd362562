namespace Cornea.Tests.Files;

/// <summary>A stream of any length, of which only what isn't zero takes memory: what lies beyond 4 GB is tested without writing it.</summary>
internal sealed class SparseStream : Stream
{
    private const int BlockBytes = 1 << 16;
    private readonly Dictionary<long, byte[]> _blocks = [];
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Max(0, Math.Min(buffer.Length, _length - Position));
        for (int done = 0; done < count;)
        {
            (long block, int at) = (Position / BlockBytes, (int)(Position % BlockBytes));
            Span<byte> part = buffer.Slice(done, Math.Min(count - done, BlockBytes - at));
            if (_blocks.TryGetValue(block, out byte[]? bytes)) bytes.AsSpan(at, part.Length).CopyTo(part);
            else part.Clear();
            (done, Position) = (done + part.Length, Position + part.Length);
        }

        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            (long block, int at) = (Position / BlockBytes, (int)(Position % BlockBytes));
            ReadOnlySpan<byte> part = buffer[..Math.Min(buffer.Length, BlockBytes - at)];
            if (!_blocks.TryGetValue(block, out byte[]? bytes) && part.ContainsAnyExcept((byte)0)) _blocks[block] = bytes = new byte[BlockBytes];
            if (bytes is not null) part.CopyTo(bytes.AsSpan(at));
            buffer = buffer[part.Length..];
            Position += part.Length;
            _length = Math.Max(_length, Position);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : _length);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void SetLength(long value) => _length = value;

    public override void Flush()
    {
    }

    // It can be read again by whoever opens it anew.
    protected override void Dispose(bool disposing)
    {
    }
}
