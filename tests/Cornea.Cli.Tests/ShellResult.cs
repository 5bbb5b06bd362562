using System.Text.Json.Nodes;

namespace Cornea.Cli.Tests;

/// <summary>What a run of the command left.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error)
{
    /// <summary>The object in the last line of standard output.</summary>
    public JsonObject Json => JsonNode.Parse(Output.TrimEnd().Split('\n')[^1])!.AsObject();
}
