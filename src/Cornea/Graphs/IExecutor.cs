namespace Cornea.Graphs;

/// <summary>Turns graphs into something that runs: the CPU executor, the reference executor, and any device to come.</summary>
internal interface IExecutor
{
    /// <summary>Chooses algorithms, layouts, order and memory for a graph whose shapes are all known.</summary>
    IExecutable Lower(Graph graph);
}

/// <summary>A lowered graph: immutable and shared by all callers, who may run it at the same time.</summary>
internal interface IExecutable : IPlan
{
    /// <summary>What runs slowly in it for want of a kernel, and isn't small: each operation once, by name.</summary>
    IReadOnlyList<string> SlowOperations => [];

    /// <summary>Bytes of the values that pass from step to step in one run.</summary>
    long PassingBytes => 0;

    /// <summary>Bytes of what is prepared once and read in each run, such as packed weights.</summary>
    long PreparedBytes => 0;

    /// <summary>Computes the outputs and writes the assigned variables in place.</summary>
    /// <param name="parameters">A storage for each parameter of the graph. Those of assigned variables are written, after their last read.</param>
    /// <param name="outputs">A storage for each output, of its size.</param>
    void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs);
}
