using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cornea.Files;

/// <summary>What .NET doesn't offer of Unix' files: a flush whose failure is told, owners, and whether something is a file at all.</summary>
/// <remarks>Where the system isn't Unix, or lacks one of these calls, nothing happens, and .NET's own flush has to do.</remarks>
internal static partial class UnixFiles
{
    private const int InvalidArgument = 22, ReadOnlySystem = 30, NotSupported = 95; // EINVAL, EROFS, ENOTSUP of Linux: nothing there to be flushed.
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeModeAndOwner = 0x1B; // STATX_TYPE | MODE | UID | GID
    private const int StatusBytes = 256, UserAt = 20, GroupAt = 24, ModeAt = 28;
    private const int KindMask = 0xF000, FileKind = 0x8000, FolderKind = 0x4000;

    static UnixFiles() => CLibrary.Find();

    /// <summary>Writes a file's content through to the disk. .NET's flush does it too, but keeps a failure to itself.</summary>
    /// <exception cref="IOException">The system couldn't.</exception>
    public static void FlushToDisk(FileStream stream, bool isSpecial)
    {
        if (OperatingSystem.IsLinux() && TryCall(() => FSync(stream.SafeFileHandle), out int error))
        {
            if (error != 0 && !(isSpecial && error is InvalidArgument or ReadOnlySystem or NotSupported)) throw Failure(error, stream.Name);
            return;
        }

        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes through to the disk which files a folder has; a rename is safe only then.</summary>
    /// <exception cref="IOException">The system couldn't.</exception>
    public static void FlushFolderToDisk(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        int handle = -1;
        if (!TryCall(() => handle = Open(folder, 0), out int error) || error != 0) return; // A folder that mustn't be read.
        try
        {
            if (TryCall(() => FSync(handle), out error) && error is not (0 or InvalidArgument or ReadOnlySystem or NotSupported)) throw Failure(error, folder);
        }
        finally
        {
            Close(handle);
        }
    }

    /// <summary>Whether there is something at a path that is neither a file nor a folder: a device, a pipe, a socket.</summary>
    public static bool IsSpecial(string path) => Status(path) is { } status && (status.Mode & KindMask) is not (FileKind or FolderKind);

    /// <summary>Gives a new file the mode and, where that is allowed, the owner of another that it is to replace.</summary>
    public static void TakeOver(string existing, SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser() || !File.Exists(existing)) return;
        if (Status(existing) is { } status) TryCall(() => FChOwn(file, status.User, status.Group), out _); // Only root gives files away; others keep their own.
        File.SetUnixFileMode(file, File.GetUnixFileMode(existing));
    }

    private static (uint User, uint Group, int Mode)? Status(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        byte[] status = new byte[StatusBytes];
        if (!TryCall(() => StatX(CurrentFolder, path, 0, TypeModeAndOwner, ref status[0]), out int error) || error != 0) return null;
        return BitConverter.IsLittleEndian
            ? (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserAt)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(GroupAt)), BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeAt)))
            : (BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(UserAt)), BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(GroupAt)), BinaryPrimitives.ReadUInt16BigEndian(status.AsSpan(ModeAt)));
    }

    // False where the system's library isn't there, or has no such call.
    private static bool TryCall(Func<int> call, out int error)
    {
        try
        {
            error = call() < 0 ? Marshal.GetLastPInvokeError() : 0;
            return true;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            error = 0;
            return false;
        }
    }

    private static IOException Failure(int error, string path) => new($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'; it may not be on the disk.");

    [LibraryImport(CLibrary.Name, EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport(CLibrary.Name, EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int file);

    [LibraryImport(CLibrary.Name, EntryPoint = "fchown", SetLastError = true)]
    private static partial int FChOwn(SafeFileHandle file, uint user, uint group);

    [LibraryImport(CLibrary.Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(CLibrary.Name, EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport(CLibrary.Name, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte status);
}
