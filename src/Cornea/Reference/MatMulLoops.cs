using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>The matrix product of the last two axes, for each index of the axes before them.</summary>
internal static class MatMulLoops
{
    public static void MatMul(MatMul op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray a = inputs[0], b = inputs[1], y = outputs[0];
        int rows = y.Shape[^2], columns = y.Shape[^1], inner = op.TransposeA ? a.Shape[^2] : a.Shape[^1];
        int batch = checked((int)y.Shape.Product(0, y.Shape.Rank - 2));
        for (int matrix = 0; matrix < batch; matrix++)
        {
            int startA = matrix * rows * inner, startB = matrix * inner * columns, startY = matrix * rows * columns;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int k = 0; k < inner; k++)
                    {
                        double left = a[startA + (op.TransposeA ? (k * rows) + row : (row * inner) + k)];
                        double right = b[startB + (op.TransposeB ? (column * inner) + k : (k * columns) + column)];
                        sum += left * right;
                    }

                    y.Values[startY + (row * columns) + column] = sum;
                }
            }
        }
    }
}
