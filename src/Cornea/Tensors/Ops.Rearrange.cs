using System.Text.RegularExpressions;

namespace Cornea;

// Axes by name.
public static partial class Ops
{
    /// <summary>Axes in another order, taken apart and put together, by a pattern of names: <c>"b (h p) (w q) c -> b h w (p q c)"</c>.</summary>
    /// <param name="tensor">As many axes as the pattern's left side names, a pair of parentheses standing for one.</param>
    /// <param name="pattern">Left and right side hold the same names. In parentheses the first one varies slowest.</param>
    /// <param name="axesLengths">The sizes of names in parentheses on the left; one in each pair may be left out.</param>
    /// <exception cref="ArgumentException">The pattern doesn't read, or doesn't fit the tensor.</exception>
    public static Tensor Rearrange(Tensor tensor, string pattern, params IReadOnlyList<(string Axis, int Length)> axesLengths)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        string[] sides = Regex.Split(pattern, @"\s*->\s*");
        if (sides.Length != 2) throw new ArgumentException($"Rearrange: expected a pattern of two sides, 'b h -> h b', got '{pattern}'.");
        string[][] from = Groups(sides[0]), to = Groups(sides[1]);
        string[] names = [.. from.SelectMany(group => group)], wanted = [.. to.SelectMany(group => group)];
        if (names.Distinct().Count() != names.Length || !names.Order().SequenceEqual(wanted.Order()))
            throw new ArgumentException($"Rearrange: expected each name once on both sides, got '{pattern}'.");
        if (from.Length != tensor.Rank) throw new ShapeException($"Rearrange: '{pattern}' names {from.Length} axes, got shape {tensor.Shape}.");
        Dictionary<string, int> sizes = axesLengths.ToDictionary(pair => pair.Axis, pair => pair.Length);
        if (sizes.Keys.Except(names).FirstOrDefault() is { } unknown) throw new ArgumentException($"Rearrange: '{unknown}' isn't in '{pattern}'.");
        for (int axis = 0; axis < from.Length; axis++) Measure(from[axis], tensor.Shape[axis]);
        Tensor apart = tensor.Reshape([.. names.Select(name => sizes[name])]).Transpose([.. wanted.Select(name => Array.IndexOf(names, name))]);
        return apart.Reshape([.. to.Select(group => group.Aggregate(1, (product, name) => Times(product, sizes[name])))]);

        // An unknown size stays unknown: −1 for Reshape.
        static int Times(int a, int b) => a == Shape.Unknown || b == Shape.Unknown ? Shape.Unknown : AxisSize.Product("Rearrange", a, b);

        void Measure(string[] group, int size)
        {
            string[] open = [.. group.Where(name => !sizes.ContainsKey(name))];
            int known = group.Except(open).Aggregate(1, (product, name) => AxisSize.Product("Rearrange", product, AxisSize.Known(sizes[name], "Rearrange", name)));
            if (open.Length > 1) throw new ArgumentException($"Rearrange: expected sizes for all but one of ({string.Join(' ', group)}), got none for {string.Join(", ", open)}.");
            if (open.Length == 1 && (size == Shape.Unknown || (known != 0 && size % known == 0))) sizes[open[0]] = size == Shape.Unknown ? size : size / known;
            else if (open.Length == 1 || (size != known && size != Shape.Unknown))
                throw new ShapeException($"Rearrange: ({string.Join(' ', group)}) has {known} elements, got an axis of size {size}.");
        }
    }

    private static string[][] Groups(string side) => [.. Regex.Matches(side, @"\w+|\(([^()]*)\)").Select(match =>
        match.Value[0] == '(' ? match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [match.Value])];
}
