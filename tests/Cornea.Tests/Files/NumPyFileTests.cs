using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public sealed class NumPyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cornea-npy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Arrays_keep_type_shape_and_values()
    {
        Tensor[] arrays =
        [
            Tensor.From(new[,] { { 1.5f, float.NaN } }), Tensor.From(new[] { 0.1, double.PositiveInfinity }), Tensor.From(new[] { 1, -2 }),
            Tensor.From(new[] { long.MaxValue }), Tensor.From(new byte[2, 0, 3]), Tensor.From(new[] { true, false }), 7,
        ];
        string path = Path.Combine(_folder, "a.npz");
        NumPyFile.SaveAll(path, arrays.Index().Select(pair => KeyValuePair.Create($"a{pair.Index}", pair.Item)), compress: true);
        IReadOnlyDictionary<string, Tensor> read = NumPyFile.LoadAll(path);
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "a5", "a6"], read.Keys);
        for (int i = 0; i < arrays.Length; i++)
        {
            string file = Path.Combine(_folder, "a.npy");
            NumPyFile.Save(file, arrays[i]);
            foreach (Tensor tensor in new[] { read[$"a{i}"], NumPyFile.Load(file) })
            {
                Assert.Equal((arrays[i].DType, arrays[i].Shape), (tensor.DType, tensor.Shape));
                Assert.Equal(arrays[i].ToArray<double>(), tensor.ToArray<double>());
            }
        }
    }

    [Fact]
    public void Other_types_become_the_next_wider()
    {
        (FileArray Array, DType DType)[] cases =
        [
            (FileArray.From<sbyte>([-1], 1), DType.Int32), (FileArray.From<ushort>([65535], 1), DType.Int32), (FileArray.From<uint>([uint.MaxValue], 1), DType.Int64),
            (FileArray.From<Half>([(Half)0.5], 1), DType.Float32),
        ];
        string path = Path.Combine(_folder, "a.npy");
        foreach ((FileArray array, DType dtype) in cases)
        {
            NpyFile.Write(path, array);
            Tensor tensor = NumPyFile.Load(path);
            Assert.Equal(dtype, tensor.DType);
            Assert.Equal(array.ToArray<double>(), tensor.ToArray<double>());
        }

        NpyFile.Write(path, FileArray.From<ulong>([ulong.MaxValue], 1));
        Assert.Contains("too large", Assert.Throws<InvalidDataException>(() => NumPyFile.Load(path)).Message, StringComparison.Ordinal);
        NpyFile.Write(path, new FileArray(FileElementType.Complex64, [1], new byte[8]));
        Assert.Contains("expected numbers", Assert.Throws<InvalidDataException>(() => NumPyFile.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => NumPyFile.Load(Path.Combine(_folder, "none.npy")));
    }
}
