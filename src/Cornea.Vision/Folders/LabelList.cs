using System.Text;

namespace Cornea.Vision;

/// <summary>A CSV file of labels, <c>file,label[,label…]</c> (RFC 4180), with or without a line of names.</summary>
/// <param name="Files">As the list has them.</param>
/// <param name="Labels">The labels of each file; at least one.</param>
internal sealed record LabelList(string[] Files, string[][] Labels)
{
    private static readonly string[] Names = ["file", "filename", "file_name", "image", "path", "id"];

    /// <exception cref="InvalidDataException">A line isn't of that form; the message names file and line.</exception>
    public static LabelList Read(string path)
    {
        var files = new List<string>();
        var labels = new List<string[]>();
        int line = 0;
        foreach (string[] cells in Rows(File.ReadAllText(path), path))
        {
            line++;
            if (cells is [""]) continue;
            if (line == 1 && Names.Contains(cells[0].Trim().ToLowerInvariant())) continue;
            string[] own = [.. cells[1..].Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
            if (cells[0].Trim().Length == 0 || own.Length == 0)
                throw new InvalidDataException($"{path}, row {line}: expected file,label[,label…], got '{string.Join(',', cells)}'.");
            files.Add(cells[0].Trim());
            labels.Add(own);
        }

        return new LabelList([.. files], [.. labels]);
    }

    private static IEnumerable<string[]> Rows(string text, string path)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (isQuoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isQuoted = false;
                continue;
            }

            switch (letter)
            {
                case '"' when cell.Length == 0:
                    isQuoted = true;
                    break;
                case ',':
                    row.Add(Take());
                    break;
                case '\n':
                    row.Add(Take().TrimEnd('\r'));
                    yield return [.. row];
                    row.Clear();
                    break;
                default:
                    cell.Append(letter);
                    break;
            }
        }

        if (isQuoted) throw new InvalidDataException($"{path}: a quotation mark isn't closed.");
        if (cell.Length > 0 || row.Count > 0) yield return [.. row, Take()];

        string Take()
        {
            string taken = cell.ToString();
            cell.Clear();
            return taken;
        }
    }
}
