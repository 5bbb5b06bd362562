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
        ElementwiseOpcode.Erfc => 200_000,
        ElementwiseOpcode.Power => 17_000,
        ElementwiseOpcode.FloorModulo => 4_000,
        >= ElementwiseOpcode.Sin and <= ElementwiseOpcode.Atanh => 12_000,
        ElementwiseOpcode.Softplus => 520,
        ElementwiseOpcode.Erf => 380,
        ElementwiseOpcode.Sigmoid or ElementwiseOpcode.Tanh => 300,
        ElementwiseOpcode.Log or ElementwiseOpcode.Log1p => 250,
        ElementwiseOpcode.Exp or ElementwiseOpcode.Expm1 => 160,
        ElementwiseOpcode.Rsqrt => 100,
        ElementwiseOpcode.Divide or ElementwiseOpcode.Sqrt or ElementwiseOpcode.Reciprocal => 60,
        _ => 20,
    };

    /// <summary>The name as <see cref="ElementwiseProgram.ToString"/> prints it.</summary>
    public static string Name(this ElementwiseOpcode opcode)
    {
        string name = opcode.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
