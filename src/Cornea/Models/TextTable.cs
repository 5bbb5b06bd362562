using System.Text;

namespace Cornea;

/// <summary>A table in the form of Keras' summaries, as the Python library Rich draws it: cells wrap at spaces, longer words are cut, each row has a line under it.</summary>
/// <param name="headers">The columns' names.</param>
/// <param name="alignments">L, R or C for each column.</param>
/// <param name="widths">The columns' widths with one space on each side.</param>
internal sealed class TextTable(IReadOnlyList<string> headers, string alignments, IReadOnlyList<int> widths)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>The widths that Rich gives to columns of a table that is narrower than their sum: the excess is taken off evenly.</summary>
    public static int[] Widths(IReadOnlyList<double> positions, int lineLength)
    {
        var widths = new int[positions.Count];
        int current = 0;
        for (int index = 0; index < widths.Length; index++)
        {
            int width = (int)(positions[index] * lineLength) - current;
            if (width < 4)
                throw new ArgumentException($"Summary: a line of {lineLength} characters is too short for {positions.Count} columns; give a larger lineLength.");
            widths[index] = width + 2;
            current += width;
        }

        int excess = widths.Sum() - (lineLength - widths.Length - 1);
        for (int index = 0; index < widths.Length; index++)
        {
            int taken = (int)Math.Round((double)excess / (widths.Length - index), MidpointRounding.ToEven);
            widths[index] -= taken;
            excess -= taken;
        }

        return widths;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Rule(text, '┏', '━', '┳', '┓');
        Row(text, headers, '┃');
        Rule(text, '┡', '━', '╇', '┩');
        for (int index = 0; index < _rows.Count; index++)
        {
            if (index > 0) Rule(text, '├', '─', '┼', '┤');
            Row(text, _rows[index], '│');
        }

        Rule(text, '└', '─', '┴', '┘');
        return text.ToString();
    }

    private void Rule(StringBuilder text, char left, char line, char cross, char right)
    {
        for (int index = 0; index < widths.Count; index++) text.Append(index == 0 ? left : cross).Append(line, widths[index]);
        text.Append(right).Append('\n');
    }

    private void Row(StringBuilder text, IReadOnlyList<string> cells, char bar)
    {
        List<string>[] lines = [.. cells.Select((cell, index) => Wrap(cell, widths[index] - 2))];
        for (int line = 0; line < lines.Max(cell => cell.Count); line++)
        {
            for (int index = 0; index < lines.Length; index++)
            {
                string part = line < lines[index].Count ? lines[index][line] : "";
                int room = widths[index] - 2 - part.Length, before = alignments[index] == 'R' ? room : alignments[index] == 'C' ? room / 2 : 0;
                text.Append(bar).Append(' ').Append(' ', before).Append(part).Append(' ', room - before).Append(' ');
            }

            text.Append(bar).Append('\n');
        }
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string>();
        foreach (string paragraph in cell.Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length <= width)
                {
                    line += " " + word;
                    continue;
                }

                if (line.Length > 0) lines.Add(line);
                line = word.Length > width ? word[..(width - 1)] + "…" : word;
            }

            lines.Add(line);
        }

        return lines;
    }
}
