using SkiaSharp;

namespace Cornea.Plots.Diagrams;

/// <summary>Places for the nodes of a graph without cycles, row below row, so that every edge goes downwards and few of them cross.</summary>
/// <param name="Middles">The middle of each node.</param>
/// <param name="Routes">Of each edge the points that it passes through, from the lower edge of a node to the upper edge of another.</param>
/// <param name="Size">Of the whole.</param>
/// <remarks>
/// Source: Sugiyama, Tagawa and Toda, Methods for visual understanding of hierarchical system structures (1981): rows by the longest way; an edge over
/// several rows gets a narrow node in each; orders by the means of neighbours' places; then places within the orders, as near to the neighbours as room allows.
/// </remarks>
internal sealed record LayeredLayout(SKPoint[] Middles, SKPoint[][] Routes, SKSize Size)
{
    private const float GapAcross = 24, GapDown = 34, Lane = 10;
    private const int Sweeps = 8;

    /// <param name="sizes">Of each node.</param>
    /// <param name="edges">From which to which; each once, without cycles.</param>
    public static LayeredLayout Of(IReadOnlyList<SKSize> sizes, IReadOnlyList<(int From, int To)> edges)
    {
        if (sizes.Count == 0) return new([], [], SKSize.Empty);
        int[] ranks = Ranks(sizes.Count, edges);
        var nodes = sizes.Select((size, index) => new RowNode(ranks[index], size)).ToList();
        RowNode[][] ways = [.. edges.Select(edge => Way(nodes, nodes[edge.From], nodes[edge.To]))];
        RowNode[][] rows = [.. nodes.GroupBy(node => node.Rank).OrderBy(row => row.Key).Select(row => row.ToArray())];
        Order(rows);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (RowNode[] row in rows) Place(row, node => node.Above);
            foreach (RowNode[] row in rows.Reverse()) Place(row, node => node.Below);
        }

        foreach (RowNode[] row in rows) Place(row, node => [.. node.Above, .. node.Below]);

        float left = nodes.Min(node => node.X - (node.Size.Width / 2)), width = nodes.Max(node => node.X + (node.Size.Width / 2)) - left, y = 0;
        foreach (RowNode[] row in rows)
        {
            float height = row.Max(node => node.Size.Height);
            foreach (RowNode node in row) (node.X, node.Y, node.RowHeight) = (node.X - left, y + (height / 2), height);
            y += height + GapDown;
        }

        return new([.. nodes.Take(sizes.Count).Select(node => new SKPoint(node.X, node.Y))], [.. ways.Select(Route)], new SKSize(width, y - GapDown));
    }

    // The longest way from a beginning; beginnings stand right above what they are first needed for.
    private static int[] Ranks(int count, IReadOnlyList<(int From, int To)> edges)
    {
        ILookup<int, int> after = edges.ToLookup(edge => edge.From, edge => edge.To);
        int[] waiting = new int[count], ranks = new int[count];
        foreach (var (_, to) in edges) waiting[to]++;
        var ready = new Queue<int>(Enumerable.Range(0, count).Where(node => waiting[node] == 0));
        int[] beginnings = [.. ready];
        while (ready.TryDequeue(out int node))
        {
            foreach (int next in after[node])
            {
                ranks[next] = Math.Max(ranks[next], ranks[node] + 1);
                if (--waiting[next] == 0) ready.Enqueue(next);
            }
        }

        foreach (int node in beginnings)
            if (after[node].Any()) ranks[node] = after[node].Min(next => ranks[next]) - 1;
        int least = ranks.Min();
        return Array.ConvertAll(ranks, rank => rank - least);
    }

    // The nodes that an edge passes through, with one more in each row between.
    private static RowNode[] Way(List<RowNode> nodes, RowNode from, RowNode to)
    {
        var way = new List<RowNode> { from };
        for (int rank = from.Rank + 1; rank < to.Rank; rank++)
        {
            var between = new RowNode(rank, new SKSize(Lane, 0));
            nodes.Add(between);
            way.Add(between);
        }

        way.Add(to);
        for (int index = 1; index < way.Count; index++)
        {
            way[index - 1].Below.Add(way[index]);
            way[index].Above.Add(way[index - 1]);
        }

        return [.. way];
    }

    private static void Order(RowNode[][] rows)
    {
        foreach (RowNode[] row in rows) Number(row);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (RowNode[] row in rows.Skip(1)) Sort(row, node => node.Above);
            foreach (RowNode[] row in rows.SkipLast(1).Reverse()) Sort(row, node => node.Below);
        }

        static void Sort(RowNode[] row, Func<RowNode, List<RowNode>> neighbours)
        {
            RowNode[] sorted = [.. row.OrderBy(node => neighbours(node) is { Count: > 0 } known ? known.Average(other => other.Place) : node.Place)];
            sorted.CopyTo(row, 0);
            Number(row);
        }

        // From −½ to ½, so that rows of different lengths can be compared.
        static void Number(RowNode[] row)
        {
            for (int index = 0; index < row.Length; index++) row[index].Place = ((index + 0.5f) / row.Length) - 0.5f;
        }
    }

    // Each as near to the mean of its neighbours as the order and the room allow: what is least in squares, by pooling those that would overlap.
    private static void Place(RowNode[] row, Func<RowNode, IReadOnlyList<RowNode>> neighbours)
    {
        float[] offsets = new float[row.Length];
        for (int index = 1; index < row.Length; index++)
            offsets[index] = offsets[index - 1] + ((row[index - 1].Size.Width + row[index].Size.Width) / 2) + GapAcross;
        var pools = new Stack<(float Mean, int Count)>();
        for (int index = 0; index < row.Length; index++)
        {
            float wanted = neighbours(row[index]) is { Count: > 0 } known ? known.Average(node => node.X) : row[index].X;
            (float Mean, int Count) pool = (wanted - offsets[index], 1);
            while (pools.TryPeek(out (float Mean, int Count) before) && before.Mean > pool.Mean)
            {
                pools.Pop();
                pool = (((before.Mean * before.Count) + (pool.Mean * pool.Count)) / (before.Count + pool.Count), before.Count + pool.Count);
            }

            pools.Push(pool);
        }

        int end = row.Length;
        foreach (var (mean, count) in pools)
            for (int index = end - 1, first = end -= count; index >= first; index--) row[index].X = mean + offsets[index];
    }

    private static SKPoint[] Route(RowNode[] way)
    {
        var points = new List<SKPoint> { new(way[0].X, way[0].Y + (way[0].Size.Height / 2)) };
        foreach (RowNode node in way[1..^1])
        {
            points.Add(new(node.X, node.Y - (node.RowHeight / 2)));
            points.Add(new(node.X, node.Y + (node.RowHeight / 2)));
        }

        points.Add(new(way[^1].X, way[^1].Y - (way[^1].Size.Height / 2)));
        return [.. points];
    }

    /// <summary>A node of a row: the graph's, or one that an edge passes through.</summary>
    private sealed class RowNode(int rank, SKSize size)
    {
        public int Rank => rank;

        public SKSize Size => size;

        public List<RowNode> Above { get; } = [];

        public List<RowNode> Below { get; } = [];

        public float Place { get; set; }

        public float X { get; set; }

        public float Y { get; set; }

        public float RowHeight { get; set; }
    }
}
