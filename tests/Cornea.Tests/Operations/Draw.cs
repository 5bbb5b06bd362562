using CsCheck;

namespace Cornea.Tests.Operations;

/// <summary>Random test data, the same at every run: CsCheck's generators on a fixed seed.</summary>
internal sealed class Draw(uint stream)
{
    private readonly PCG _random = new(stream, 20260101);

    public T From<T>(Gen<T> gen) => gen.Generate(_random, null!, out _);

    /// <summary>An integer, both ends included.</summary>
    public int Int(int low, int high) => From(Gen.Int[low, high]);

    public bool Bool() => From(Gen.Bool);

    /// <summary>A shape with sizes from 1 to 4.</summary>
    public Shape Shape(int rank) => new([.. Enumerable.Range(0, rank).Select(_ => Int(1, 4))]);

    /// <summary>A shape that broadcasts to another: some axes 1, some leading ones left out.</summary>
    public Shape BroadcastOf(Shape shape)
    {
        int dropped = Int(0, shape.Rank);
        return new([.. shape.Skip(dropped).Select(size => Bool() ? size : 1)]);
    }

    /// <summary>Float64 values, even between two bounds.</summary>
    public Tensor Tensor(Shape shape, double low = -2, double high = 2)
    {
        var values = new double[shape.ElementCount];
        for (int index = 0; index < values.Length; index++) values[index] = low + ((high - low) * From(Gen.Double.Unit));
        return Cornea.Tensor.From(values, shape);
    }

    /// <summary>Int32 values, both ends included.</summary>
    public Tensor Indices(Shape shape, int low, int high)
    {
        var values = new int[shape.ElementCount];
        for (int index = 0; index < values.Length; index++) values[index] = Int(low, high);
        return Cornea.Tensor.From(values, shape);
    }
}
