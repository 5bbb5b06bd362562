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
public sealed class Dataset : IEnumerable<Batch>
{
    private readonly Stage _stage;

    private Dataset(Stage stage) => _stage = stage;

    /// <summary>The number of elements; null when it isn't known or there is no end.</summary>
    public long? Count => _stage.Count;

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

    /// <summary>Samples that a function makes by their number, such as files that are decoded when they are asked for.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="load">Makes the sample of a number from 0 to below <paramref name="count"/>; may be called on another thread.</param>
    public static Dataset FromLoader(int count, Func<int, Batch> load)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(load);
        return new Dataset(new LoaderStage(count, load));
    }

    /// <summary>Changes the input of each element by a function; targets and weights stay as they are.</summary>
    /// <param name="function">
    /// From an input to another. It is traced once for each shape of input and then run as a plan, so C# side effects happen only then.
    /// </param>
    /// <exception cref="ArgumentException">The elements have several inputs; <see cref="MapElements"/> has them all.</exception>
    public Dataset Map(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapElements(element => element.Inputs.Count == 1
            ? new Batch(function(element.Inputs[0]), element.Targets, element.SampleWeights)
            : throw new ArgumentException(
                $"Dataset.Map: the function takes one tensor, but elements have {element.Inputs.Count} inputs; use MapElements.",
                nameof(function)));
    }

    /// <summary>Changes the input and the target of each element by a function; weights stay as they are.</summary>
    /// <param name="function">
    /// From input and target to others. It is traced once for each kind of element and then run as a plan, so C# side effects happen only
    /// then.
    /// </param>
    /// <exception cref="ArgumentException">The elements have no target, or several inputs or targets.</exception>
    public Dataset Map(Func<Tensor, Tensor, (Tensor X, Tensor Y)> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapElements(element =>
        {
            int targets = element.Targets?.Count ?? 0;
            if (element.Inputs.Count != 1 || targets != 1)
            {
                throw new ArgumentException(
                    $"Dataset.Map: the function takes an input and a target, but elements have {element.Inputs.Count} input(s) "
                    + $"and {targets} target(s); use MapElements.",
                    nameof(function));
            }

            var (x, y) = function(element.Inputs[0], element.Targets![0]);
            return new Batch(x, y, element.SampleWeights);
        });
    }

    /// <summary>Changes whole elements by a function: any number of inputs, targets and weights to any other.</summary>
    /// <param name="function">It is traced once for each kind of element and then run as a plan, so C# side effects happen only then.</param>
    public Dataset MapElements(Func<Batch, Batch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Dataset(new MapStage(_stage, function));
    }

    /// <summary>Puts the elements into random order, by drawing each from a buffer that the next elements refill.</summary>
    /// <param name="bufferSize">How many elements the buffer holds; as many as there are elements for a perfect shuffle. What has not been
    /// computed yet stays so: of rows of arrays the buffer holds no more than their numbers.</param>
    /// <param name="seed">For the same orders in each run of the program. Null: drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="reshuffleEachIteration">Whether each iteration has another order.</param>
    public Dataset Shuffle(int bufferSize, int? seed = null, bool reshuffleEachIteration = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return new Dataset(new ShuffleStage(_stage, bufferSize, seed ?? RandomSeed.Next(), reshuffleEachIteration));
    }

    /// <summary>Stacks so many elements at a time along a new first axis.</summary>
    /// <param name="batchSize">How many.</param>
    /// <param name="dropRemainder">Whether a last batch of fewer elements is left out.</param>
    public Dataset Batch(int batchSize, bool dropRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new Dataset(new BatchStage(_stage, batchSize, dropRemainder));
    }

    /// <summary>Goes through the elements several times.</summary>
    /// <param name="count">How often. Null: without end; Fit then wants <c>stepsPerEpoch</c>.</param>
    public Dataset Repeat(int? count = null)
    {
        if (count is { } times) ArgumentOutOfRangeException.ThrowIfNegative(times, nameof(count));
        return new Dataset(new RepeatStage(_stage, count));
    }

    /// <summary>Only the first elements.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Dataset(new TakeStage(_stage, count));
    }

    /// <summary>All but the first elements.</summary>
    public Dataset Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Dataset(new SkipStage(_stage, count));
    }

    /// <summary>Makes elements ahead on a thread in the background, while the model is at work on earlier ones.</summary>
    /// <param name="bufferSize">How many may wait.</param>
    public Dataset Prefetch(int bufferSize = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return new Dataset(new PrefetchStage(_stage, bufferSize));
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
