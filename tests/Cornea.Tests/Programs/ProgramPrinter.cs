using System.Globalization;
using System.Text;

namespace Cornea.Tests.Programs;

/// <summary>A random program as text that reads like C#.</summary>
internal sealed class ProgramPrinter
{
    private readonly StringBuilder _text = new();
    private string _indent = "";

    public string Print(RandomProgram program)
    {
        HashSet<int> read = [.. program.Body.Reads()];
        for (int index = 0; index < program.Variables.Count; index++)
        {
            ProgramVariable variable = program.Variables[index];
            Line($"var w{index} = new Variable({Constant(variable.Value())}{(variable.IsTrainable ? "" : ", trainable: false")});");
        }

        Line($"TensorList F({string.Join(", ", program.Body.Parameters.Select(Name).Select(name => $"Tensor {name}"))})");
        Block(program.Body, results => $"return [{results}];");
        for (int run = 0; run < program.Runs; run++)
        {
            Tensor[] inputs = program.InputsOf(run);
            Line($"F({string.Join(", ", inputs.Select((input, index) => read.Contains(program.Body.Parameters[index]) ? Constant(input) : $"Ops.Zeros({Shape(input.Shape)})"))});");
        }

        return _text.ToString();
    }

    public static string Name(int value) => $"v{value}";

    public static string Shape(Shape shape) => $"[{string.Join(", ", shape)}]";

    public static string Constant(Tensor value)
    {
        string type = value.DType == DType.Float32 ? "float" : value.DType == DType.Float64 ? "double" : value.DType == DType.Int32 ? "int"
            : value.DType == DType.Int64 ? "long" : value.DType == DType.UInt8 ? "byte" : "bool";
        string[] numbers = [.. value.Cast(DType.Float64).ToArray<double>().Select(number => type == "bool" ? (number != 0 ? "true" : "false")
            : number.ToString("R", CultureInfo.InvariantCulture) + (type == "float" ? "f" : ""))];
        return $"Tensor.From(new {type}[] {{ {string.Join(", ", numbers)} }}, {Shape(value.Shape)})";
    }

    /// <summary>A line of its own.</summary>
    public void Line(string line) => _text.Append(_indent).AppendLine(line);

    /// <summary>A block in braces.</summary>
    public void Block(Block block, Func<string, string> results)
    {
        Line("{");
        string outer = _indent;
        _indent += "    ";
        foreach (Statement statement in block.Statements) statement.Print(this);
        Line(results(string.Join(", ", block.Results.Select(Name))));
        _indent = outer;
        Line("}");
    }

    /// <summary>What a statement's results are called.</summary>
    public static string Declare(Statement statement) => statement.Outputs.Length switch
    {
        0 => "",
        1 => $"Tensor {Name(statement.Outputs[0])} = ",
        _ => $"var ({string.Join(", ", statement.Outputs.Select(Name))}) = ",
    };
}
