namespace Cornea.Vision.Tests;

public sealed class CocoFileTests : IDisposable
{
    private const string Image = """{"id": 7, "file_name": "a.png", "width": 40, "height": 30}""";

    private readonly TemporaryFolder _folder = new();

    public CocoFileTests() => DatasetFiles.Photo(_folder.Path, "a.png");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImagesAnnotationsCategories()
    {
        DetectionDataset set = Open($$"""
            {"images": [{{Image}}],
             "annotations": [{"image_id": 7, "category_id": 90, "bbox": [1, 2, 3, 4], "area": 5.5, "iscrowd": 1}, {"image_id": 7, "category_id": 3, "bbox": [30, 20, 20, 20]}],
             "categories": [{"id": 90, "name": "brush"}, {"id": 3, "name": "car"}]}
            """);

        Assert.Equal(["car", "brush"], set.ClassNames);
        Assert.Equal(new LabeledBox(new Box(1, 2, 4, 6), 1, IsCrowd: true, Area: 5.5), set.Images[0].Boxes[0]);
        Assert.Equal(new LabeledBox(new Box(30, 20, 40, 30), 0), set.Images[0].Boxes[1]);
    }

    [Theory]
    [InlineData("""{"images": [IMAGE], "annotations": [{"image_id": 7, "category_id": 1, "bbox": [1, 2, -3, 4]}], "categories": [{"id": 1, "name": "car"}]}""", "ends before it begins")]
    [InlineData("""{"images": [IMAGE], "annotations": [{"image_id": 7, "category_id": 1, "bbox": [1, 2, 3]}], "categories": [{"id": 1, "name": "car"}]}""", "expected four numbers")]
    [InlineData("""{"images": [IMAGE], "annotations": [{"image_id": 7, "category_id": 1, "bbox": [1, 2, 3, 1e999]}], "categories": [{"id": 1, "name": "car"}]}""", "")]
    [InlineData("""{"images": [IMAGE], "annotations": [{"image_id": 7, "category_id": 2, "bbox": [1, 2, 3, 4]}], "categories": [{"id": 1, "name": "car"}]}""", "has category 2")]
    [InlineData("""{"images": [IMAGE], "annotations": [{"image_id": 8, "category_id": 1, "bbox": [1, 2, 3, 4]}], "categories": [{"id": 1, "name": "car"}]}""", "of image 8")]
    [InlineData("""{"images": [IMAGE, IMAGE], "annotations": [], "categories": [{"id": 1, "name": "car"}]}""", "the image 7 stands there twice")]
    [InlineData("""{"images": [], "annotations": [], "categories": [{"id": 1, "name": "car"}]}""", "has no images")]
    [InlineData("""{"images": [{"id": 7, "file_name": "../a.png", "width": 40, "height": 30}], "annotations": [], "categories": [{"id": 1, "name": "car"}]}""", "'../a.png'")]
    [InlineData("""{"images": [{"id": 7, "file_name": "a.png", "width": 4e9, "height": 30}], "annotations": [], "categories": [{"id": 1, "name": "car"}]}""", "expected a width")]
    [InlineData("""{"images": [IMAGE]}""", "expected COCO's images, annotations and categories")]
    [InlineData("[1, 2", "expected COCO's images")]
    public void WrongFilesAreNamed(string json, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Open(json.Replace("IMAGE", Image, StringComparison.Ordinal)));

        Assert.StartsWith(Path.Combine(_folder.Path, "all.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingPhotosAreNamed()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Open("""{"images": [{"id": 7, "file_name": "b.png", "width": 40, "height": 30}], "annotations": [], "categories": [{"id": 1, "name": "car"}]}"""));

        Assert.Contains("b.png", error.Message, StringComparison.Ordinal);
    }

    private DetectionDataset Open(string json) => CocoFile.Open(DatasetFiles.Text(_folder.Path, "all.json", json));
}
