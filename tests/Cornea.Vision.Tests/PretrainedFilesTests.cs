using System.Security.Cryptography;
using Cornea.Layers;

namespace Cornea.Vision.Tests;

/// <summary>Official weights, served on this machine in the form in which Keras keeps them.</summary>
public class PretrainedFilesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_file_is_downloaded_once_checked_and_read_in_order(bool includeTop)
    {
        using var folder = new TemporaryFolder();
        Model trained = Network();
        byte[] file = FileOf(trained, folder);
        using var server = new LocalServer((_, response) => response.OutputStream.Write(file));
        string hash = Convert.ToHexStringLower(MD5.HashData(file));
        var files = new PretrainedFiles("small/", "top.h5", includeTop ? hash : null, "notop.h5", includeTop ? null : hash) { Server = server.Address.ToString(), Cache = folder.Path };
        for (int round = 0; round < 2; round++)
        {
            Model model = Network();
            files.Load(model, includeTop);
            foreach ((Variable wanted, Variable got) in trained.Weights.Zip(model.Weights)) Assert.Equal(wanted.Value.ToArray<float>(), got.Value.ToArray<float>());
        }

        Assert.Equal([includeTop ? "/small/top.h5" : "/small/notop.h5"], server.Requests);
        Assert.True(File.Exists(Path.Combine(folder.Path, "models", includeTop ? "top.h5" : "notop.h5")));
    }

    [Fact]
    public void A_file_with_another_hash_is_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] file = FileOf(Network(), folder);
        using var server = new LocalServer((_, response) => response.OutputStream.Write(file));
        var files = new PretrainedFiles("small/", "top.h5", new string('0', 32), "notop.h5", null) { Server = server.Address.ToString(), Cache = folder.Path };
        Assert.Contains("MD5", Assert.Throws<InvalidDataException>(() => files.Load(Network(), true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_it_says_which_file_to_put_where()
    {
        using var folder = new TemporaryFolder();
        using var server = new LocalServer((_, response) => response.StatusCode = 404);
        var files = new PretrainedFiles("small/", "top.h5", null, "notop.h5", null) { Server = server.Address.ToString(), Cache = folder.Path };
        string message = Assert.Throws<FileNotFoundException>(() => files.Load(Network(), true)).Message;
        Assert.Contains("top.h5", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "models"), message, StringComparison.Ordinal);

        // And there it's found.
        Directory.CreateDirectory(Path.Combine(folder.Path, "models"));
        File.WriteAllBytes(Path.Combine(folder.Path, "models", "top.h5"), FileOf(Network(), folder));
        files.Load(Network(), true);
    }

    [Fact]
    public void A_file_of_another_network_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "models"));
        File.WriteAllBytes(Path.Combine(folder.Path, "models", "top.h5"), FileOf(new Sequential { new Input(4), new Dense(3) }, folder));
        var files = new PretrainedFiles("small/", "top.h5", null, "notop.h5", null) { Cache = folder.Path };
        Assert.Contains("top.h5", Assert.Throws<InvalidDataException>(() => files.Load(Network(), true)).Message, StringComparison.Ordinal);
    }

    private static Model Network() => new Sequential { new Input(8, 8, 3), new Conv2D(4, 3), new BatchNormalization(), new Flatten(), new Dense(2) };

    private static byte[] FileOf(Model model, TemporaryFolder folder)
    {
        model.SaveWeights(folder.File("written.h5"));
        return File.ReadAllBytes(folder.File("written.h5"));
    }
}
