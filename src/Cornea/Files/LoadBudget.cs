namespace Cornea.Files;

/// <summary>
/// What one load may take: memory for all that is made of the file (JSON, arrays, weights, metrics), and calls of layers. One object serves
/// a whole load, so that no part of a file gets what another part has used up already.
/// </summary>
/// <remarks>
/// Whatever takes memory because a file says so asks first, with <see cref="Take"/>. While a model is made of its settings, the budget is
/// <see cref="Current"/> on that thread: layers and metrics, which know nothing of files, find it there.
/// </remarks>
/// <param name="place">The file, with which messages begin.</param>
/// <param name="limit">How many bytes may be taken.</param>
/// <param name="callLimit">How many calls of layers may be recorded.</param>
internal sealed class LoadBudget(string place, long limit, long callLimit)
{
    // A text has no arrays beside it that would vouch for its sizes. VGG16, whose layers are few and wide, has 40 KiB of weights a letter.
    private const long BytesPerLetter = 64 << 10;

    // Models called inside each other make many calls of few bytes: 8 levels, each called 8 times, are 16 million.
    private const long AlwaysAllowedCalls = 20_000;
    private const long BytesPerCall = 64; // What one call takes at least in a config.

    [ThreadStatic]
    private static LoadBudget? _current;

    private double _taken;
    private long _calls;

    /// <summary>That of the load that is under way on this thread; null when there is none.</summary>
    public static LoadBudget? Current => _current;

    /// <summary>While a file with its own weights is loaded, first values of weights aren't worth computing.</summary>
    public bool HasWeights { get; init; }

    /// <summary>The budget of a file.</summary>
    /// <param name="place">What messages call the file.</param>
    /// <param name="storedBytes">How many bytes the file really has.</param>
    /// <param name="maximumBytes">What somebody who trusts the file allows; null: what is plausible (<see cref="FileLimits.Expanded"/>).</param>
    public static LoadBudget OfFile(string place, long storedBytes, long? maximumBytes = null) =>
        new(place, FileLimits.Expanded(storedBytes, maximumBytes), AlwaysAllowedCalls + (storedBytes / BytesPerCall)) { HasWeights = true };

    /// <summary>The budget of a config that is given as text, without weights.</summary>
    /// <param name="place">What messages call it.</param>
    /// <param name="length">How many bytes the text has.</param>
    /// <param name="maximumBytes">What somebody who trusts the text allows; null: 128 MiB and 64 KiB more for each byte.</param>
    public static LoadBudget OfText(string place, long length, long? maximumBytes = null) =>
        new(place, maximumBytes ?? FileLimits.Expanded(0, null) + (BytesPerLetter * length), AlwaysAllowedCalls + (length / BytesPerCall));

    /// <summary>Runs something with this as the <see cref="Current"/> budget.</summary>
    public T Within<T>(Func<T> make)
    {
        LoadBudget? before = _current;
        _current = this;
        try
        {
            return make();
        }
        finally
        {
            _current = before;
        }
    }

    /// <summary>Takes bytes, before they are allocated.</summary>
    /// <param name="bytes">How many; a floating-point number, in which products of sizes don't overflow.</param>
    /// <param name="what">What they are for; messages only.</param>
    /// <exception cref="InvalidDataException">There aren't so many left.</exception>
    public void Take(double bytes, string what)
    {
        if (!(_taken + bytes <= limit))
        {
            throw new InvalidDataException(
                $"{place}: {FileText.Shortened(what)} takes {bytes:N0} bytes; with the {_taken:N0} taken before, that is more than the {limit:N0} that are allowed for what is really stored. If you trust it, allow more (maximumBytes).");
        }

        _taken += bytes;
    }

    /// <summary>Counts a layer's call.</summary>
    /// <exception cref="InvalidDataException">There were too many.</exception>
    public void TakeCall()
    {
        if (++_calls > callLimit) throw new InvalidDataException($"{place}: the model calls its layers more than {callLimit:N0} times, which its size doesn't account for.");
    }
}
