using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cornea.Graphs;
using Cornea.Layers;

namespace Cornea;

/// <summary>The one place that joins what mustn't know of each other: tensors the compiler and the executor below them, layers the models above them.</summary>
internal static class Binding
{
    /// <summary>Graph → passes → executor; and the models among the classes that a file may name.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Tensors must not know the compiler or an executor, nor layers the models; somebody has to introduce them.")]
    public static void Bind()
    {
        Evaluator.Compile = graph => Compiler.GraphCompiler.Compile(graph, new Cpu.CpuExecutor());
        LayerReader.Register("Functional", Model.FunctionalFromConfig);
        LayerReader.Register("Model", Model.FunctionalFromConfig);
        LayerReader.Register("Sequential", Sequential.FromConfig);
    }
}
