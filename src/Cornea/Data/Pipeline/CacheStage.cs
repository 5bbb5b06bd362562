namespace Cornea.Data;

/// <summary>The elements as the first whole iteration made them, kept in memory or in a file.</summary>
internal sealed class CacheStage(Stage input, string? path) : Stage
{
    private Element[]? _kept;

    public override long? Count => input.Count ?? _kept?.Length;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => input.Spec;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => path is not null
            ? File.Exists(path) ? Read(path, pool) : Write(path, open(round), pool)
            : Volatile.Read(ref _kept) is { } kept ? Again(kept) : Keep(open(round), pool);
    }

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    private static IEnumerator<Token> Again(Element[] kept)
    {
        foreach (Element element in kept) yield return new Token(element);
    }

    private IEnumerator<Token> Keep(IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        {
            var elements = new List<Element>();
            while (source.MoveNext())
            {
                Element element = input.Load(source.Current, pool);
                foreach (Storage storage in element.Values) pool.Forget(storage); // Nobody may write into it any more.
                elements.Add(element);
                yield return new Token(element);
            }

            Interlocked.CompareExchange(ref _kept, [.. elements], null); // Of several first iterations at once, one.
        }
    }

    private IEnumerator<Token> Read(string file, StagingPool pool)
    {
        using var reader = new CacheFileReader(file, input.Spec?.Names);
        reader.CheckEnd(input.Count);
        while (reader.TryRead(pool, out Element? element))
        {
            if (input.Spec is { } spec && !spec.Equals(element!.Spec))
            {
                throw new InvalidDataException(
                    $"{file}: expected elements {spec}, as the pipeline before Cache gives them, got {element.Spec}. "
                    + "The file is of another pipeline: give another name, or delete it.");
            }

            yield return new Token(element!);
        }
    }

    private IEnumerator<Token> Write(string file, IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        using (var writer = new CacheFileWriter(file))
        {
            while (source.MoveNext())
            {
                Element element = input.Load(source.Current, pool);
                writer.Write(element);
                yield return new Token(element);
            }

            writer.Finish();
        }
    }
}
