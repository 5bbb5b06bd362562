using System.Globalization;
using Cornea.Files;

namespace Cornea.Callbacks;

/// <summary>Writes a line for each epoch into a CSV file.</summary>
/// <remarks>
/// <para>The columns are the epoch's number, from 0, and the logs in alphabetical order. What first comes at a later epoch, such as validation with
/// <c>validationFreq</c> above 1, gets a column at the end. NA stands where an epoch had no value. Metrics of several numbers stand as a list.</para>
/// <para>Source: Keras 3, CSVLogger, which leaves out what the first epoch didn't have.</para>
/// </remarks>
public sealed class CSVLogger : Callback
{
    private const string Missing = "NA";
    private const string Epoch = "epoch";

    private readonly string _filename;
    private readonly string _separator;
    private readonly bool _append;
    private List<string> _columns = [Epoch];

    /// <summary>A logger that writes to a file.</summary>
    /// <param name="filename">The file.</param>
    /// <param name="separator">Between the values.</param>
    /// <param name="append">Whether lines are added to a file that is there, under its columns; else it's begun anew.</param>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filename);
        ArgumentException.ThrowIfNullOrEmpty(separator);
        (_filename, _separator, _append) = (filename, separator, append);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Lines are to be added to a file that isn't a logger's.</exception>
    public override void OnTrainBegin(Logs logs)
    {
        _columns = [Epoch];
        if (!_append || !File.Exists(_filename) || new FileInfo(_filename).Length == 0) File.WriteAllText(_filename, "");
        else _columns = CsvLine.Split(File.ReadLines(_filename).First(), _separator);
        if (_columns[0] != Epoch)
        {
            throw new InvalidDataException(
                $"CSVLogger: expected '{_filename}' to begin with the column {Epoch} and the separator '{_separator}', got {string.Join(_separator, _columns)}. "
                + "Give another file name, or append: false to begin it anew.");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string[] added = [.. logs.Keys.Except(_columns).Order(StringComparer.Ordinal)];
        if (added.Length > 0) Widen(added);
        var cells = new List<string> { epoch.ToString(CultureInfo.InvariantCulture) };
        foreach (string name in _columns.Skip(1)) cells.Add(logs.ContainsKey(name) ? Cell(logs.Vector(name)) : Missing);
        File.AppendAllText(_filename, CsvLine.Join(cells, _separator) + "\n");
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("text", File.ReadAllText(_filename)).With("columns", CsvLine.Join(_columns, _separator));
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        File.WriteAllText(_filename, state.GetText("text")); // Lines of an epoch that is gone through again would stand twice.
        _columns = CsvLine.Split(state.GetText("columns") ?? Epoch, _separator);
    }

    // The header gets new columns, and the lines that are there as many cells.
    private void Widen(string[] added)
    {
        _columns.AddRange(added);
        string padding = string.Concat(Enumerable.Repeat(_separator + Missing, added.Length));
        IEnumerable<string> lines = File.ReadAllLines(_filename).Skip(1).Select(line => line + padding).Prepend(CsvLine.Join(_columns, _separator));
        string whole = string.Concat(lines.Select(line => line + "\n"));
        Files.AtomicFile.Write(_filename, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(whole)));
    }

    private static string Cell(IReadOnlyList<double> values) =>
        values.Count == 1 ? Number(values[0]) : $"[{string.Join(", ", values.Select(Number))}]";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
