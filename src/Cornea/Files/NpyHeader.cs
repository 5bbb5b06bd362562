using System.Text;

namespace Cornea.Files;

/// <summary>
/// The header of a .npy file: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>. It is a Python literal, of which only
/// this form is read; nothing in it is ever evaluated.
/// </summary>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="BigEndian">Whether the elements' bytes stand most significant first.</param>
/// <param name="FortranOrder">Whether the first axis, not the last, is the fastest.</param>
/// <param name="Shape">Size of each axis.</param>
internal sealed record NpyHeader(FileElementType ElementType, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int LargestRank = 64; // NumPy's own limit.

    /// <summary>Reads a header's text.</summary>
    /// <exception cref="InvalidDataException">It isn't a header; the message begins with <paramref name="place"/>.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> text, string place)
    {
        var literal = new PythonLiteral(Encoding.Latin1.GetString(text), place);
        string? code = null;
        bool? fortranOrder = null;
        int[]? shape = null;

        literal.Expect('{');
        while (!literal.TryTake('}'))
        {
            string key = literal.TakeString();
            literal.Expect(':');
            switch (key)
            {
                case "descr" when code is null:
                    if (literal.Next == '[')
                        throw literal.Broken("structured arrays (records with fields) aren't supported; save each field by itself");
                    code = literal.TakeString();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = literal.TakeBool();
                    break;
                case "shape" when shape is null:
                    shape = literal.TakeSizes(LargestRank);
                    break;
                default:
                    throw literal.Broken($"the key '{key}' is unknown or stands twice");
            }

            if (!literal.TryTake(','))
            {
                literal.Expect('}');
                break;
            }
        }

        literal.ExpectEnd();
        if (code is null || fortranOrder is null || shape is null)
            throw literal.Broken("it lacks one of 'descr', 'fortran_order' and 'shape'");
        var (type, bigEndian) = TypeOf(code, literal);
        return new NpyHeader(type, bigEndian, fortranOrder.Value, shape);
    }

    /// <summary>The header's text for an array in row-major order and the machine's byte order.</summary>
    public static string Format(FileElementType type, ReadOnlySpan<int> shape)
    {
        char order = type.WordSize() == 1 ? '|' : BitConverter.IsLittleEndian ? '<' : '>';
        return $"{{'descr': '{order}{type.Code()}', 'fortran_order': False, 'shape': {FileArray.Describe(shape)}, }}";
    }

    private static (FileElementType Type, bool BigEndian) TypeOf(string code, PythonLiteral literal)
    {
        bool hasOrder = code.Length > 0 && code[0] is '<' or '>' or '|' or '=';
        string kind = hasOrder ? code[1..] : code;
        if (kind.StartsWith('O'))
        {
            throw literal.Broken(
                "it holds Python objects (a pickle), which is refused: reading one would run code from the file. "
                + "Save a numeric array instead");
        }

        FileElementType type = FileElementTypes.FromCode(kind)
            ?? throw literal.Broken($"elements of NumPy type '{code}' aren't supported; numbers and bool are");
        bool bigEndian = hasOrder && (code[0] == '>' || (code[0] == '=' && !BitConverter.IsLittleEndian));
        return (type, bigEndian);
    }
}
