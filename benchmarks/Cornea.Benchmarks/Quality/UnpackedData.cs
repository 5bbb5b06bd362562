using System.Diagnostics;

namespace Cornea.Benchmarks;

/// <summary>An archive of ../shared/data, unpacked for as long as it's needed.</summary>
internal sealed class UnpackedData : IDisposable
{
    /// <param name="archive">Whatever the system's tar reads.</param>
    /// <exception cref="IOException">It's not there, or can't be unpacked.</exception>
    public UnpackedData(string archive)
    {
        if (!File.Exists(archive)) throw new FileNotFoundException($"There is no '{archive}'; --data names the folder of the data.", archive);
        Folder = Directory.CreateTempSubdirectory("cornea-").FullName;
        using var tar = Process.Start("tar", ["xf", Path.GetFullPath(archive), "-C", Folder]);
        tar.WaitForExit();
        if (tar.ExitCode != 0) throw new IOException($"tar couldn't unpack '{archive}'.");
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
