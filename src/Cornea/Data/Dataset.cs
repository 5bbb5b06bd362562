using System.Collections;

namespace Cornea.Data;

/// <summary>
/// A pipeline of samples: where they come from, and what is done with them on their way to the model.
/// <c>Dataset.From(x, y).Map(Prepare).Shuffle(10_000, seed: 1).Batch(128).Prefetch()</c>
/// </summary>
/// <remarks>
/// <para>
/// A dataset is a description: each method gives a new one, and samples are made when somebody goes through it. Its elements are
/// <see cref="Cornea.Batch"/>, which takes apart into <c>(x, y)</c>: of single samples until <see cref="Batch"/>, of stacked ones after it.
/// Fit, Evaluate and Predict take one that is batched.
/// </para>
/// <para>
/// The order for a seed is the same on every machine and for any number of threads. A dataset may be gone through several times; each time
/// is another iteration for <see cref="Shuffle"/>. Source: TensorFlow's tf.data.
/// </para>
/// </remarks>
public sealed partial class Dataset : IEnumerable<Batch>
{
    private readonly Stage _stage;

    private Dataset(Stage stage) => _stage = stage;

    /// <summary>What <see cref="Cardinality"/> gives when the elements never end.</summary>
    public const long InfiniteCardinality = -1;

    /// <summary>What <see cref="Cardinality"/> gives when the number of elements isn't known, as after <see cref="Filter(Func{Tensor, Tensor})"/>.</summary>
    public const long UnknownCardinality = -2;

    /// <summary>As <c>numParallelCalls</c>: as many as there are processors.</summary>
    public const int Autotune = -1;

    /// <summary>The number of elements; null when it isn't known or there is no end.</summary>
    public long? Count => _stage.Count;

    /// <summary>The number of elements, <see cref="InfiniteCardinality"/> or <see cref="UnknownCardinality"/>.</summary>
    public long Cardinality => IsEndless ? InfiniteCardinality : Count ?? UnknownCardinality;

    /// <summary>True when the elements never end, as after <see cref="Repeat"/> without a count.</summary>
    public bool IsEndless => _stage.IsEndless;

    /// <summary>The rows of arrays. Computes the arrays, copies nothing.</summary>
    /// <param name="x">Samples [rows, …]; a list for several inputs.</param>
    /// <param name="y">Targets [rows, …]; a list for several outputs; null without.</param>
    /// <param name="sampleWeight">What each sample counts [rows]; null: 1.</param>
    /// <exception cref="ShapeException">They differ in their number of rows, or one is a single number.</exception>
    public static Dataset From(TensorList x, TensorList? y = null, TensorList? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Count == 0) throw new ArgumentException("Dataset.From: expected at least one input, got none.", nameof(x));
        string[] names = [.. Names("x", x), .. Names("y", y), .. Names("sampleWeight", sampleWeight)];
        var arrays = new Batch(x, y, sampleWeight);
        Rows.Count("Dataset.From", ElementSpec.TensorsOf(arrays), names);
        return new Dataset(new ArraysStage(arrays));
    }

    /// <summary>The elements of a sequence of the user's own, gone through anew each time.</summary>
    /// <param name="elements">Single samples, or batches of them.</param>
    public static Dataset FromSequence(IEnumerable<Batch> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new Dataset(new GeneratorStage(elements));
    }

    /// <summary>Pairs of a sequence of the user's own as inputs and targets, gone through anew each time.</summary>
    /// <param name="elements">Single samples, or batches of them.</param>
    public static Dataset FromSequence(IEnumerable<(Tensor X, Tensor Y)> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return FromSequence(elements.Select(element => new Batch(element.X, element.Y)));
    }

    /// <summary>The elements of an asynchronous sequence of the user's own, gone through anew each time.</summary>
    /// <param name="elements">Single samples, or batches of them. Whoever goes through the dataset waits for each; Prefetch waits in the background.</param>
    public static Dataset FromSequence(IAsyncEnumerable<Batch> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (OperatingSystem.IsBrowser()) throw new PlatformNotSupportedException("Dataset.FromSequence: in a browser there is no thread that could wait for an asynchronous sequence; give the elements themselves.");
        return FromSequence(elements.ToBlockingEnumerable());
    }

    /// <summary>The whole numbers from 0 to below <paramref name="stop"/>, as Int64 scalars.</summary>
    public static Dataset Range(long stop) => Range(0, stop);

    /// <summary>Whole numbers at equal steps, as Int64 scalars.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">Where they end: it isn't one of them.</param>
    /// <param name="step">From one to the next; below 0 they descend.</param>
    public static Dataset Range(long start, long stop, long step = 1)
    {
        if (step == 0) throw new ArgumentException("Dataset.Range: expected a step that isn't 0.", nameof(step));
        Int128 distance = (Int128)stop - start;
        Int128 count = distance == 0 || (distance > 0) != (step > 0) ? 0 : (distance + step - Math.Sign(step)) / step;
        return new Dataset(new RangeStage(start, step, count <= int.MaxValue
            ? (int)count
            : throw new ArgumentException($"Dataset.Range: expected at most {int.MaxValue} numbers, got {count}.", nameof(stop))));
    }

    /// <summary>Samples that a function makes by their number, such as files that are decoded when they are asked for.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="load">Makes the sample of a number from 0 to below <paramref name="count"/>; may be called on another thread.</param>
    public static Dataset FromLoader(int count, Func<int, Batch> load)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(load);
        return new Dataset(new LoaderStage(count, load));
    }

    /// <summary>Goes through the elements, whose tensors may be kept.</summary>
    public IEnumerator<Batch> GetEnumerator() => new DatasetEnumerator(_stage, isStaged: false);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A dataset that a model is evaluated on after each epoch.</summary>
    public static implicit operator ValidationData(Dataset batches) => ValidationData.From(batches);

    /// <summary>The number of elements and what they are made of, as far as is known.</summary>
    public override string ToString() =>
        $"Dataset of {(IsEndless ? "endless" : Count?.ToString() ?? "unknown many")} elements {_stage.Spec?.ToString() ?? "of unknown or varying shape"}";

    /// <summary>Goes through the elements for somebody who is done with each before asking for the next: their memory is used again.</summary>
    internal IEnumerator<Batch> GetStagedEnumerator() => new DatasetEnumerator(_stage, isStaged: true);

    private static IEnumerable<string> Names(string name, TensorList? list) =>
        list is null ? [] : list.Count == 1 ? [name] : Enumerable.Range(0, list.Count).Select(index => $"{name}[{index}]");
}
