namespace Cornea.Cpu.Kernels;

/// <summary>The values of <see cref="IRowCount"/>, 1 to 16.</summary>
internal static class RowCount
{
    public readonly struct Rows1 : IRowCount
    {
        public static int Count => 1;
    }

    public readonly struct Rows2 : IRowCount
    {
        public static int Count => 2;
    }

    public readonly struct Rows3 : IRowCount
    {
        public static int Count => 3;
    }

    public readonly struct Rows4 : IRowCount
    {
        public static int Count => 4;
    }

    public readonly struct Rows5 : IRowCount
    {
        public static int Count => 5;
    }

    public readonly struct Rows6 : IRowCount
    {
        public static int Count => 6;
    }

    public readonly struct Rows7 : IRowCount
    {
        public static int Count => 7;
    }

    public readonly struct Rows8 : IRowCount
    {
        public static int Count => 8;
    }

    public readonly struct Rows9 : IRowCount
    {
        public static int Count => 9;
    }

    public readonly struct Rows10 : IRowCount
    {
        public static int Count => 10;
    }

    public readonly struct Rows11 : IRowCount
    {
        public static int Count => 11;
    }

    public readonly struct Rows12 : IRowCount
    {
        public static int Count => 12;
    }

    public readonly struct Rows13 : IRowCount
    {
        public static int Count => 13;
    }

    public readonly struct Rows14 : IRowCount
    {
        public static int Count => 14;
    }

    public readonly struct Rows15 : IRowCount
    {
        public static int Count => 15;
    }

    public readonly struct Rows16 : IRowCount
    {
        public static int Count => 16;
    }
}
