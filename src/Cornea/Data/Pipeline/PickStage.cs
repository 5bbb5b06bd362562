namespace Cornea.Data;

/// <summary>Some of the elements in a given order.</summary>
/// <param name="input">Where they come from, as many as there are places.</param>
/// <param name="places">For each element that is given, its place in the input; none twice.</param>
internal sealed class PickStage(Stage input, int[] places) : SelectionStage(input)
{
    public override long? Count => places.Length;

    public override bool IsEndless => false;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        var tokens = new List<Token>();
        using (IEnumerator<Token> source = open(round))
            while (source.MoveNext()) tokens.Add(source.Current);
        HashSet<int> wanted = [.. places];
        for (int place = 0; place < tokens.Count; place++)
            if (!wanted.Contains(place)) tokens[place].Discard(pool);
        foreach (int place in places) yield return tokens[place];
    }
}
