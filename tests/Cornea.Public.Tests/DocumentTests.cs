using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Cornea.Public.Tests;

/// <summary>Whatever a document shows as C# compiles and runs as it stands.</summary>
/// <remarks>
/// Blocks (```csharp) of README, CHANGELOG, CONTRIBUTING, docs/ and the examples of the XML documentation are programs; what a page takes for given stands in
/// Preludes/, named by a line <c>&lt;!-- given: name --&gt;</c> above the block. In README and CHANGELOG short code in the text counts too: names are
/// public names, everything with brackets is compiled and run after Preludes/text.cs.
/// </remarks>
public sealed class DocumentTests
{
    private static readonly Regex Block = new("(<!-- given: (?<given>[a-z]+) -->\n+)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline);
    private static readonly Regex Fence = new("```.*?```", RegexOptions.Singleline);
    private static readonly Regex Inline = new("`(?<code>[^`\n]+)`");
    private static readonly Regex Name = new(@"^[A-Z]\w*(\.[A-Z]\w*)*$");
    private static readonly string[] OtherWords = ["cornea ", "dotnet ", "CORNEA_", "DOTNET_", "NO_COLOR", "TERM=", "Ilc", "#:", "--", "<", "x86-64", "tests/", "benchmarks/"];

    public static TheoryData<string> Documents =>
        [.. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md" }.Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Blocks_run(string document)
    {
        foreach (Match block in Block.Matches(Repository.Read(document)))
        {
            string given = block.Groups["given"] is { Success: true, Value: var name } ? DocumentProgram.Prelude(name) : "";
            DocumentProgram.Run(given + block.Groups["code"].Value);
        }
    }

    [Fact]
    public void The_readme_s_program_learns() =>
        Assert.Matches(@"test loss 0\.\d{4}, accuracy 0\.9[3-9]", DocumentProgram.Run(Block.Match(Repository.Read("README.md")).Groups["code"].Value));

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    public void Short_code_in_the_text_is_right(string document)
    {
        string text = Fence.Replace(Repository.Read(document), "");
        string given = DocumentProgram.Prelude("text");
        HashSet<string> names = PublicNames();
        var wrong = new List<string>();
        foreach (string code in Inline.Matches(text).Select(match => match.Groups["code"].Value).Distinct())
        {
            if (OtherWords.Any(word => code.StartsWith(word, StringComparison.Ordinal))) continue;
            if (Name.IsMatch(code))
            {
                if (!names.Contains(code)) wrong.Add($"`{code}`: there is no such public name.");
            }
            else if (code.IndexOfAny(['(', '[', '{']) >= 0)
            {
                string statement = $"{given}\n{code};\n", value = $"{given}\n_ = {code};\n";
                string program = DocumentProgram.ErrorsOf(statement) is null ? statement : value;
                if (DocumentProgram.ErrorsOf(program) is { } errors) wrong.Add($"`{code}`: {errors}");
                else DocumentProgram.Run(program);
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Examples_of_the_XML_documentation_run()
    {
        foreach (Assembly assembly in Assemblies)
        {
            XDocument documentation = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
            Assert.NotEmpty(documentation.Descendants("summary"));
            foreach (XElement code in documentation.Descendants("example").Descendants("code")) DocumentProgram.Run(code.Value);
        }
    }

    private static IEnumerable<Assembly> Assemblies => [typeof(Tensor).Assembly, typeof(Plots.Charts).Assembly, typeof(Vision.Boxes).Assembly, typeof(Onnx.Onnx).Assembly];

    // Types, their members, "Type.Member", "Namespace" and "Namespace.Type" as the aliases write them.
    private static HashSet<string> PublicNames()
    {
        HashSet<string> names = [.. typeof(object).Assembly.GetExportedTypes().Select(type => type.Name)]; // .NET's own, such as exceptions.
        foreach (Type type in Assemblies.SelectMany(assembly => assembly.GetExportedTypes()))
        {
            string name = type.Name.Split('`')[0];
            names.Add(name);
            names.Add(type.Namespace!);
            names.Add($"{type.Namespace!.Split('.')[^1]}.{name}");
            foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance))
            {
                if (member is MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } or FieldInfo { IsPublic: false }) continue;
                names.Add(member.Name);
                names.Add($"{name}.{member.Name}");
            }
        }

        return names;
    }
}
