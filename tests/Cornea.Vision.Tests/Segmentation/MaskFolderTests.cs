using Cornea.Data;

namespace Cornea.Vision.Tests.SegmentationNetworks;

public sealed class MaskFolderTests : IDisposable
{
    // 3 × 2 pixels of four bits: places 0, 2, 1 and 1, 2, 0 of a palette of red, green and blue.
    private const string PalettePng =
        "89504E470D0A1A0A0000000D49484452000000030000000204030000006F5A7B2900000009504C5445FF000000FF"
        + "000000FF2D4ACD8A0000000E4944415478DA636012601062000000740025CDEF5A6F0000000049454E44AE426082";

    private readonly TemporaryFolder _folder = new();

    private string Images => Directory.CreateDirectory(_folder.File("images")).FullName;

    private string Masks => Directory.CreateDirectory(_folder.File("masks")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GreyValuesAreClassesTheLeastFirst()
    {
        Write("b", 0, 255, 40);
        Write("a", 40, 40, 0);

        MaskFolder folder = MaskFolder.Open(Images, Masks);

        Assert.Equal([0, 40, 255], folder.Values);
        Assert.Equal(["a.png", "b.png"], folder.ImageFiles.Select(path => Path.GetFileName(path)));
        Assert.Equal([1, 1, 0], folder[0].Classes.ToArray<int>());
        Assert.Equal(((1, 3, 3), DType.Float32), (folder[1].Image.Shape, folder[1].Image.DType));
    }

    [Fact]
    public void VoidPixelsHaveNoClass()
    {
        Write("a", 0, 255, 1);

        MaskFolder folder = MaskFolder.Open(Images, Masks, voidValue: 255);
        (Tensor _, Tensor mask) = folder.Resize(1, 3).Single();

        Assert.Equal([0, -1, 1], folder[0].Classes.ToArray<int>());
        Assert.Equal([1, 0, 0, 0, 0, 1], mask.ToArray<float>());
    }

    [Fact]
    public void OfAPaletteThePlacesCount()
    {
        ImageTensor.Save(Path.Combine(Images, "a.png"), Ops.Zeros([2, 3, 3]));
        File.WriteAllBytes(Path.Combine(Masks, "a.png"), Convert.FromHexString(PalettePng));

        MaskFolder folder = MaskFolder.Open(Images, Masks);

        Assert.Equal([0, 1, 2], folder.Values);
        Assert.Equal([0, 2, 1, 1, 2, 0], folder[0].Classes.ToArray<int>());
    }

    [Fact]
    public void ValuesGivenSayTheOrder()
    {
        Write("a", 0, 255, 0);

        Assert.Equal([1, 0, 1], MaskFolder.Open(Images, Masks, values: [255, 0])[0].Classes.ToArray<int>());
    }

    [Fact]
    public void CropsAreTurnedWithTheirMasksAndRepeat()
    {
        float[] pixels = [.. Enumerable.Range(0, 6 * 7).SelectMany(pixel => Enumerable.Repeat(pixel % 3 == 0 ? 200f : 10, 3))];
        ImageTensor.Save(Path.Combine(Images, "a.png"), Tensor.From(pixels, (6, 7, 3)));
        ImageTensor.Save(Path.Combine(Masks, "a.png"), Tensor.From([.. Enumerable.Range(0, 6 * 7).Select(pixel => (byte)(pixel % 3 == 0 ? 1 : 0))], (6, 7)));
        MaskFolder folder = MaskFolder.Open(Images, Masks);

        Batch[] crops = [.. folder.Crops(4, count: 20, seed: 2)], again = [.. folder.Crops(4, count: 20, seed: 2)];

        for (int index = 0; index < crops.Length; index++)
        {
            (Tensor image, Tensor mask) = crops[index];
            Assert.Equal(image[.., .., 0].ToArray<float>().Select(value => value > 100), mask[.., .., 1].ToArray<float>().Select(value => value == 1));
            Assert.Equal(image.ToArray<float>(), again[index].Inputs.Single.ToArray<float>());
        }

        Assert.True(crops.Select(crop => string.Join(",", crop.Inputs.Single.ToArray<float>())).Distinct().Count() > 2);
    }

    [Fact]
    public void ElasticCropsMoveImagesAndMasksAlike()
    {
        const int Side = 100;
        float[] pixels = [.. Enumerable.Range(0, 130 * 120).SelectMany(pixel => Enumerable.Repeat((pixel % 120 / 20) % 2 == 0 ? 200f : 10, 3))];
        ImageTensor.Save(Path.Combine(Images, "a.png"), Tensor.From(pixels, (130, 120, 3)));
        ImageTensor.Save(Path.Combine(Masks, "a.png"), Tensor.From([.. Enumerable.Range(0, 130 * 120).Select(pixel => (byte)((pixel % 120 / 20) % 2 == 0 ? 1 : 0))], (130, 120)));
        MaskFolder folder = MaskFolder.Open(Images, Masks);

        Batch[] plain = [.. folder.Crops(Side, count: 12, seed: 3)];
        Batch[] crops = [.. folder.Crops(Side, count: 12, seed: 3, elastic: 8)], again = [.. folder.Crops(Side, count: 12, seed: 3, elastic: 8)];

        for (int index = 0; index < crops.Length; index++)
        {
            (Tensor image, Tensor mask) = crops[index];
            // Edges of the stripes are a mixture in the image; elsewhere mask and image agree.
            float[] values = image[.., .., 0].ToArray<float>(), ones = mask[.., .., 1].ToArray<float>();
            Assert.All(values.Zip(ones), pair => Assert.True(pair.First > 105 == (pair.Second == 1) || pair.First is > 100 and < 110));
            Assert.Equal(values, again[index].Inputs.Single[.., .., 0].ToArray<float>());
            Assert.Equal(Side * Side, mask.ToArray<float>().Sum());
            float[] whole = plain[index].Inputs.Single.ToArray<float>();
            Assert.NotEqual(whole, image.ToArray<float>());
            Assert.All(whole, value => Assert.True(value is 200 or 10)); // Without distortion pixels are taken as they are.
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Crops(Side, 1, elastic: double.NaN));
    }

    [Fact]
    public void WhatIsWrongNamesTheFile()
    {
        Write("a", 0, 1, 2);
        ImageTensor.Save(Path.Combine(Images, "b.png"), Ops.Zeros([1, 3, 3]));
        Assert.Contains("b.png' has no mask", Assert.Throws<FileNotFoundException>(() => MaskFolder.Open(Images, Masks)).Message, StringComparison.Ordinal);

        ImageTensor.Save(Path.Combine(Masks, "b.png"), Ops.Zeros([2, 2, 1]));
        Assert.Contains("the mask has 2 × 2 pixels", Assert.Throws<InvalidDataException>(() => MaskFolder.Open(Images, Masks)[1]).Message, StringComparison.Ordinal);
        Assert.Contains("has the value 2", Assert.Throws<InvalidDataException>(() => MaskFolder.Open(Images, Masks, values: [0, 1])[0]).Message, StringComparison.Ordinal);

        ImageTensor.Save(Path.Combine(Masks, "b.png"), Tensor.From([200f, 0, 0], (1, 1, 3)));
        Assert.Contains("the colour (200, 0, 0)", Assert.Throws<InvalidDataException>(() => MaskFolder.Open(Images, Masks)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => MaskFolder.Open(Images, _folder.File("none")));
        Assert.Throws<InvalidDataException>(() => MaskFolder.Open(Directory.CreateDirectory(_folder.File("empty")).FullName, Masks));
    }

    private void Write(string name, params byte[] values)
    {
        ImageTensor.Save(Path.Combine(Images, name + ".png"), Ops.Zeros([1, values.Length, 3]));
        ImageTensor.Save(Path.Combine(Masks, name + ".png"), Tensor.From(values, (1, values.Length)));
    }
}
