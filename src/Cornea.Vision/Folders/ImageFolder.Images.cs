using System.Collections;
using System.Collections.Concurrent;
using Cornea.Data;

namespace Cornea.Vision;

// The images themselves.
public sealed partial class ImageFolder
{
    /// <summary>What image_dataset_from_directory gives: images of one size, shuffled if so opened, in batches.</summary>
    /// <returns>Float32 images [batch, height, width, channels], 0 to 255, and labels.</returns>
    public Dataset ToDataset()
    {
        ImageFolder ordered = _settings.Shuffles && _settings.Order is null ? Shuffle(8 * _settings.BatchSize ?? 1024, _settings.Seed) : this;
        Dataset images = ordered.Decoded(_settings.Loader);
        return _settings.BatchSize is { } size ? images.Batch(size).Prefetch() : images;
    }

    /// <summary>The images in one size, one by one.</summary>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="interpolation">How pixels are made; null: as the folder was opened.</param>
    /// <param name="cropToAspectRatio">Whether images are cut, in the middle, to the ratio wanted, rather than stretched; null: as the folder was opened.</param>
    /// <param name="padToAspectRatio">Whether whole images are shown, black around them; null: as the folder was opened.</param>
    /// <returns>Float32 images [height, width, channels], 0 to 255, and labels.</returns>
    public Dataset Resize(int height, int width, Interpolation? interpolation = null, bool? cropToAspectRatio = null, bool? padToAspectRatio = null)
    {
        if (height < 1 || width < 1) throw new ArgumentException($"ImageFolder.Resize: expected a height and a width of at least 1, got {height} and {width}.");
        ImageLoader opened = _settings.Loader;
        AspectFit fit = cropToAspectRatio is null && padToAspectRatio is null ? opened.Fit : Fit(cropToAspectRatio ?? false, padToAspectRatio ?? false);
        return Decoded(opened with { Height = height, Width = width, Interpolation = interpolation ?? opened.Interpolation, Fit = fit });
    }

    /// <summary>The images in their own sizes, one by one.</summary>
    /// <returns>UInt8 images [height, width, channels] and labels.</returns>
    public Dataset Images() => Loaded(file => ImageTensor.Load(file, _settings.Loader.ColorMode));

    /// <summary>Decodes all files and names those that can't be.</summary>
    public IReadOnlyList<CorruptFile> FindCorrupt()
    {
        var corrupt = new ConcurrentDictionary<int, CorruptFile>();
        Parallel.For(0, Count, index =>
        {
            string file = Files[index];
            try
            {
                ImageDecoder.Decode<byte>(ImageDecoder.ReadFile(file), file, _settings.Loader.MaximumPixels).Dispose();
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                corrupt[index] = new CorruptFile(file, error.Message);
            }
        });
        return [.. corrupt.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }

    /// <summary>Goes through <see cref="ToDataset"/>, as Fit does.</summary>
    public IEnumerator<Batch> GetEnumerator() => (_dataset ??= ToDataset()).GetEnumerator(); // One for all epochs: each has another order.

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As a dataset: <see cref="ToDataset"/>.</summary>
    public static implicit operator Dataset(ImageFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.ToDataset();
    }

    /// <summary>As what a model is evaluated on after each epoch: <see cref="ToDataset"/>.</summary>
    public static implicit operator ValidationData(ImageFolder folder) => (Dataset)folder;

    private ImageFolder Treated(CorruptFiles treatment)
    {
        if (treatment == CorruptFiles.Unchecked) return this;
        IReadOnlyList<CorruptFile> corrupt = FindCorrupt();
        if (corrupt.Count == 0) return this;
        string list = string.Join(Environment.NewLine, corrupt.Take(20).Select(file => file.Reason));
        if (treatment == CorruptFiles.Refuse || corrupt.Count == Count)
            throw new InvalidDataException($"ImageFolder: {corrupt.Count} of {Count} files in '{Path}' can't be decoded:{Environment.NewLine}{list}");
        HashSet<string> left = [.. corrupt.Select(file => file.Path)];
        int[] kept = [.. Enumerable.Range(0, Count).Where(index => !left.Contains(Files[index]))];
        ImageFolder rest = Subset(kept);
        return new ImageFolder(Path, [.. rest.Files], rest._classes, [.. ClassNames], _settings, corrupt);
    }

    private Dataset Decoded(ImageLoader loader)
    {
        Dataset images = Loaded(loader.Load);
        return _settings.DataFormat == DataFormat.ChannelsFirst ? images.Map(image => image.Transpose(2, 0, 1)) : images;
    }

    // Shuffling moves numbers; files are decoded after it, on all processors.
    private Dataset Loaded(Func<string, Tensor> load)
    {
        Dataset images = Dataset.FromLoader(Count, index => _classes is null ? new Batch(load(Files[index])) : new Batch(load(Files[index]), LabelOf(_classes[index])));
        if (_settings.Order is { } order) images = images.Shuffle(order.BufferSize, order.Seed, order.Reshuffles);
        return images.Prefetch(2 * Environment.ProcessorCount, Dataset.Autotune);
    }

    private Tensor LabelOf(int[] classes)
    {
        if (_settings.LabelMode == LabelMode.Int) return Tensor.From(classes[0]);
        if (_settings.LabelMode == LabelMode.Binary) return Tensor.From([(float)classes[0]], [1]);
        var label = new float[ClassNames.Count];
        foreach (int index in classes) label[index] = 1;
        return Tensor.From(label, [label.Length]);
    }
}
