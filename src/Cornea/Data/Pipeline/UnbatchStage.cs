namespace Cornea.Data;

/// <summary>The rows of each element as elements.</summary>
internal sealed class UnbatchStage(Stage input) : Stage
{
    public override long? Count => input.Spec is { } spec && input.Count is { } count && spec.Components[0].Shape.Rank > 0
        ? checked(count * spec.Components[0].Shape[0])
        : null;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => input.Spec is { } spec ? Row(spec, out _) : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => Rows(open(round), pool);
    }

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    private IEnumerator<Token> Rows(IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        {
            while (source.MoveNext())
            {
                Element batch = input.Load(source.Current, pool);
                ElementSpec spec = Row(batch.Spec, out int count);
                for (int row = 0; row < count; row++) yield return new Token(batch.CopyRow(spec, row, pool));
                batch.Return(pool);
            }
        }
    }

    private static ElementSpec Row(ElementSpec batch, out int count)
    {
        count = -1;
        foreach (TensorSpec component in batch.Components)
        {
            if (component.Shape.Rank == 0 || (count >= 0 && component.Shape[0] != count))
                throw new ShapeException($"Dataset.Unbatch: expected elements whose tensors have the same number of rows, got {batch}.");
            count = component.Shape[0];
        }

        return new ElementSpec(Array.ConvertAll(batch.Components, spec => spec with { Shape = spec.Shape[1..] }), batch.Inputs, batch.Targets, batch.Names);
    }
}
