using System.Xml.Linq;
using Xunit;

namespace Cornea.Tests.Samples;

/// <summary>The global usings that come with the package: every namespace, and an alias for every name of two.</summary>
public class PackageUsingsTests
{
    // Those of ImplicitUsings.
    private static readonly string[] SystemNamespaces =
        ["System", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic"];

    private static readonly XElement[] Usings =
        [.. XDocument.Load(Path.Combine(Repository.Folder, "src/Cornea/build/Cornea.props")).Descendants("Using")];

    private static readonly Type[] Exported = [.. typeof(Tensor).Assembly.GetExportedTypes().Where(type => !type.IsNested)];

    [Fact]
    public void Every_namespace_is_there()
    {
        string[] opened = [.. Usings.Where(item => item.Attribute("Alias") is null).Select(item => item.Attribute("Include")!.Value)];
        Assert.Equal(Exported.Select(type => type.Namespace!).Distinct().Order(StringComparer.Ordinal), opened.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_ambiguous_name_has_an_alias()
    {
        IEnumerable<Type> system = new[] { typeof(object), typeof(Enumerable), typeof(HttpClient), typeof(LinkedList<>) }
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => !type.IsNested && SystemNamespaces.Contains(type.Namespace));
        var own = Exported.Select(type => type.Name).ToHashSet();
        string[] ambiguous = [.. Exported.Concat(system).GroupBy(type => type.Name).Where(group => group.Count() > 1).Select(group => group.Key).Where(own.Contains)];
        var aliases = Usings.Where(item => item.Attribute("Alias") is not null)
            .ToDictionary(item => item.Attribute("Alias")!.Value, item => item.Attribute("Include")!.Value);
        Assert.Empty(ambiguous.Except(aliases.Keys));
        foreach (var (alias, target) in aliases)
            Assert.True(Exported.Any(type => type.FullName == target || type.Namespace == target), $"{alias} = {target}: there is no such thing.");
    }
}
