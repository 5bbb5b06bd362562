using Cornea.Files;
using PureHDF;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Attributes, and groups with so many members or attributes that HDF5 keeps them in a heap of their own. The files are h5py's.</summary>
public class Hdf5AttributeTests
{
    [Fact]
    public void Dense_groups_and_attributes_are_read()
    {
        Hdf5Group root = Hdf5Reader.Read(ByteSource.Of(Hdf5Tests.Resource("h5py_dense.h5")), "dense");
        var many = (Hdf5Group)root.Members["many"];
        Assert.Equal(Enumerable.Range(0, 300).Select(index => $"member_{index:000}"), many.Members.Keys);
        foreach (int index in (int[])[0, 7, 150, 299]) Assert.Equal([index, -index], many.FindArray($"member_{index:000}")!.Read().ToArray<float>());
        Assert.Equal(60, many.Attributes.Count);
        foreach (int index in (int[])[0, 31, 59]) Assert.Equal($"value {index} {new string('x', index)}", many.Attributes[$"attribute_{index:00}"].Texts().Single());
    }

    [Fact]
    public void Texts_of_both_kinds_lists_and_numbers_are_read()
    {
        SortedDictionary<string, Hdf5Attribute> attributes = Hdf5Reader.Read(ByteSource.Of(Hdf5Tests.Resource("h5py_dense.h5")), "dense").Attributes;
        Assert.Equal(["grüße"], attributes["text"].Texts());
        Assert.Equal(["fixed"], attributes["bytes"].Texts());
        Assert.Equal(["a", "bb", ""], attributes["list"].Texts());
        Assert.Equal(["x", "yy"], attributes["any"].Texts());
        Assert.Empty(attributes["none"].Texts());
        Assert.Equal([7], attributes["number"].Numbers().ToArray<int>());
        Assert.True(attributes["list"].IsList);
        Assert.False(attributes["text"].IsList);
        InvalidDataException error = Assert.Throws<InvalidDataException>(attributes["number"].Texts);
        Assert.Contains("dense: '/@number'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_by_us_and_by_another_library()
    {
        string longText = new('y', 200_000);
        var root = new Hdf5Group();
        root.Attributes["long"] = Hdf5Attribute.Of(longText);
        root.Attributes["empty"] = Hdf5Attribute.OfList([]);
        Hdf5Group inner = root.Make("a/b");
        inner.Attributes["names"] = Hdf5Attribute.OfList(["ä", "bcd", ""]);
        using var memory = new MemoryStream();
        Hdf5Writer.Write(memory, root);
        Hdf5Group again = Hdf5Reader.Read(ByteSource.Of(memory.ToArray()), "again");
        Assert.Equal([longText], again.Attributes["long"].Texts());
        Assert.Empty(again.Attributes["empty"].Texts());
        Assert.Equal(["ä", "bcd", ""], again.Find("a/b")!.Attributes["names"].Texts());
        using var other = H5File.Open(new MemoryStream(memory.ToArray()));
        Assert.Equal(longText, other.Attribute("long").Read<string>());
        Assert.Equal(["ä", "bcd", ""], other.Group("a/b").Attribute("names").Read<string[]>());
        Assert.Throws<NotSupportedException>(() => Hdf5Writer.Write(new MemoryStream(), new Hdf5Group { Attributes = { ["names"] = Hdf5Attribute.OfList([longText]) } }));
    }
}
