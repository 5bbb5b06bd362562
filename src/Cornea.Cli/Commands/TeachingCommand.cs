using System.CommandLine;

namespace Cornea.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class TeachingCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>Printed below the help.</summary>
    public string Examples { get; } = examples;
}
