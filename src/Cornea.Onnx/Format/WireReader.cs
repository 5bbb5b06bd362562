using Google.Protobuf;

namespace Cornea.Onnx;

/// <summary>
/// Reads Protocol Buffers' wire format field by field from a file: what is large is passed over and read later from its place, and no
/// length is believed that reaches beyond the message around.
/// </summary>
internal sealed class WireReader : IDisposable
{
    private const int DeepestNesting = 64; // Attributes hold graphs whose nodes have attributes: four levels for each branch within a branch.

    private readonly CodedInputStream _input;
    private readonly Stack<long> _ends = new();
    private uint _tag;

    public WireReader(FileStream stream, string place)
    {
        Place = place;
        if (stream.Length > int.MaxValue)
            throw new InvalidDataException($"{place}: {stream.Length:N0} bytes are more than the 2 GiB that such a file may have; larger models keep their weights in files beside.");
        _ends.Push(stream.Length);
        _input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, DeepestNesting);
    }

    /// <summary>The file, for messages.</summary>
    public string Place { get; }

    /// <summary>Whether the present field is a run of bytes (a text, a message, packed numbers) rather than one number.</summary>
    private bool IsRun => (_tag & 7) == 2;

    /// <summary>Reads the fields up to the end of the message.</summary>
    /// <param name="field">Gets a field's number, and reads it; false where it has no use for it.</param>
    public void Fields(Func<int, bool> field)
    {
        long end = _ends.Peek();
        try
        {
            while (_input.Position < end)
            {
                _tag = _input.ReadTag();
                if ((_tag & 7) is 3 or 4) throw Wrong("there is a group, which no such file has");
                if (!field((int)(_tag >> 3))) _input.SkipLastField();
                if (_input.Position > end) throw Wrong("a field reaches beyond the end of its message");
            }
        }
        catch (InvalidProtocolBufferException error)
        {
            throw Wrong(error.Message);
        }
    }

    /// <summary>Reads a message inside the present one.</summary>
    public void Message(Func<int, bool> field)
    {
        Expect(isRun: true);
        if (_ends.Count > DeepestNesting) throw Wrong($"messages lie more than {DeepestNesting} deep in each other");
        long length = _input.ReadLength(), end = _input.Position + length;
        if (length < 0 || end > _ends.Peek()) throw Wrong($"a message of {length:N0} bytes reaches beyond the end of the one around it");
        _ends.Push(end);
        Fields(field);
        _ends.Pop();
    }

    public long Integer()
    {
        Expect(isRun: false);
        return _input.ReadInt64();
    }

    public float Single()
    {
        Expect(isRun: false);
        return _input.ReadFloat();
    }

    public string Text()
    {
        Expect(isRun: true);
        return _input.ReadString();
    }

    public byte[] Bytes()
    {
        Expect(isRun: true);
        return _input.ReadBytes().ToByteArray();
    }

    /// <summary>Where a run of bytes lies, to be read later: from the number that gives its length to its end.</summary>
    public (long Start, long End) Later()
    {
        Expect(isRun: true);
        long start = _input.Position;
        _input.SkipLastField();
        return (start, _input.Position);
    }

    public void Integers(List<long> numbers) => Numbers(numbers, static input => input.ReadInt64());

    public void Singles(List<float> numbers) => Numbers(numbers, static input => input.ReadFloat());

    public void Doubles(List<double> numbers) => Numbers(numbers, static input => input.ReadDouble());

    public InvalidDataException Wrong(string what) => new($"{Place}: before byte {_input.Position:N0}: {what}");

    public void Dispose() => _input.Dispose();

    private void Numbers<T>(List<T> numbers, Func<CodedInputStream, T> read)
    {
        if (!IsRun)
        {
            numbers.Add(read(_input));
            return;
        }

        long length = _input.ReadLength(), end = _input.Position + length;
        if (length < 0 || end > _ends.Peek()) throw Wrong($"{length:N0} bytes of numbers reach beyond the end of their message");
        while (_input.Position < end) numbers.Add(read(_input));
        if (_input.Position > end) throw Wrong("the last of a run of numbers is cut off");
    }

    private void Expect(bool isRun)
    {
        if (IsRun != isRun) throw Wrong($"field {_tag >> 3} is {(isRun ? "a number where a run of bytes" : "a run of bytes where a number")} is expected");
    }
}
