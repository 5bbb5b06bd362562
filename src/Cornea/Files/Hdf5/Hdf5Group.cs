namespace Cornea.Files;

/// <summary>A group of an HDF5 file: named groups and arrays. <see cref="Label"/> is its attribute <c>name</c>, where it has one.</summary>
internal sealed class Hdf5Group : Hdf5Object
{
    /// <summary>What lies in it, sorted by name as HDF5's own groups are.</summary>
    public SortedDictionary<string, Hdf5Object> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>What Keras calls the layer whose weights these are; messages only.</summary>
    public string? Label
    {
        get => Attributes.TryGetValue("name", out Hdf5Attribute? label) && label.Texts() is [var text] ? text : null;
        set
        {
            if (value is null) Attributes.Remove("name");
            else Attributes["name"] = Hdf5Attribute.Of(value);
        }
    }

    /// <summary>The group of a path such as <c>layers/dense/vars</c>, or null.</summary>
    public Hdf5Group? Find(string path)
    {
        Hdf5Group? group = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            group = group?.Members.GetValueOrDefault(name) as Hdf5Group;
        return group;
    }

    /// <summary>The array of a path such as <c>dense/kernel</c>, or null.</summary>
    public Hdf5Array? FindArray(string path)
    {
        int slash = path.LastIndexOf('/');
        return (slash < 0 ? this : Find(path[..slash]))?.Members.GetValueOrDefault(path[(slash + 1)..]) as Hdf5Array;
    }

    /// <summary>The group of a path; it is made where it's missing.</summary>
    public Hdf5Group Make(string path)
    {
        Hdf5Group group = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!group.Members.TryGetValue(name, out Hdf5Object? member)) group.Members[name] = member = new Hdf5Group();
            group = (Hdf5Group)member;
        }

        return group;
    }
}
