using System.Text;

namespace Cornea.Layers;

/// <summary>Names for layers that were given none, as Keras makes them: conv2d, conv2d_1, re_lu, …, counted for the whole process.</summary>
internal static class LayerNames
{
    private static readonly Lock Guard = new();
    private static readonly Dictionary<string, int> Counts = [];

    /// <summary>The next free name of a class.</summary>
    public static string Next(string className)
    {
        string stem = Snake(className);
        lock (Guard)
        {
            int count = Counts.GetValueOrDefault(stem);
            Counts[stem] = count + 1;
            return count == 0 ? stem : $"{stem}_{count}";
        }
    }

    /// <summary>Counts from the beginning again.</summary>
    public static void Reset()
    {
        lock (Guard) Counts.Clear();
    }

    /// <summary>
    /// An underscore before a capital that a small letter follows (unless it begins the name), and between a small letter and a capital:
    /// MaxPooling2D → max_pooling2d, ReLU → re_lu, RMSNormalization → rms_normalization.
    /// </summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder();
        int generic = name.IndexOf('`'); // The arity of a generic class is no part of its name.
        ReadOnlySpan<char> letters = generic < 0 ? name : name.AsSpan(0, generic);
        for (int index = 0; index < letters.Length; index++)
        {
            char letter = letters[index];
            bool startsWord = char.IsUpper(letter) && index + 1 < letters.Length && char.IsLower(letters[index + 1]);
            bool endsWord = char.IsUpper(letter) && index > 0 && char.IsLower(letters[index - 1]);
            if (index > 0 && (startsWord || endsWord) && letters[index - 1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
