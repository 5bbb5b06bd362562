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
    public void Messages_name_what_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("x"));
        Assert.Equal($"'{folder.File("x")}' is a folder; expected the name of a file.", Assert.Throws<IOException>(() => AtomicFile.Write(folder.File("x"), _ => { })).Message);
        Assert.Equal($"'{folder.File("x")}' is a folder; expected the name of a file.", Assert.Throws<IOException>(() => NpzFile.Open(folder.File("x"))).Message);
        string message = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder.File("none/x"), _ => { })).Message;
        Assert.Contains(folder.File("none/x"), message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
        string full = Assert.Throws<IOException>(() => AtomicFile.Write(folder.File("y"), stream => throw new IOException($"No space left on device : '{((FileStream)stream).Name}'"))).Message;
        Assert.Equal($"No space left on device : '{folder.File("y")}'", full);
    }

    [Fact]
    public void The_longest_names_work()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(new string('n', 255));
        for (byte value = 1; value <= 2; value++) AtomicFile.Write(path, stream => stream.WriteByte(value));
        Assert.Equal([2], File.ReadAllBytes(path));
    }

    [Fact]
    public void Mode_and_links_of_the_target_are_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = new TemporaryFolder();
        string real = folder.File("real", [1]), link = folder.File("link"), dangling = folder.File("dangling");
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.GroupExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(real, mode);
        File.CreateSymbolicLink(link, "real");
        File.CreateSymbolicLink(dangling, folder.File("new"));
        AtomicFile.Write(link, stream => stream.WriteByte(2));
        AtomicFile.Write(dangling, stream => stream.WriteByte(3));
        Assert.Equal("real", new FileInfo(link).LinkTarget);
        Assert.Equal([2], File.ReadAllBytes(real));
        Assert.Equal([3], File.ReadAllBytes(folder.File("new")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(real));
        Assert.Equal(4, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void A_new_file_has_the_usual_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("usual"), []);
        AtomicFile.Write(folder.File("x"), stream => stream.WriteByte(2));
        if (!OperatingSystem.IsWindows()) Assert.Equal(File.GetUnixFileMode(folder.File("usual")), File.GetUnixFileMode(folder.File("x")));
    }

    [Fact]
    public void Devices_are_written_into_and_stay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has /dev/full.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("full"), "/dev/full");
        File.CreateSymbolicLink(folder.File("null"), "/dev/null");
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(folder.File("full"), stream => stream.Write(new byte[10])));
        AtomicFile.Write(folder.File("null"), stream => stream.Write(new byte[10]));
        Assert.True(UnixFiles.IsSpecial("/dev/full"));
        Assert.True(UnixFiles.IsSpecial("/dev/null"));
        Assert.False(UnixFiles.IsSpecial(folder.Path));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void What_killed_saves_left_is_removed_by_the_next()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x");
        string left;
        using (var file = new AtomicFile(path)) left = ((FileStream)file.Stream).Name;
        using Process gone = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "true", OperatingSystem.IsWindows() ? ["/c", "exit"] : []))!;
        gone.WaitForExit();
        string start = Path.GetFileName(left)[..(Path.GetFileName(left).IndexOf('-', ".cornea-".Length) + 1)];
        string killed = folder.File($"{start}{gone.Id:x}-1.tmp", [1]), own = folder.File($"{start}{Environment.ProcessId:x}-1.tmp", [1]);
        string running = folder.File($"{start}1-1.tmp", [1]), other = folder.File($".cornea-00000000-{gone.Id:x}-1.tmp", [1]);
        using (var beside = new AtomicFile(path))
        {
            AtomicFile.Write(path, stream => stream.WriteByte(7));
            beside.Stream.WriteByte(8);
            beside.Commit();
        }

        Assert.Equal([8], File.ReadAllBytes(path));
        Assert.False(File.Exists(killed));
        Assert.False(File.Exists(own)); // By an earlier process of this number.
        Assert.True(File.Exists(other)); // Another file's.
        if (OperatingSystem.IsLinux()) Assert.True(File.Exists(running)); // Process 1 lives.
    }

    [Fact]
    public void A_flush_that_fails_fails_the_save()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/cc"), "Needs Linux' LD_PRELOAD and a C compiler.");
        using var folder = new TemporaryFolder();
        string path = folder.File("state", [1, 2, 3]), library = folder.File("fsync.so");
        File.WriteAllText(folder.File("fsync.c"), "#include <errno.h>\nint fsync(int file) { errno = EIO; return -1; }\n");
        using (Process compiler = Process.Start("/usr/bin/cc", ["-shared", "-fPIC", "-o", library, folder.File("fsync.c")])) compiler.WaitForExit();
        using Process child = StartWriter(path, library);
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.StartsWith("failed: ", said, StringComparison.Ordinal);
        Assert.Contains(path, said, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
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

        AtomicFile.Write(path, stream => stream.Write([1]));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path)); // What the killed ones left is gone.
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
            try
            {
                AtomicFile.Write(path, stream => stream.Write(state));
            }
            catch (IOException error)
            {
                Console.WriteLine($"failed: {error.Message}");
                Environment.Exit(1);
            }

            if (value == 0)
                Console.WriteLine("begun");
        }

        Environment.Exit(0);
    }

    private static Process StartWriter(string path, string? library = null)
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
        if (library is not null) start.Environment["LD_PRELOAD"] = library;
        return Process.Start(start)!;
    }
}
