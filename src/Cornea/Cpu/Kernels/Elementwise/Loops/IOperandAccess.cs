namespace Cornea.Cpu.Kernels;

/// <summary>How a loop reads one of its operands: <see cref="VectorOperand"/> or <see cref="ScalarOperand"/>.</summary>
internal unsafe interface IOperandAccess
{
    static abstract TLanes Load<TLanes>(float* operand, nint index) where TLanes : struct, ILanes<TLanes>;

    static abstract TLanes LoadPartial<TLanes>(float* operand, nint index, nint count) where TLanes : struct, ILanes<TLanes>;
}
