using System.Buffers.Binary;
using Cornea.Layers;
using Cornea.Vision;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>Pictures and folders that aren't what they seem, through every command that takes them: a clear error that names the file, or an answer.</summary>
[Collection(nameof(Alone))]
public sealed class HostilePhotoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostilePhotoTests()
    {
        var model = new Sequential { new Input(16, 16, 3), new Rescaling(1 / 255.0), new Conv2D(4, 3, activation: "relu"), new GlobalAveragePooling2D(), new Dense(2, activation: "softmax") };
        new ImageClassifier(model, ["Hündchen", "Kätzchen"], new ImagePreprocessing(16, 16)).Save(_folder.File("m.keras"));
        Tensor pixels = new Input(32, 32, 3);
        new Model(pixels, new Conv2D(2, 3, padding: "same", activation: "softmax").Call(pixels)).Save(_folder.File("pixels.keras"));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "huge.png", "20,000 × 20,000 pixels, more than the 178,956,970 that are allowed" },
        { "bomb.png", "2,147,483,648 × 1 pixels" },
        { "half.jpg", "cut off" },
        { "text.jpg", "text that begins with 'no photo'" },
        { "empty.jpg", "the file is empty" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenPicturesAreNamedByAllCommands(string name, string expected)
    {
        string picture = Picture(name);
        ShellResult[] results =
        [
            Shell.Run("predict", _folder.File("m.keras"), picture),
            Shell.Run("explain", _folder.File("m.keras"), picture, "--output", _folder.File("why.png")),
            Shell.Run("segment", "predict", _folder.File("pixels.keras"), picture, "--output", _folder.File("mask.png")),
        ];
        Assert.All(results, result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(name, result.Error, StringComparison.Ordinal);
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(_folder.File("why.png")) || File.Exists(_folder.File("mask.png")));
    }

    [Fact]
    public void OnePixelIsAPicture()
    {
        string picture = _folder.File("one.png", ImageTensor.Encode(Ops.Full([1, 1, 3], 200)));
        Assert.Equal(0, Shell.Run("predict", _folder.File("m.keras"), picture).ExitCode);
        Assert.Equal(0, Shell.Run("explain", _folder.File("m.keras"), picture, "--output", _folder.File("why.png")).ExitCode);
        Assert.Equal(0, Shell.Run("segment", "predict", _folder.File("pixels.keras"), picture, "--output", _folder.File("mask.png")).ExitCode);
        Assert.Equal([1, 1, 3], ImageTensor.Load(_folder.File("why.png")).Shape);
    }

    [Fact]
    public void NamesMayHaveSpacesAndUmlauts()
    {
        string folder = Path.Combine(_folder.Path, "Tiere mit Umläuten");
        foreach (string name in new[] { "Hündchen", "Kätzchen" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (int photo = 0; photo < 2; photo++) ImageTensor.Save(Path.Combine(folder, name, $"Foto № {photo}.png"), Ops.Full([9, 9, 3], 90 * photo));
        }

        ShellResult predicted = Shell.Run("predict", _folder.File("m.keras"), folder, "--json");
        Assert.Equal(4, predicted.Json["predictions"]!.AsArray().Count);
        Assert.Contains("Foto № 1.png", predicted.Json["predictions"]![1]!["file"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("evaluate", _folder.File("m.keras"), folder).ExitCode);
        Assert.Equal(0, Shell.Run("check", folder).ExitCode);
    }

    [Fact]
    public void MasksOfAnotherSizeAreNamed()
    {
        foreach (string part in new[] { "images", "masks" }) Directory.CreateDirectory(_folder.File(part));
        for (int index = 0; index < 3; index++)
        {
            ImageTensor.Save(_folder.File($"images/{index}.png"), Ops.Zeros([64, 64, 1]));
            ImageTensor.Save(_folder.File($"masks/{index}.png"), Ops.Concatenate([Ops.Zeros([index == 1 ? 40 : 64, 32, 1]), Ops.Full([index == 1 ? 40 : 64, 32, 1], 255)], axis: 1));
        }

        ShellResult result = Shell.Run("segment", "train", _folder.File("images"), _folder.File("masks"), "--output", _folder.File("s.keras"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("1.png", result.Error, StringComparison.Ordinal);
        Assert.Contains("the mask has 64 × 40 pixels", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatMayNotBeReadIsNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Here everything may be read.");
        if (OperatingSystem.IsWindows()) return; // Said once more to the compiler.
        string secret = _folder.File("secret");
        Directory.CreateDirectory(Path.Combine(secret, "cat"));
        File.SetUnixFileMode(Path.Combine(secret, "cat"), UnixFileMode.None);
        try
        {
            foreach (string command in new[] { "check", "train" })
            {
                ShellResult result = Shell.Run(command, secret);
                Assert.Equal(1, result.ExitCode);
                Assert.Contains("secret/cat", result.Error, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.SetUnixFileMode(Path.Combine(secret, "cat"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Picture(string name) => _folder.File(name, name switch
    {
        "huge.png" => Png(20_000, 20_000),
        "bomb.png" => Png(1u << 31, 1),
        "half.jpg" => Half(ImageTensor.Encode(RandomOps.Uniform([64, 64, 3], 0, 255, seed: 1), "jpeg")),
        "text.jpg" => "no photo"u8.ToArray(),
        _ => [],
    });

    private static byte[] Half(byte[] file) => file[..(file.Length / 2)];

    // A PNG of one pixel that says it has another size.
    private static byte[] Png(uint width, uint height)
    {
        byte[] file = ImageTensor.Encode(Ops.Zeros([1, 1, 1]));
        const int Header = 12, HeaderLength = 17; // The chunk's type and content; its checksum comes after.
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), height);
        uint checksum = uint.MaxValue;
        foreach (byte value in file.AsSpan(Header, HeaderLength))
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++) checksum = (checksum & 1) != 0 ? (checksum >> 1) ^ 0xEDB88320 : checksum >> 1;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(Header + HeaderLength), ~checksum);
        return file;
    }
}
