using System.Text;

namespace Cornea.Tests.Docs.Keras;

/// <summary>docs/keras.md: every public name of Keras, and what Cornea has for it.</summary>
internal static class KerasPage
{
    public static string Text()
    {
        var page = new StringBuilder();
        page.Append("""
            # Keras' names in Cornea
            Every public name of Keras 3.15 with its counterpart. This page is made by the tests (`CORNEA_UPDATE_DOCS=1`) from the code and
            tests/Cornea.Tests/Docs/Keras/keras_api.json; a test fails where a counterpart lacks an argument, or has another default, without a
            reason given here, and where a name is neither here nor left out for a reason. Arguments are Keras' in .NET's casing.

            """.ReplaceLineEndings("\n"));
        int there = KerasCoverage.All.Count(covered => covered.Counterpart is not null);
        page.Append($"\n{there} of {KerasCoverage.All.Count} names have a counterpart; {KerasCoverage.All.Count - there} are left out.\n");
        foreach (IGrouping<string, Covered> module in KerasCoverage.All.GroupBy(covered => covered.Name.Module))
        {
            page.Append($"\n## {module.Key}\n| Keras | Cornea | without |\n|---|---|---|\n");
            foreach (Covered covered in module) page.Append($"| {covered.Name.Last} | {Cell(covered)} | {Without(covered)} |\n");
        }

        page.Append("\n## Methods\n| Keras | Cornea | without |\n|---|---|---|\n");
        foreach (CoveredMethod method in MethodCoverage.All)
            page.Append($"| {method.Owner}.{method.Name} | {(method.Text is { } text ? $"`{text}`" : "–")} | {method.Reason} |\n");
        page.Append("\n## Other names\nWhere a name isn't Keras' in .NET's casing, and why.\n\n| Keras | Cornea | why |\n|---|---|---|\n");
        foreach ((string keras, string cornea, string reason) in Renamed.All) page.Append($"| {keras} | `{cornea}` | {reason} |\n");
        return page.ToString();
    }

    private static string Cell(Covered covered) => covered.Counterpart is { } counterpart ? $"`{counterpart.Text}`" : "–";

    private static string Without(Covered covered) => covered.Counterpart is null
        ? LeftOut.Reason(covered.Name) ?? string.Empty
        : string.Join("; ", covered.LeftOut.Select(argument => (Argument: argument, Reason: LeftOut.Reason(covered.Name, argument)))
            .GroupBy(pair => pair.Reason)
            .Select(group => $"{string.Join(", ", group.Select(pair => $"`{pair.Argument}`"))}: {group.Key}"));
}
