using Cornea.Graphs;

namespace Cornea.Cpu.Prepared;

/// <summary>What a prepared value is: an expression of variables and data, in a layout.</summary>
/// <param name="Expression">How it is computed.</param>
/// <param name="Layout">How it lies in memory, as the kernel that wants it says; empty where as a tensor.</param>
/// <param name="Leaves">The variables, and the memory of data, that the expression's parameters stand for.</param>
internal sealed record PreparedKey(GraphSignature Expression, string Layout, object[] Leaves)
{
    public bool Equals(PreparedKey? other)
    {
        if (other is null || Layout != other.Layout || Leaves.Length != other.Leaves.Length || !Expression.Equals(other.Expression)) return false;
        for (int index = 0; index < Leaves.Length; index++)
            if (!ReferenceEquals(Leaves[index], other.Leaves[index])) return false;
        return true;
    }

    public override int GetHashCode() => HashCode.Combine(Expression, Layout);
}
