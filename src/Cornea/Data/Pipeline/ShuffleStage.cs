using Cornea.Numerics;

namespace Cornea.Data;

/// <summary>The elements in random order: each is drawn from a buffer, and the next element of the input takes its place.</summary>
internal sealed class ShuffleStage(Stage input, int bufferSize, int seed, bool reshuffleEachIteration) : PassingStage(input)
{
    private int _iterations;

    public override long? Count => Input.Count;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = Input.Begin(pool);

        // The iterations are counted here, on the consumer's thread: how far a thread that prefetches has got mustn't show in the order.
        uint iteration = (uint)Interlocked.Increment(ref _iterations) - 1;
        return round => Draw(open(round), OrderOf(iteration, round));
    }

    // The seed is spread first: neighbouring seeds and iterations would otherwise begin alike.
    private ulong OrderOf(uint iteration, ulong round)
    {
        ulong first = SplitMix.Next(0x5851F42D4C957F2D, (ulong)(uint)seed + 1);
        return reshuffleEachIteration ? SplitMix.Next(SplitMix.Next(first, iteration), round) : first;
    }

    private IEnumerator<Token> Draw(IEnumerator<Token> source, ulong order)
    {
        using (source)
        {
            var random = new SplitMix(order);
            var buffer = new List<Token>();
            while (source.MoveNext())
            {
                if (buffer.Count < bufferSize)
                {
                    buffer.Add(source.Current);
                    continue;
                }

                int place = random.Below(buffer.Count);
                yield return buffer[place];
                buffer[place] = source.Current;
            }

            while (buffer.Count > 0)
            {
                int place = random.Below(buffer.Count);
                Token drawn = buffer[place];
                buffer[place] = buffer[^1];
                buffer.RemoveAt(buffer.Count - 1);
                yield return drawn;
            }
        }
    }
}
