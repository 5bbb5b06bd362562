using Xunit;

namespace Cornea.Tests.Files;

/// <summary>Files of other programs that people try to load as models.</summary>
public class ForeignModelTests
{
    [Theory]
    [InlineData("m.tflite", "\u001c\0\0\0TFL3", "TensorFlow Lite")]
    [InlineData("m.tif", "II*\0rest", "TIFF")]
    [InlineData("m.safetensors", "\u0010\0\0\0\0\0\0\0{\"a\":1}", "safetensors")]
    [InlineData("m.pt", "PK\u0003\u0004", "torch.onnx.export")]
    [InlineData("m.onnx", "whatever", "Onnx.Import")]
    [InlineData("m.pb", "whatever", "tf2onnx")]
    [InlineData("m.json", "{\"class_name\": \"Sequential\"}", "FromJson")]
    [InlineData("g.json", "{\"format\": \"graph-model\"}", "tf2onnx")]
    public void They_are_refused_by_name_with_what_to_make_of_them(string name, string content, string remedy)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), [.. content.Select(letter => (byte)letter)]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.Load(folder.File(name)));
        Assert.StartsWith(folder.File(name), error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_TensorFlow_s_is_a_SavedModel()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("saved_model.pb"), [8, 1]);
        Assert.Contains("SavedModel", Assert.Throws<InvalidDataException>(() => Model.Load(folder.Path)).Message, StringComparison.Ordinal);
    }
}
