using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Cornea.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary file beside the target, flushed to the disk, then renamed over it. Whoever is
/// interrupted, even by kill -9 or a full disk, leaves the old file as it was.
/// </summary>
/// <remarks>
/// <para>What the target is, it stays: a symbolic link goes on pointing to the file, which keeps its mode and, where the user may give files
/// away, its owner. What is no file (a device, a pipe) can't be replaced and is written into.</para>
/// <para>A temporary file is named after its process and locked while it is written. One whose process is gone and that nobody locks was left
/// by a save that was killed: the next save of the same target deletes it.</para>
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    private const string Prefix = ".cornea-";
    private const string TemporaryExtension = ".tmp";
    private static readonly ConcurrentDictionary<string, bool> Live = []; // This process' own.

    private readonly string _path;
    private readonly string _target;
    private readonly string? _temporary; // Null: the target is written into.
    private readonly FileStream _stream;
    private bool _isDone;

    /// <summary>Begins to write; until <see cref="Commit"/> the target stays as it is.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="IOException">There can be no such file, or it's a folder.</exception>
    public AtomicFile(string path)
    {
        _path = path;
        FileReading.CheckFile(path);
        _target = Path.GetFullPath(path);
        try
        {
            if (new FileInfo(_target).LinkTarget is not null) _target = File.ResolveLinkTarget(_target, returnFinalTarget: true)!.FullName;
            FileReading.CheckFile(_target);
            if (UnixFiles.IsSpecial(_target))
            {
                _stream = new FileStream(_target, FileMode.Open, FileAccess.Write);
                return;
            }

            RemoveLeftovers(_target);
            _temporary = TemporaryPath(_target);
            Live[_temporary] = true;
            _stream = Create(_temporary, File.Exists(_target));
            UnixFiles.TakeOver(_target, _stream.SafeFileHandle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove();
            throw Named(error);
        }
    }

    /// <summary>What is written to.</summary>
    public Stream Stream => _stream;

    /// <summary>Replaces the file at <paramref name="path"/> by what <paramref name="write"/> writes.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes all of it.</param>
    /// <exception cref="IOException">Writing failed; there is no temporary file left, and the old file is whole.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        try
        {
            write(file.Stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw file.Named(error);
        }

        file.Commit();
    }

    /// <summary>A name in the target's folder that nobody else uses, and short enough for any target; a rename from there stays on one disk.</summary>
    internal static string TemporaryPath(string path)
    {
        (string folder, string start) = Leftovers(path);
        return Path.Combine(folder, $"{start}{Environment.ProcessId:x}-{Guid.NewGuid():N}{TemporaryExtension}");
    }

    /// <summary>Deletes the temporary files of saves of a target that were killed.</summary>
    internal static void RemoveLeftovers(string path)
    {
        (string folder, string start) = Leftovers(path);
        if (!Directory.Exists(folder)) return;
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, start + "*" + TemporaryExtension))
                if (IsLeft(file, start)) RemoveUnlocked(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that can't be listed; what lies in it does no harm.
        }
    }

    /// <summary>All is written: it reaches the disk, and takes its place.</summary>
    /// <exception cref="IOException">It didn't; the old file is whole.</exception>
    public void Commit()
    {
        try
        {
            _stream.Flush();
            UnixFiles.FlushToDisk(_stream, isSpecial: _temporary is null);
            _stream.Dispose(); // Whoever reads the file from now on must find it unlocked.
            if (_temporary is null) return;
            File.Move(_temporary, _target, overwrite: true);
            _isDone = true;
            UnixFiles.FlushFolderToDisk(Path.GetDirectoryName(_target)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Named(error);
        }
    }

    /// <summary>What wasn't committed is given up.</summary>
    public void Dispose() => Remove();

    private static FileStream Create(string temporary, bool replaces)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (replaces && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // Till it has the target's.
        return new FileStream(temporary, options);
    }

    private void Remove()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // What could no longer be written: that was said when it was tried first.
        }

        if (_temporary is null) return;
        if (!_isDone && _stream is not null) File.Delete(_temporary);
        Live.TryRemove(_temporary, out _);
    }

    // Whether the process in its name is gone. One of this process' own number may be of an earlier one: in containers they begin anew.
    private static bool IsLeft(string file, string start)
    {
        string name = Path.GetFileName(file)[start.Length..];
        if (!int.TryParse(name.AsSpan(0, Math.Max(name.IndexOf('-'), 0)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int process)) return false;
        if (process == Environment.ProcessId) return !Live.ContainsKey(file);
        if (OperatingSystem.IsBrowser()) return false;
        try
        {
            using var writer = Process.GetProcessById(process);
            return false;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    private static void RemoveUnlocked(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None).Dispose(); // Whoever writes it, perhaps in another container, holds a lock.
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's.
        }
    }

    private static (string Folder, string Start) Leftovers(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' is not the path of a file.", nameof(path));
        return (folder, $"{Prefix}{Crc32.Of(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(full))):x8}-");
    }

    // Whoever asked for a file isn't told of the temporary one.
    private Exception Named(Exception error)
    {
        string message = error.Message;
        int start = message.IndexOf(Prefix, StringComparison.Ordinal);
        int end = start < 0 ? -1 : message.IndexOf(TemporaryExtension, start, StringComparison.Ordinal);
        if (end < 0) return error;
        string folder = Path.GetDirectoryName(_target) + Path.DirectorySeparatorChar;
        int from = start >= folder.Length && message.AsSpan(start - folder.Length, folder.Length).SequenceEqual(folder) ? start - folder.Length : start;
        message = string.Concat(message.AsSpan(0, from), _path, message.AsSpan(end + TemporaryExtension.Length));
        return error switch
        {
            DirectoryNotFoundException => new DirectoryNotFoundException(message, error),
            UnauthorizedAccessException => new UnauthorizedAccessException(message, error),
            _ => new IOException(message, error) { HResult = error.HResult },
        };
    }
}
