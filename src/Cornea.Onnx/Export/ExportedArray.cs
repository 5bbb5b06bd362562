using System.Runtime.InteropServices;

namespace Cornea.Onnx;

/// <summary>A weight or constant of an ONNX graph that is being made; its bytes are fetched when they are written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spec">Shape and element type.</param>
/// <param name="Values">Gives the values.</param>
internal sealed record ExportedArray(string Name, TensorSpec Spec, Func<Tensor> Values)
{
    /// <summary>How many bytes the values take.</summary>
    public long Bytes => Spec.Shape.ElementCount * Spec.DType.Size;

    /// <summary>All of the message that stands before the values.</summary>
    public byte[] Head()
    {
        var message = new ProtoMessage();
        foreach (int size in Spec.Shape) message.Integer(1, size);
        return message.Integer(2, (long)ElementTypes.Of(Spec.DType)).Text(8, Name).Head(9, Bytes).ToBytes();
    }

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

    private static void Write<T>(Stream stream, Tensor values)
        where T : unmanaged, System.Numerics.INumberBase<T> => stream.Write(MemoryMarshal.AsBytes(values.ToArray<T>().AsSpan()));
}
