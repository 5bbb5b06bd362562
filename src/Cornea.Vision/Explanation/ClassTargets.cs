namespace Cornea.Vision;

/// <summary>Which class an explanation speaks of: the likeliest of each image, one for all, or one for each.</summary>
public readonly struct ClassTargets
{
    private const int Likeliest = -1;

    private readonly int[]? _classes;

    private ClassTargets(int[] classes) => _classes = classes;

    /// <summary>One class for all images.</summary>
    public static implicit operator ClassTargets(int target) => FromInt32(target);

    /// <summary>A class for each image.</summary>
    public static implicit operator ClassTargets(int[] targets) => FromInt32s(targets);

    /// <summary>One class for all images.</summary>
    public static ClassTargets FromInt32(int target) => new([target]);

    /// <summary>A class for each image.</summary>
    public static ClassTargets FromInt32s(int[] targets) => new([.. targets ?? throw new ArgumentNullException(nameof(targets))]);

    /// <summary>A class for each of so many images; −1 where it's the likeliest.</summary>
    /// <exception cref="ArgumentException">There are too few or too many, or no such class.</exception>
    internal int[] For(int images, int classes, string who)
    {
        if (_classes is null) return [.. Enumerable.Repeat(Likeliest, images)];
        if (_classes.Length != 1 && _classes.Length != images) throw new ArgumentException($"{who}: expected one target class, or one for each of {images} images, got {_classes.Length}.");
        foreach (int target in _classes)
            if (target < 0 || target >= classes) throw new ArgumentException($"{who}: expected a target class from 0 to {classes - 1}, got {target}.");
        return _classes.Length == images ? _classes : [.. Enumerable.Repeat(_classes[0], images)];
    }
}
