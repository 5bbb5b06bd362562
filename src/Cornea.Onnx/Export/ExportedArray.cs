using System.Runtime.InteropServices;

namespace Cornea.Onnx;

/// <summary>A weight or constant of an ONNX graph that is being made; its bytes are fetched when they are written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spec">Shape and element type.</param>
/// <param name="Values">Gives the values.</param>
internal sealed record ExportedArray(string Name, TensorSpec Spec, Func<Tensor> Values)
{
    private const int Piece = 1 << 24; // Elements.

    /// <summary>How many bytes the values take.</summary>
    public long Bytes => Spec.Shape.ElementCount * Spec.DType.Size;

    /// <summary>All of the message that stands before the values.</summary>
    public byte[] Head() => Said().Head(9, Bytes).ToBytes();

    /// <summary>The whole message of an array whose values lie in a file beside.</summary>
    /// <param name="location">The file's name.</param>
    /// <param name="offset">Where in it they begin.</param>
    public byte[] Reference(string location, long offset) => Said()
        .Message(13, Entry("location", location)).Message(13, Entry("offset", $"{offset}")).Message(13, Entry("length", $"{Bytes}")).Integer(14, 1).ToBytes();

    private ProtoMessage Said()
    {
        var message = new ProtoMessage();
        foreach (int size in Spec.Shape) message.Integer(1, size);
        return message.Integer(2, (long)ElementTypes.Of(Spec.DType)).Text(8, Name);
    }

    private static ProtoMessage Entry(string key, string value) => new ProtoMessage().Text(1, key).Text(2, value);

    /// <summary>Writes the values, row by row, little-endian.</summary>
    public void Write(Stream stream)
    {
        Tensor values = Values();
        switch (Spec.DType.Name)
        {
            case "float32": Write<float>(stream, values); break;
            case "float64": Write<double>(stream, values); break;
            case "int32": Write<int>(stream, values); break;
            case "int64": Write<long>(stream, values); break;
            default: Write<byte>(stream, values); break;
        }
    }

    // By pieces: a span of bytes ends at 2 GiB, an array needn't.
    private static void Write<T>(Stream stream, Tensor values)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        T[] array = values.ToArray<T>();
        for (int first = 0; first < array.Length; first += Piece) stream.Write(MemoryMarshal.AsBytes(array.AsSpan(first, Math.Min(Piece, array.Length - first))));
    }
}
