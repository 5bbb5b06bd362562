namespace Cornea.Data;

/// <summary>A stage of a pipeline: gives tokens in order, and makes the elements they stand for. Immutable.</summary>
internal abstract class Stage
{
    /// <summary>How many elements there are; null when that isn't known or there is no end.</summary>
    public abstract long? Count { get; }

    /// <summary>True when the elements never end.</summary>
    public virtual bool IsEndless => false;

    /// <summary>What every element is made of; null when they differ or it isn't known.</summary>
    public abstract ElementSpec? Spec { get; }

    /// <summary>Whether elements may be made by several threads, in any order: no variable changes with one, such as a random layer's count of draws.</summary>
    public virtual bool IsOrderFree => false;

    /// <summary>
    /// Begins an enumeration, on the consumer's thread. The result opens the tokens' sequence, for a round of its own each time it is
    /// called: rounds have different orders where orders are drawn.
    /// </summary>
    public abstract Func<ulong, IEnumerator<Token>> Begin(StagingPool pool);

    /// <summary>Makes the element of a token.</summary>
    public abstract Element Load(in Token token, StagingPool pool);

    /// <summary>Makes the elements of tokens, stacked along a new first axis.</summary>
    /// <exception cref="ShapeException">They differ in shape or dtype.</exception>
    public virtual Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => StackRows(tokens, pool);

    /// <summary>Makes the elements of tokens one after the other and stacks them.</summary>
    protected Element StackRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        Element? stacked = null;
        ElementSpec? spec = null;
        for (int row = 0; row < tokens.Length; row++)
        {
            Element element = Load(tokens[row], pool);
            if (spec is null) stacked = Element.Rent((spec = element.Spec).Stacked(tokens.Length), pool);
            if (!element.Spec.Equals(spec))
            {
                throw new ShapeException(
                    $"Dataset.Batch: expected elements of one shape, got {spec} and {element.Spec} in one batch. "
                    + "Bring them to one shape with Map first.");
            }

            element.CopyInto(stacked!, row);
            element.Return(pool);
        }

        return stacked!;
    }
}
