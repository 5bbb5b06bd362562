namespace Cornea.Graphs;

/// <summary>Where the values of a graph's parameter come from at each run.</summary>
internal enum ParameterKind
{
    /// <summary>The caller hands it in.</summary>
    Input,

    /// <summary>The value of a variable; stable if the graph doesn't assign it.</summary>
    Variable,

    /// <summary>Data captured when the graph was made.</summary>
    Data,

    /// <summary>Where the random draws of a run begin.</summary>
    Draws,

    /// <summary>In a region: a value of its surroundings, the same at each step.</summary>
    Capture,

    /// <summary>In a region: what the step before gave.</summary>
    Carry,

    /// <summary>In a region: the step's part of a sequence.</summary>
    Slice,
}

/// <summary>A value that a graph is given: the leaf tensor that stands for it, and where it comes from.</summary>
internal sealed record Parameter(Tensor Tensor, ParameterKind Kind)
{
    /// <summary>What the values are those of: the variable, or the memory of data; null where each run has its own.</summary>
    public object? Origin => Kind switch
    {
        ParameterKind.Variable => Tensor.Source,
        ParameterKind.Data => Tensor.Storage,
        _ => null,
    };

    public string Label => Kind switch
    {
        ParameterKind.Variable => Tensor.Source!.Label,
        ParameterKind.Draws => "draws",
        ParameterKind.Data => "data",
        ParameterKind.Capture => "capture",
        ParameterKind.Carry => "carry",
        ParameterKind.Slice => "slice",
        _ => "input",
    };
}

/// <summary>What a graph leaves behind: the variable (by the parameter that reads it) and its final value.</summary>
internal readonly record struct Assignment(Parameter Target, Tensor Value);
