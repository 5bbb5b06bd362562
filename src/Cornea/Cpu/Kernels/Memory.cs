using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Copies and fills of any length, past what spans can hold.</summary>
internal static unsafe class Memory
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(T* source, T* destination, nint count) where T : unmanaged =>
        CopyBytes((byte*)source, (byte*)destination, count * sizeof(T));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBytes(byte* source, byte* destination, nint bytes) =>
        Buffer.MemoryCopy(source, destination, bytes, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<T>(T* destination, T value, nint count) where T : unmanaged
    {
        while (count > int.MaxValue)
        {
            new Span<T>(destination, int.MaxValue).Fill(value);
            destination += int.MaxValue;
            count -= int.MaxValue;
        }

        new Span<T>(destination, (int)count).Fill(value);
    }
}
