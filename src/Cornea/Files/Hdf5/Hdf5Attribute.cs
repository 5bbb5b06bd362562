namespace Cornea.Files;

/// <summary>An attribute of an HDF5 file's object: a text, a list of texts, or numbers. What lies in a file is looked at when it's asked for.</summary>
internal sealed class Hdf5Attribute
{
    private readonly Func<string[]> _texts;
    private readonly Func<FileArray> _numbers;

    /// <summary>One that lies in a file.</summary>
    /// <param name="isList">Whether it has axes.</param>
    /// <param name="texts">Reads it as texts.</param>
    /// <param name="numbers">Reads it as numbers.</param>
    public Hdf5Attribute(bool isList, Func<string[]> texts, Func<FileArray> numbers) => (IsList, _texts, _numbers) = (isList, texts, numbers);

    private Hdf5Attribute(bool isList, string[] texts)
        : this(isList, () => texts, () => throw new InvalidOperationException("The attribute is text."))
    {
    }

    /// <summary>Whether it is a list rather than one text or number.</summary>
    public bool IsList { get; }

    /// <summary>One text, to be written.</summary>
    public static Hdf5Attribute Of(string text) => new(false, [text]);

    /// <summary>A list of texts, to be written.</summary>
    public static Hdf5Attribute OfList(IEnumerable<string> texts) => new(true, [.. texts]);

    /// <summary>All texts, of one text that one.</summary>
    /// <exception cref="InvalidDataException">It's no text.</exception>
    public string[] Texts() => _texts();

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidDataException">It's no numbers.</exception>
    public FileArray Numbers() => _numbers();
}
