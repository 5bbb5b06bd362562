namespace Cornea.Onnx.Tests.Nodes;

/// <summary>Arrays of the official tests: a file that holds nothing but one.</summary>
internal static class TensorFile
{
    public static Tensor Read(string path)
    {
        using var reader = new WireReader(File.OpenRead(path), path);
        return new TensorReader(path, new MemoryBudget(path)).Read(TensorProto.ReadFields(reader));
    }
}
