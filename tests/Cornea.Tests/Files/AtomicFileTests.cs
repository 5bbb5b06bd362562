using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class AtomicFileTests
{
    private const string ChildVariable = "CORNEA_TESTS_WRITE_ON";
    private const int StateBytes = 1 << 20;

    [Fact]
    public void Replaces_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x", [1, 2, 3]);
        AtomicFile.Write(path, stream => stream.Write([4, 5]));
        Assert.Equal([4, 5], File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x", [1, 2, 3]);
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("The disk is full.");
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failure_of_the_renaming_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("x"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder.File("x"), stream => stream.Write([1])));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder.File("none/x"), stream => stream.Write([1])));
    }

    [Fact]
    public void Killed_at_any_moment_the_file_is_one_of_the_whole_states()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        string path = folder.File("state");
        for (int kill = 0; kill < 50; kill++)
        {
            using Process child = StartWriter(path);
            child.StandardOutput.ReadLine(); // It has begun.
            Thread.Sleep(random.Next(15));
            child.Kill();
            child.WaitForExit();

            byte[] state = File.ReadAllBytes(path);
            Assert.Equal(StateBytes, state.Length);
            Assert.False(state.AsSpan().ContainsAnyExcept(state[0]));
        }
    }

    // The test program, started again with the variable set, runs this instead of tests.
    [ModuleInitializer]
    internal static void WriteOn()
    {
        string? path = Environment.GetEnvironmentVariable(ChildVariable);
        if (path is null)
            return;
        byte[] state = new byte[StateBytes];
        var running = Stopwatch.StartNew();
        for (byte value = 0; running.Elapsed.TotalSeconds < 20; value++) // An end, in case nobody kills it.
        {
            state.AsSpan().Fill(value);
            AtomicFile.Write(path, stream => stream.Write(state));
            if (value == 0)
                Console.WriteLine("begun");
        }

        Environment.Exit(0);
    }

    private static Process StartWriter(string path)
    {
        // Environment.ProcessPath is the test program's own, or dotnet, which then wants the assembly.
        string program = Environment.ProcessPath!;
        string assembly = typeof(AtomicFileTests).Assembly.Location;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [assembly] : [])
        {
            RedirectStandardOutput = true,
            Environment = { [ChildVariable] = path },
        };
        return Process.Start(start)!;
    }
}
