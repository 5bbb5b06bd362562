using System.Runtime.InteropServices;

namespace Cornea;

/// <summary>
/// Large blocks of memory in pages of 2 MiB, where Linux gives them on request: each page costs the system some work when it is touched first,
/// and of pages of 4 KiB there are so many that reading a large file into fresh memory took forty times as long as reading it.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 << 20;
    private const nint SmallestBlock = 2 * (nint)PageBytes;
    private const int Advice = 14; // MADV_HUGEPAGE

    private static bool _isMissing = !OperatingSystem.IsLinux();

    static LargePages() => CLibrary.Find();

    /// <summary>Where a block should begin.</summary>
    public static nuint AlignmentFor(nint bytes, nuint alignment) => bytes >= SmallestBlock && !_isMissing ? PageBytes : alignment;

    /// <summary>Asks for large pages for the part of a block that they fill.</summary>
    public static void Advise(void* block, nint bytes)
    {
        if (bytes < SmallestBlock || _isMissing) return;
        nuint start = ((nuint)block + PageBytes - 1) & ~(PageBytes - 1), end = ((nuint)block + (nuint)bytes) & ~(PageBytes - 1);
        try
        {
            if (end > start) MAdvise((void*)start, end - start, Advice); // Refused by a system without them: small ones do too.
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            _isMissing = true;
        }
    }

    [LibraryImport(CLibrary.Name, EntryPoint = "madvise")]
    private static partial int MAdvise(void* address, nuint length, int advice);
}
