using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Fuzz;

/// <summary>Damages files, each by a number from which it can be made again, and reads them: they are taken, or refused as invalid data in bounds.</summary>
internal static class FuzzRunner
{
    private const int Patience = 60_000; // Milliseconds; a reader that takes longer hangs.

    /// <summary>Reads the files of so many numbers.</summary>
    /// <returns>How many were refused.</returns>
    public static int Run(FuzzFormat format, int first, int count)
    {
        using var folder = new TemporaryFolder();
        TextWriter error = Console.Error;
        Console.SetError(TextWriter.Null); // What is left out of a damaged file is said there.
        int present = first;
        using var watch = new Timer(_ => Environment.FailFast($"fuzz {format.Name} {present}: hangs; it reads {Kept(format, present)}."));
        try
        {
            int refused = 0;
            for (; present < first + count; present++)
            {
                watch.Change(Patience, Timeout.Infinite);
                if (IsRefused(format, present, folder.File("file"))) refused++;
            }

            return refused;
        }
        finally
        {
            Console.SetError(error);
        }
    }

    private static byte[] Damaged(FuzzFormat format, int number)
    {
        var random = new Random(number);
        return format.Mutate(random, format.Seeds.Value[random.Next(format.Seeds.Value.Length)]);
    }

    // To be looked at.
    private static string Kept(FuzzFormat format, int number)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fuzz-{format.Name}-{number}");
        File.WriteAllBytes(path, Damaged(format, number));
        return path;
    }

    private static bool IsRefused(FuzzFormat format, int number, string path)
    {
        byte[] bytes = Damaged(format, number);
        long before = GC.GetAllocatedBytesForCurrentThread() + Storage.AllocatedBytes;
        bool isRefused = false;
        try
        {
            format.Read(bytes, path);
        }
        catch (InvalidDataException error)
        {
            isRefused = true;
            if (error.Message.Length > 10_000) Assert.Fail($"fuzz {format.Name} {number}: a message of {error.Message.Length:N0} characters.");
        }
        catch (Exception error)
        {
            Assert.Fail($"fuzz {format.Name} {number}: {Kept(format, number)}: {error}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() + Storage.AllocatedBytes - before;
        if (allocated > format.MostAllocated) Assert.Fail($"fuzz {format.Name} {number}: the {bytes.Length:N0} bytes of {Kept(format, number)} made the reader allocate {allocated:N0}.");
        return isRefused;
    }
}
