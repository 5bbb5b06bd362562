using System.Numerics;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Kernels;

/// <summary>Plain loops over integers of any width.</summary>
internal static unsafe class IntegerLoop
{
    public static void Unary<T>(UnaryFunction function, T* x, T* y, nint count)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (nint index = 0; index < count; index++)
            y[index] = function switch
            {
                UnaryFunction.Negate => -x[index],
                UnaryFunction.Abs => T.IsNegative(x[index]) ? -x[index] : x[index],
                _ => x[index] * x[index],
            };
    }

    /// <summary>Writes T where the function gives numbers, bytes of 0 or 1 where it compares.</summary>
    public static void Binary<T>(BinaryFunction function, BroadcastWalk walk, T* a, T* b, byte* y)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> position = stackalloc int[walk.Rank];
        position.Clear();
        nint left = 0, right = 0;
        for (nint index = 0; index < walk.Count; index++)
        {
            if (function >= BinaryFunction.Equal) y[index] = Compare(function, a[left], b[right]) ? (byte)1 : (byte)0;
            else ((T*)y)[index] = Combine(function, a[left], b[right]);
            walk.Next(position, ref left, ref right);
        }
    }

    private static T Combine<T>(BinaryFunction function, T a, T b)
        where T : IBinaryInteger<T> => function switch
    {
        BinaryFunction.Add => a + b,
        BinaryFunction.Subtract => a - b,
        BinaryFunction.Multiply => a * b,
        BinaryFunction.Maximum => T.Max(a, b),
        BinaryFunction.Minimum => T.Min(a, b),
        BinaryFunction.Divide => Divide(a, b),
        _ => FloorModulo(a, b),
    };

    // 0 where the divisor is 0, as in NumPy. Over −1 the lowest integer wraps round to itself; the machine would trap.
    private static T Divide<T>(T a, T b)
        where T : IBinaryInteger<T> => T.IsZero(b) ? T.Zero : IsMinusOne(b) ? -a : a / b;

    private static bool IsMinusOne<T>(T x)
        where T : IBinaryInteger<T> => T.IsNegative(x) && T.IsZero(x + T.One);

    private static T FloorModulo<T>(T a, T b)
        where T : IBinaryInteger<T>
    {
        if (T.IsZero(b) || IsMinusOne(b)) return T.Zero;
        T rest = a % b;
        return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
    }

    private static bool Compare<T>(BinaryFunction function, T a, T b)
        where T : IBinaryInteger<T> => function switch
    {
        BinaryFunction.Equal => a == b,
        BinaryFunction.NotEqual => a != b,
        BinaryFunction.Less => a < b,
        BinaryFunction.LessEqual => a <= b,
        BinaryFunction.Greater => a > b,
        _ => a >= b,
    };
}
