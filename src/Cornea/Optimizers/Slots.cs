namespace Cornea.Optimizers;

/// <summary>The variables an optimizer keeps of one kind, such as momentum: one for each weight.</summary>
public sealed class Slots
{
    private readonly Dictionary<Variable, Variable> _slots = new(ReferenceEqualityComparer.Instance);

    internal Slots()
    {
    }

    /// <summary>The slot of a weight.</summary>
    public Variable this[Variable weight] => _slots[weight];

    internal bool Has(Variable weight) => _slots.ContainsKey(weight);

    internal void Add(Variable weight, Variable slot) => _slots.Add(weight, slot);
}
