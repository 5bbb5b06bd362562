namespace Cornea.Cpu.Kernels;

/// <summary>What the builder needs to know of an opcode without computing it.</summary>
internal static class ElementwiseOpcodes
{
    public static int Arity(this ElementwiseOpcode opcode) => opcode switch
    {
        < ElementwiseOpcode.Select => 2,
        ElementwiseOpcode.Select => 3,
        _ => 1,
    };

    /// <summary>About how many thousandths of a nanosecond an element takes in L1; it only decides how pieces are cut.</summary>
    public static int Cost(this ElementwiseOpcode opcode) => opcode switch
    {
        ElementwiseOpcode.Power or ElementwiseOpcode.FloorModulo or ElementwiseOpcode.Erfc => 30_000,
        >= ElementwiseOpcode.Sin and <= ElementwiseOpcode.Atanh => 15_000,
        ElementwiseOpcode.Exp or ElementwiseOpcode.Log or ElementwiseOpcode.Sigmoid => 200,
        ElementwiseOpcode.Expm1 or ElementwiseOpcode.Log1p or ElementwiseOpcode.Tanh or ElementwiseOpcode.Softplus => 300,
        ElementwiseOpcode.Erf => 400,
        ElementwiseOpcode.Divide or ElementwiseOpcode.Sqrt or ElementwiseOpcode.Rsqrt or ElementwiseOpcode.Reciprocal => 120,
        _ => 40,
    };

    /// <summary>The name as <see cref="ElementwiseProgram.ToString"/> prints it.</summary>
    public static string Name(this ElementwiseOpcode opcode)
    {
        string name = opcode.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
