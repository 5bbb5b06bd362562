namespace Cornea.Vision;

/// <summary>The photos of a training, small enough to be kept: what doesn't fit is read again each time.</summary>
internal sealed class PhotoStore
{
    private const long MaximumBytes = 1L << 30;

    private readonly IReadOnlyList<AnnotatedImage> _images;
    private readonly PhotoReader _reader;
    private readonly Photo?[] _kept;

    /// <summary>Reads the photos, on all processors; a broken one is named before training begins.</summary>
    /// <exception cref="InvalidDataException">A file is no image, or of another size than its annotations say.</exception>
    public PhotoStore(IReadOnlyList<AnnotatedImage> images, PhotoReader reader, CancellationToken cancellationToken)
    {
        (_images, _reader, _kept) = (images, reader, new Photo?[images.Count]);
        long bytes = 0;
        try
        {
            Parallel.For(0, images.Count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                Photo photo = reader.Read(images[index]);
                if (Interlocked.Add(ref bytes, photo.Pixels.Length) <= MaximumBytes) _kept[index] = photo;
            });
        }
        catch (AggregateException error)
        {
            throw error.InnerExceptions[0];
        }
    }

    public int Count => _images.Count;

    public Photo this[int index] => _kept[index] ?? _reader.Read(_images[index]);
}
