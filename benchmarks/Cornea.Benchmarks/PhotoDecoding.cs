using System.Diagnostics;
using System.Security.Cryptography;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Photos decoded and resized with Pillow's rule, which <c>benchmarks/images.sh</c> compares with Pillow.</summary>
internal static class PhotoDecoding
{
    private const int Side = 160;

    /// <param name="arguments">The folder of photos, how many threads, for how many seconds.</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var folder, var threadCount, var time])
        {
            Console.Error.WriteLine("usage: images FOLDER THREADS SECONDS");
            return 1;
        }

        int threads = int.Parse(threadCount, System.Globalization.CultureInfo.InvariantCulture);
        double seconds = double.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        byte[][] files = [.. ImageFolder.Open(folder, ImageLabels.None, shuffle: false).Files.Select(File.ReadAllBytes)];
        Console.WriteLine($$"""{"peer":"cornea","threads":{{threads}},"photos":{{files.Length}},"per_second":{{Rate(files, threads, seconds):F1}},"pixels":"{{Digest(files)}}"}""");
        return 0;
    }

    private static double Rate(byte[][] files, int threads, double seconds)
    {
        All(files, threads); // Compiles.
        long start = Stopwatch.GetTimestamp();
        int rounds = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; rounds++) All(files, threads);
        return rounds * files.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void All(byte[][] files, int threads) => Parallel.ForEach(
        files, new ParallelOptions { MaxDegreeOfParallelism = threads }, file => ImageTensor.Decode(file, Side, Side, Interpolation.PillowBilinear));

    // That both sides make the same pixels.
    private static string Digest(byte[][] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] file in files) hash.AppendData(ImageTensor.Decode(file, Side, Side, Interpolation.PillowBilinear).Cast(DType.UInt8).ToArray<byte>());
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
