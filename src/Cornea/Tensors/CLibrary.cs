using System.Runtime.InteropServices;

namespace Cornea;

/// <summary>The system's C library, for what .NET doesn't offer of Linux.</summary>
internal static class CLibrary
{
    /// <summary>What imports call it.</summary>
    public const string Name = "libc";

    // The C library that the process runs on has other names from system to system; what it has loaded already is found without one.
    static CLibrary() => NativeLibrary.SetDllImportResolver(
        typeof(CLibrary).Assembly, (name, _, _) => name == Name ? NativeLibrary.GetMainProgramHandle() : 0);

    /// <summary>To be called before the first import.</summary>
    public static void Find()
    {
    }
}
