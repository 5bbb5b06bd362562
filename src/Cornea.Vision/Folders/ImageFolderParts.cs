using System.Collections;

namespace Cornea.Vision;

/// <summary>The parts of a divided image folder. Takes apart into <c>(train, test)</c> or <c>(train, validation, test)</c>.</summary>
public sealed class ImageFolderParts : IReadOnlyList<ImageFolder>
{
    private readonly ImageFolder[] _parts;

    internal ImageFolderParts(ImageFolder[] parts) => _parts = parts;

    /// <inheritdoc/>
    public int Count => _parts.Length;

    /// <inheritdoc/>
    public ImageFolder this[int index] => _parts[index];

    /// <summary>Two parts.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer.</exception>
    public void Deconstruct(out ImageFolder first, out ImageFolder second) => (first, second) = (Of(2)[0], _parts[1]);

    /// <summary>Three parts.</summary>
    /// <inheritdoc cref="Deconstruct(out ImageFolder, out ImageFolder)"/>
    public void Deconstruct(out ImageFolder first, out ImageFolder second, out ImageFolder third) => (first, second, third) = (Of(3)[0], _parts[1], _parts[2]);

    /// <inheritdoc/>
    public IEnumerator<ImageFolder> GetEnumerator() => ((IEnumerable<ImageFolder>)_parts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ImageFolder[] Of(int count) => _parts.Length == count
        ? _parts
        : throw new InvalidOperationException($"ImageFolderParts: there are {_parts.Length} parts, not {count}; take them by index.");
}
