namespace Cornea.Cli.Models;

/// <summary>A format of files that hold networks.</summary>
/// <param name="Name">What it's called.</param>
/// <param name="Extension">How its files' names end.</param>
/// <param name="Load">Reads a network, images channels-last.</param>
/// <param name="LoadAsStored">Reads a network whose inputs and outputs are as the file has them, so that arrays compare with those of the file's maker.</param>
/// <param name="Save">Writes a network.</param>
/// <param name="Leaves">What of a network it can't hold, for people; null for nothing.</param>
internal sealed record ModelFormat(string Name, string Extension, Func<string, Model> Load, Func<string, Model> LoadAsStored, Action<Model, string> Save, string? Leaves);
