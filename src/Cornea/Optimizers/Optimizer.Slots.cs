namespace Cornea.Optimizers;

// What an optimizer keeps for its weights.
public abstract partial class Optimizer
{
    /// <summary>Makes the slots for these weights; the first <see cref="Apply"/> does it otherwise.</summary>
    public virtual void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        lock (BuildLock.Shared)
        {
            if (IsBuilt) return;
            _weights = [.. variables];
            _known = new HashSet<Variable>(_weights, ReferenceEqualityComparer.Instance);
            if (Options.UseEma) _averages = AddSlots("average");
            if (Options.GradientAccumulationSteps is not null) _accumulators = AddSlots("gradient_accumulator");
            CreateSlots();
            _isBuilt = true;
        }
    }

    /// <summary>Makes the slots the rule needs, with <see cref="AddSlots(string, double)"/>; <see cref="Weights"/> is set.</summary>
    protected virtual void CreateSlots()
    {
    }

    /// <summary>A slot of each weight's shape for each weight.</summary>
    /// <param name="name">What it is called after the weight's name.</param>
    /// <param name="initialValue">The value it begins with.</param>
    protected Slots AddSlots(string name, double initialValue = 0) => AddSlots([(name, initialValue)])[0];

    /// <summary>Several slots for each weight, which lie together in files.</summary>
    protected Slots[] AddSlots(params ReadOnlySpan<(string Name, double InitialValue)> kinds)
    {
        var result = new Slots[kinds.Length];
        for (int kind = 0; kind < kinds.Length; kind++) result[kind] = new Slots();
        foreach (Variable weight in Weights)
            for (int kind = 0; kind < kinds.Length; kind++)
                AddSlot(result[kind], weight, kinds[kind].Name, weight.Shape, kinds[kind].InitialValue);
        return result;
    }

    private protected static Slots NewSlots() => new();

    /// <summary>One slot of a shape of its own. Without a name it is called as the weight.</summary>
    private protected void AddSlot(Slots slots, Variable weight, string? name, Shape shape, double initialValue = 0)
    {
        string called = name is null ? weight.Name : $"{weight.Label.Replace('/', '_')}_{name}";
        slots.Add(weight, initialValue == 0
            ? Added(Variable.Zeroed(new TensorSpec(shape, DType.Float32), trainable: false, called))
            : AddVariable(called, Filled(shape, initialValue)));
    }

    /// <summary>A slot that begins with the weight's present value.</summary>
    private protected void AddCopySlot(Slots slots, Variable weight, string name) =>
        slots.Add(weight, AddVariable($"{weight.Label.Replace('/', '_')}_{name}", weight.Snapshot()));

    /// <summary>State that belongs to no weight.</summary>
    private protected Variable AddVariable(string name, Tensor value) => Added(new Variable(value, trainable: false, name));

    private Variable Added(Variable variable)
    {
        variable.Path = $"{Name}/{variable.Name}";
        _slots.Add(variable);
        return variable;
    }

    private static Tensor Filled(Shape shape, double value)
    {
        var values = new float[checked((int)shape.ElementCount)];
        Array.Fill(values, (float)value);
        return Tensor.From(values, shape);
    }
}
