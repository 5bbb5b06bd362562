using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cornea.Graphs;

namespace Cornea;

/// <summary>The one place that joins the tensors above with the compiler and the executor below them.</summary>
internal static class Binding
{
    /// <summary>Graph → passes → executor.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Tensors must not know the compiler or an executor; somebody has to introduce them.")]
    public static void Bind() => Evaluator.Compile = graph => Compiler.GraphCompiler.Compile(graph, new Cpu.CpuExecutor());
}
