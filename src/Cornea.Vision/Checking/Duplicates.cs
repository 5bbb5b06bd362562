namespace Cornea.Vision.Checking;

/// <summary>Photos that are there several times, in groups.</summary>
internal static class Duplicates
{
    // Photos of a scene from other moments differ in a fifth of the bits and more; copies of another size or compression in a few.
    private const int MostBits = 8;
    private const double LeastLikeness = 0.98;

    /// <summary>Groups of files with the same bytes.</summary>
    public static IEnumerable<PhotoFacts[]> Exact(IReadOnlyList<PhotoFacts> photos) => photos.GroupBy(photo => photo.Digest).Where(group => group.Count() > 1).Select(group => group.ToArray());

    /// <summary>Groups of pictures that are nearly the same and aren't the same files.</summary>
    public static IEnumerable<PhotoFacts[]> Near(IReadOnlyList<PhotoFacts> photos)
    {
        PhotoFacts[] different = [.. photos.DistinctBy(photo => photo.Digest)];
        int[] groups = [.. Enumerable.Range(0, different.Length)];
        for (int i = 0; i < different.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (PerceptualHash.Distance(different[i].Hash, different[j].Hash) > MostBits || different[i].Likeness(different[j]) < LeastLikeness) continue;
                (int from, int to) = (Find(groups, i), Find(groups, j));
                groups[from] = to;
            }
        }

        return different.Select((photo, index) => (Photo: photo, Group: Find(groups, index))).GroupBy(item => item.Group, item => item.Photo).Where(group => group.Count() > 1).Select(group => group.ToArray());
    }

    private static int Find(int[] groups, int index)
    {
        while (groups[index] != index) index = groups[index] = groups[groups[index]];
        return index;
    }
}
