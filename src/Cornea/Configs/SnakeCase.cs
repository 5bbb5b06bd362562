using System.Text;

namespace Cornea;

/// <summary>Class names as Keras writes them for default names: <c>MeanSquaredError</c> → <c>mean_squared_error</c>, <c>RMSprop</c> → <c>rm_sprop</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder();
        for (int index = 0; index < name.Length; index++)
        {
            bool startsWord = index > 0 && char.IsUpper(name[index])
                && ((index + 1 < name.Length && char.IsLower(name[index + 1])) || char.IsLower(name[index - 1]));
            if (startsWord) text.Append('_');
            text.Append(char.ToLowerInvariant(name[index]));
        }

        return text.ToString();
    }
}
