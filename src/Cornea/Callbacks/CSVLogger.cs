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

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("text", File.ReadAllText(filename)).With("continues", _continues ? 1 : 0);
        if (_names is not null) state.With("names", string.Join('\n', _names));
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        File.WriteAllText(filename, state.GetText("text")); // Lines of an epoch that is gone through again would stand twice.
        _continues = state.GetNumber("continues") != 0;
        _names = state.GetText("names")?.Split('\n');
    }
}
