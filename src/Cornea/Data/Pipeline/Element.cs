namespace Cornea.Data;

/// <summary>An element of a pipeline with its values.</summary>
internal sealed class Element(ElementSpec spec, Storage[] values)
{
    public ElementSpec Spec { get; } = spec;

    public Storage[] Values { get; } = values;

    /// <summary>An element of memory from the pool, whose values are still to be written.</summary>
    public static Element Rent(ElementSpec spec, StagingPool pool) =>
        new(spec, Array.ConvertAll(spec.Components, component => pool.Rent(component.Bytes)));

    /// <summary>Lets the memory be used again, as far as it came from the pool.</summary>
    public void Return(StagingPool pool)
    {
        foreach (Storage storage in Values) pool.Return(storage);
    }

    public Batch ToBatch()
    {
        var tensors = new Tensor[Values.Length];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Tensor.Of(Values[i], Spec.Components[i]);
        return Spec.ToBatch(tensors);
    }
}
