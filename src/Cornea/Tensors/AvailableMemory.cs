using System.Runtime.InteropServices;

namespace Cornea;

/// <summary>Looks before memory is taken: what the machine (or its container) hasn't got is refused with a message, not by the system's killing the program.</summary>
internal static class AvailableMemory
{
    private const nint Unquestioned = 1 << 26; // Smaller blocks aren't worth the question.

    /// <summary>Takes a block, or says how large it was to be.</summary>
    /// <exception cref="InsufficientMemoryException">There isn't as much.</exception>
    public static unsafe void* Take(nint bytes, nuint alignment)
    {
        CheckBlock(bytes);
        try
        {
            void* block = NativeMemory.AlignedAlloc((nuint)bytes, LargePages.AlignmentFor(bytes, alignment));
            LargePages.Advise(block, bytes);
            return block;
        }
        catch (OutOfMemoryException error)
        {
            throw Refusal(bytes, "the system gives no more", error);
        }
    }

    /// <summary>Takes a block of zeros, aligned as the system likes.</summary>
    /// <inheritdoc cref="Take"/>
    public static unsafe void* TakeZeroed(nint bytes)
    {
        CheckBlock(bytes);
        try
        {
            void* block = NativeMemory.AllocZeroed((nuint)bytes);
            LargePages.Advise(block, bytes);
            return block;
        }
        catch (OutOfMemoryException error)
        {
            throw Refusal(bytes, "the system gives no more", error);
        }
    }

    /// <summary>Refuses what is larger than all there is, before it is taken.</summary>
    /// <param name="bytes">What will be needed at once.</param>
    /// <param name="what">Says what needs it.</param>
    /// <exception cref="InsufficientMemoryException">The machine hasn't as much.</exception>
    public static void Check(nint bytes, Func<string> what)
    {
        if (bytes < Unquestioned) return;
        long all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > all) throw new InsufficientMemoryException($"{what()}: {bytes:N0} bytes are needed at once, and the machine has {all:N0}. Use smaller batches, images or layers.");
    }

    private static void CheckBlock(nint bytes)
    {
        long all = bytes < Unquestioned ? long.MaxValue : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > all) throw Refusal(bytes, $"the machine has {all:N0}", null);
    }

    private static InsufficientMemoryException Refusal(nint bytes, string why, Exception? inner) => new(
        $"Memory: {bytes:N0} bytes are needed at once, and {why}. Use smaller batches, images or layers.", inner);
}
