using System.Globalization;
using System.Text;

namespace Cornea.Callbacks;

/// <summary>Writes a line for each epoch into a CSV file.</summary>
/// <param name="filename">The file.</param>
/// <param name="separator">Between the values.</param>
/// <param name="append">Whether lines are added to a file that is there; else it's begun anew.</param>
/// <remarks>The columns are the epoch's number, from 0, and the logs in alphabetical order. Source: Keras 3, CSVLogger.</remarks>
public sealed class CSVLogger(string filename, string separator = ",", bool append = false) : Callback
{
    private string[]? _names;
    private bool _continues;

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _names = null;
        _continues = append && File.Exists(filename) && new FileInfo(filename).Length > 0;
        if (!_continues) File.WriteAllText(filename, "");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        var text = new StringBuilder();
        if (_names is null)
        {
            _names = [.. logs.Keys.Order(StringComparer.Ordinal)];

            // The first epoch may be without validation: its columns are there all the same.
            if (!_continues) text.Append("epoch").Append(string.Concat(_names.Select(name => separator + name))).Append('\n');
        }

        text.Append(epoch.ToString(CultureInfo.InvariantCulture));
        foreach (string name in _names)
            text.Append(separator).Append(logs.TryGetValue(name, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        File.AppendAllText(filename, text.Append('\n').ToString());
    }
}
