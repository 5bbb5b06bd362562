namespace Cornea.Files;

/// <summary>Where a group or an array lies in a file. Its path is put together for messages only: names can be long, and there are many.</summary>
internal sealed class Hdf5Place(Hdf5Place? around, string name)
{
    public static Hdf5Place Root { get; } = new(null, "");

    /// <summary>The path from the root, each name shortened.</summary>
    public override string ToString()
    {
        var names = new Stack<string>();
        for (Hdf5Place? place = this; place is not null && !ReferenceEquals(place, Root); place = place.Around) names.Push(FileText.Shortened(place.Name));
        return "/" + string.Join('/', names);
    }

    private Hdf5Place? Around { get; } = around;

    private string Name { get; } = name;
}
