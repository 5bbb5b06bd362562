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

    /// <summary>A row of stacked elements, in memory of its own.</summary>
    public Element CopyRow(ElementSpec row, int index, StagingPool pool)
    {
        Element copy = Rent(row, pool);
        for (int i = 0; i < Values.Length; i++)
        {
            nint bytes = row.Components[i].Bytes;
            copy.Values[i].CopyFrom(Values[i], index * bytes, 0, bytes);
        }

        return copy;
    }

    /// <summary>Copies this element into a row of stacked ones.</summary>
    public void CopyInto(Element stacked, int index)
    {
        for (int i = 0; i < Values.Length; i++)
        {
            nint bytes = Spec.Components[i].Bytes;
            stacked.Values[i].CopyFrom(Values[i], 0, index * bytes, bytes);
        }
    }

    public Batch ToBatch()
    {
        var tensors = new Tensor[Values.Length];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Tensor.Of(Values[i], Spec.Components[i]);
        return Spec.ToBatch(tensors);
    }
}
