using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cornea.Compiler;
using Cornea.Lowering;

namespace Cornea.Tests.Support;

/// <summary>In every test run, every graph is held against the grammar of graphs after every pass, and every plan against that of plans.</summary>
internal static class VerifyGraphs
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must hold before the first test, whichever that is.")]
    public static void Always()
    {
        Cornea.Cpu.ArenaPool.Scribbles = true;
        GraphCompiler.Verify = true;
        PlanVerifier.IsOn = true;
    }
}
