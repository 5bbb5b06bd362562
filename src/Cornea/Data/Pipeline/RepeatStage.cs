using Cornea.Numerics;

namespace Cornea.Data;

/// <summary>The elements several times over; without a count there is no end. Each time is a round of its own.</summary>
internal sealed class RepeatStage(Stage input, int? count) : SelectionStage(input)
{
    public override long? Count => count == 0 ? 0 : Input.Count is { } all && count is { } times ? checked(all * times) : null;

    public override bool IsEndless => count is null ? Input.Count != 0 : count > 0 && Input.IsEndless;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        for (int time = 0; count is null || time < count; time++)
        {
            using IEnumerator<Token> source = open(SplitMix.Next(round, (uint)time));
            if (!source.MoveNext()) yield break; // Nothing, however often.
            do yield return source.Current;
            while (source.MoveNext());
        }
    }
}
