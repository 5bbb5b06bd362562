namespace Cornea.Data;

/// <summary>The rows of each class: classes are numbered by their label, ascending, and a class's rows stand in their own order.</summary>
internal sealed class ClassIndex
{
    private ClassIndex(int[] labels, int[][] rows)
    {
        Labels = labels;
        Rows = rows;
    }

    /// <summary>The labels that occur, ascending.</summary>
    public int[] Labels { get; }

    /// <summary>For each label, the indices of its rows, ascending.</summary>
    public int[][] Rows { get; }

    public int[] Counts => Array.ConvertAll(Rows, rows => rows.Length);

    public static ClassIndex Of(ReadOnlySpan<int> labels)
    {
        var rows = new SortedDictionary<int, List<int>>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (!rows.TryGetValue(labels[i], out List<int>? list))
                rows[labels[i]] = list = [];
            list.Add(i);
        }

        return new ClassIndex([.. rows.Keys], [.. rows.Values.Select(list => list.ToArray())]);
    }
}
