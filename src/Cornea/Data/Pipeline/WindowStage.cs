namespace Cornea.Data;

/// <summary>Runs of neighbouring elements, stacked along a new first axis.</summary>
internal sealed class WindowStage(Stage input, int size, int shift, int stride, bool dropRemainder) : Stage
{
    private int Reach => ((size - 1) * stride) + 1;

    public override long? Count => input.Count is { } count
        ? dropRemainder ? Math.Max(0, ((count - Reach) / shift) + (count >= Reach ? 1 : 0)) : (count + shift - 1) / shift
        : null;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => dropRemainder || input.IsEndless ? input.Spec?.Stacked(size) : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => Windows(open(round), pool);
    }

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    private IEnumerator<Token> Windows(IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        {
            var run = new Queue<Element>(); // From the present window's first element on.
            bool isAtEnd = false;
            while (true)
            {
                while (run.Count < Reach && !isAtEnd)
                {
                    if (source.MoveNext()) run.Enqueue(input.Load(source.Current, pool));
                    else isAtEnd = true;
                }

                if (run.Count == 0 || (run.Count < Reach && dropRemainder)) yield break;
                yield return new Token(Stacked([.. run.Where((_, place) => place % stride == 0)], pool));
                int left = shift;
                for (; left > 0 && run.TryDequeue(out Element? past); left--) past.Return(pool);
                for (; left > 0 && source.MoveNext(); left--) source.Current.Discard(pool);
            }
        }
    }

    private static Element Stacked(Element[] elements, StagingPool pool)
    {
        ElementSpec spec = elements[0].Spec;
        Element window = Element.Rent(spec.Stacked(elements.Length), pool);
        for (int row = 0; row < elements.Length; row++)
        {
            if (!elements[row].Spec.Equals(spec))
                throw new ShapeException($"Dataset.Window: expected elements of one shape, got {spec} and {elements[row].Spec} in one window.");
            elements[row].CopyInto(window, row);
        }

        return window;
    }
}
