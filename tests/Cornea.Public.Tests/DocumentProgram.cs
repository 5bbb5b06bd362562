using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cornea.Public.Tests;

/// <summary>A piece of C# from a document, compiled as somebody's program would be: against the public surface, with the packages' own global usings.</summary>
internal static class DocumentProgram
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;\n";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly SyntaxTree Usings = Parse(ImplicitUsings + UsingsOf("src/Cornea/build/Cornea.props") + UsingsOf("src/Cornea.Plots/build/Cornea.Plots.props")
        + UsingsOf("src/Cornea.Vision/build/Cornea.Vision.props") + UsingsOf("src/Cornea.Onnx/build/Cornea.Onnx.props"));

    /// <summary>What stands before a document's lines: the variables that it takes for given.</summary>
    public static string Prelude(string name)
    {
        using Stream stream = typeof(DocumentProgram).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no prelude '{name}' in tests/Cornea.Public.Tests/Preludes.");
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The compiler's errors; null when the code is right.</summary>
    public static string? ErrorsOf(string code) => Compile(code, out string? errors) is null ? errors : null;

    /// <summary>Compiles and runs it, in a folder that goes away.</summary>
    /// <returns>What it wrote to the console.</returns>
    /// <exception cref="InvalidOperationException">It doesn't compile.</exception>
    public static string Run(string code)
    {
        byte[] program = Compile(code, out string? errors) ?? throw new InvalidOperationException($"{errors}\nin\n{code}");
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        var output = new StringWriter();
        using var folder = new TemporaryFolder();
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            Environment.CurrentDirectory = folder.Path;
            Console.SetOut(output);
            MethodInfo main = context.LoadFromStream(new MemoryStream(program)).EntryPoint!;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            return output.ToString();
        }
        catch (TargetInvocationException error)
        {
            throw new InvalidOperationException($"{error.InnerException}\nin\n{code}", error.InnerException);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
            context.Unload();
        }
    }

    private static byte[]? Compile(string code, out string? errors)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false);
        CSharpCompilation compilation = CSharpCompilation.Create($"document{Guid.NewGuid():N}", [Usings, Parse(code)], References, options);
        using var program = new MemoryStream();
        var result = compilation.Emit(program);
        errors = result.Success ? null : string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return result.Success ? program.ToArray() : null;
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest), encoding: Encoding.UTF8);

    private static string UsingsOf(string props) => string.Concat(
        XDocument.Parse(Repository.Read(props)).Descendants("Using").Select(item => item.Attribute("Alias") is { } alias
            ? $"global using {alias.Value} = {item.Attribute("Include")!.Value};\n"
            : $"global using {item.Attribute("Include")!.Value};\n"));
}
