using Cornea.Graphs;

namespace Cornea.Compiler;

/// <summary>Runs the passes over a graph, once, and hands the result to an executor. <c>CORNEA_DUMP=1</c> prints the graph after each pass, and the plan.</summary>
internal static class GraphCompiler
{
    /// <summary>The passes in their order; each leaves a graph that the next one takes.</summary>
    public static readonly IReadOnlyList<IPass> Passes =
    [
        new FoldPadding(),
        new CropWindows(),
        new FoldBatchNorm(),
        new LowerComposites(),
        new SimplifyAlgebra(),
        new FoldConstants(),
        new CommonSubexpressions(),
        new ScanBodies(),
    ];

    /// <summary>Set by the tests: every graph is checked after every pass.</summary>
    public static bool Verify { get; set; }

    private static TextWriter? Dump => Environment.GetEnvironmentVariable("CORNEA_DUMP") == "1" ? Console.Error : null;

    public static IExecutable Compile(Graph graph, IExecutor executor)
    {
        IExecutable executable = executor.Lower(Optimize(graph));
        Dump?.WriteLine($"── lowered{Environment.NewLine}{executable}");
        return executable;
    }

    public static Graph Optimize(Graph graph)
    {
        TextWriter? dump = Dump;
        Check(graph, "capture");
        dump?.WriteLine($"── captured: {graph.Nodes.Count} nodes{Environment.NewLine}{graph}");
        return RunPasses(graph, dump);
    }

    /// <summary>The passes without a word, for what lies inside of an operation.</summary>
    public static Graph RunPasses(Graph graph, TextWriter? dump = null)
    {
        foreach (IPass pass in Passes)
        {
            Graph after = pass.Apply(graph);
            Check(after, pass.Name);
            dump?.WriteLine(ReferenceEquals(after, graph)
                ? $"── {pass.Name}: nothing to do"
                : $"── {pass.Name}: {graph.Nodes.Count} → {after.Nodes.Count} nodes{Environment.NewLine}{after}");
            graph = after;
        }

        return graph;
    }

    private static void Check(Graph graph, string pass)
    {
        if (Verify) GraphVerifier.Check(graph, pass);
    }
}
