using System.Globalization;
using System.Text;

namespace Cornea;

// A tensor as text.
public sealed partial class Tensor
{
    private const int PrintedPerAxis = 6;

    /// <summary>Dtype, shape and the first and last values: whole numbers with all their digits, others with six.</summary>
    /// <remarks>A tensor not computed yet is computed; one that depends on a placeholder is only named.</remarks>
    public override string ToString()
    {
        string head = $"Tensor {DType} {Shape}";
        if (!Graphs.Evaluator.CanEvaluate(this)) return head + " symbolic";
        var text = new StringBuilder(head).Append(' ');
        if (DType.IsInteger)
        {
            long[] whole = ToArray<long>(); // Not as double, which has int64 to 2⁵³ only.
            Append(text, 0, 0, index => whole[index].ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            double[] values = ToArray<double>();
            Append(text, 0, 0, index => DType == DType.Bool ? (values[index] != 0 ? "true" : "false") : Text(values[index]));
        }

        return text.ToString();
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) < 1e15 && value == Math.Floor(value) ? "F0" : "g6", CultureInfo.InvariantCulture);

    private void Append(StringBuilder text, int axis, int start, Func<int, string> at)
    {
        if (axis == Rank)
        {
            text.Append(at(start));
            return;
        }

        int step = checked((int)Shape.Product(axis + 1, Rank));
        text.Append('[');
        for (int index = 0; index < Shape[axis]; index++)
        {
            if (index > 0) text.Append(", ");
            if (index == PrintedPerAxis / 2 && Shape[axis] > PrintedPerAxis)
            {
                text.Append("…, ");
                index = Shape[axis] - (PrintedPerAxis / 2);
            }

            Append(text, axis + 1, start + (index * step), at);
        }

        text.Append(']');
    }
}
