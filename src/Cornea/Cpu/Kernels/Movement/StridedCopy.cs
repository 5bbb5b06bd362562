namespace Cornea.Cpu.Kernels;

/// <summary>The loops of a strided copy: an odometer over the outer axes, and a block of the last two.</summary>
internal static unsafe class StridedCopy
{
    public static void Run<T>(in StridedCopyProblem problem, T* source, T* destination, int piece) where T : unmanaged
    {
        int rank = problem.Rank;
        Axes sizes = problem.Sizes, sourceStrides = problem.SourceStrides, destinationStrides = problem.DestinationStrides;
        nint blockRows = sizes[rank - 2];
        nint row = problem.Cut.Start(piece);
        nint left = problem.Cut.End(piece) - row;
        nint first = row % blockRows;

        // Where the piece's first block lies.
        Axes index = default;
        nint block = row / blockRows;
        for (int axis = rank - 3; axis >= 0; axis--)
        {
            index[axis] = block % sizes[axis];
            block /= sizes[axis];
            source += index[axis] * sourceStrides[axis];
            destination += index[axis] * destinationStrides[axis];
        }

        nint sourceRow = sourceStrides[rank - 2], destinationRow = destinationStrides[rank - 2];
        while (true)
        {
            nint rows = Math.Min(blockRows - first, left);
            Block(problem.Kind, source + first * sourceRow, destination + first * destinationRow, rows, sizes[rank - 1],
                sourceRow, destinationRow, sourceStrides[rank - 1], destinationStrides[rank - 1]);
            left -= rows;
            if (left == 0)
                return;
            first = 0;
            for (int axis = rank - 3; axis >= 0; axis--)
            {
                source += sourceStrides[axis];
                destination += destinationStrides[axis];
                if (++index[axis] < sizes[axis])
                    break;
                source -= sizes[axis] * sourceStrides[axis];
                destination -= sizes[axis] * destinationStrides[axis];
                index[axis] = 0;
            }
        }
    }

    private static void Block<T>(StridedCopyKind kind, T* source, T* destination, nint rows, nint columns,
        nint sourceRow, nint destinationRow, nint sourceColumn, nint destinationColumn) where T : unmanaged
    {
        if (columns == 1)
        {
            // A copy of one axis only.
            (rows, columns) = (columns, rows);
            (sourceRow, sourceColumn) = (sourceColumn, sourceRow);
            (destinationRow, destinationColumn) = (destinationColumn, destinationRow);
        }

        switch (kind)
        {
            case StridedCopyKind.Runs:
                for (nint row = 0; row < rows; row++)
                    Memory.Copy(source + row * sourceRow, destination + row * destinationRow, columns);
                break;
            case StridedCopyKind.Repeats:
                for (nint row = 0; row < rows; row++)
                    Memory.Fill(destination + row * destinationRow, source[row * sourceRow], columns);
                break;
            case StridedCopyKind.Transposes when sizeof(T) == sizeof(float):
                TransposeTiles.Run((float*)source, sourceColumn, (float*)destination, destinationRow, rows, columns);
                break;
            case StridedCopyKind.Transposes:
                Tiles(source, sourceColumn, destination, destinationRow, rows, columns);
                break;
            default:
                Elements(source, destination, rows, columns, sourceRow, destinationRow, sourceColumn, destinationColumn);
                break;
        }
    }

    private static void Elements<T>(T* source, T* destination, nint rows, nint columns,
        nint sourceRow, nint destinationRow, nint sourceColumn, nint destinationColumn) where T : unmanaged
    {
        // The longer of the two axes goes inside, for the loop's sake, where that costs no locality.
        if (columns < 8 && rows > columns && columns * Math.Abs(destinationColumn) <= 64)
        {
            (rows, columns) = (columns, rows);
            (sourceRow, sourceColumn) = (sourceColumn, sourceRow);
            (destinationRow, destinationColumn) = (destinationColumn, destinationRow);
        }

        for (nint row = 0; row < rows; row++)
        {
            T* from = source + row * sourceRow;
            T* to = destination + row * destinationRow;
            nint column = 0;
            for (; column <= columns - 4; column += 4)
            {
                T a = from[0], b = from[sourceColumn], c = from[2 * sourceColumn], d = from[3 * sourceColumn];
                to[0] = a;
                to[destinationColumn] = b;
                to[2 * destinationColumn] = c;
                to[3 * destinationColumn] = d;
                from += 4 * sourceColumn;
                to += 4 * destinationColumn;
            }

            for (; column < columns; column++, from += sourceColumn, to += destinationColumn)
                *to = *from;
        }
    }

    // Tiles of 16 × 16, so that lines of both sides are used whole while they are in L1.
    private static void Tiles<T>(T* source, nint sourceColumn, T* destination, nint destinationRow, nint rows, nint columns)
        where T : unmanaged
    {
        const int Tile = 16;
        for (nint row = 0; row < rows; row += Tile)
        {
            nint height = Math.Min(Tile, rows - row);
            for (nint column = 0; column < columns; column += Tile)
            {
                nint width = Math.Min(Tile, columns - column);
                for (nint i = 0; i < height; i++)
                {
                    T* from = source + column * sourceColumn + row + i;
                    T* to = destination + (row + i) * destinationRow + column;
                    for (nint j = 0; j < width; j++)
                        to[j] = from[j * sourceColumn];
                }
            }
        }
    }
}
