using System.Globalization;

namespace Cornea.Cli.Photos;

/// <summary>A training's numbers, a line each epoch.</summary>
internal static class HistoryFile
{
    public static void Write(string path, History history)
    {
        string[] names = [.. history.Names.Order(StringComparer.Ordinal)];
        File.WriteAllLines(path,
        [
            string.Join(',', names.Prepend("epoch")),
            .. history.Epochs.Select((epoch, row) => string.Join(',', names.Select(name => history[name][row].ToString("R", CultureInfo.InvariantCulture)).Prepend($"{epoch}"))),
        ]);
    }
}
