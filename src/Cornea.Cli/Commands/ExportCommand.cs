using System.CommandLine;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Files;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea export</c>: a network as the program that builds it.</summary>
internal static class ExportCommand
{
    private const string Examples = """
        Examples:
          cornea export --csharp model.keras                        the C# that builds the network, on the screen
          cornea export --csharp model.keras --output Cats.cs       as a file with a class Cats, whose Build() gives the network
        """;

    public static Command Create()
    {
        Argument<string> file = FileArguments.Model();
        var csharp = new Option<bool>("--csharp") { Description = "Writes C#, the one language there is." };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; its name becomes the class'. Without it the text goes to the screen.", HelpName = "file" };
        var command = new TeachingCommand("export", "Writes the program that builds a network; its weights stay in the network's file.", Examples) { file, csharp, output };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(csharp)) result.AddError("export: say in which language; there is --csharp.");
        });
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(output)));
        return command;
    }

    private static int Run(string path, string? output)
    {
        string code = SavedModel.Load(path).ToCSharp(ClassName(output ?? path));
        if (output is null)
        {
            Console.Out.Write(code);
            return ExitCode.Success;
        }

        AtomicFile.Write(output, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(code)));
        Screen.Create().Line($"Saved {output}: {ClassName(output)}.Build() gives the network, and LoadWeights(\"{Path.GetFileName(path)}\") its weights.");
        return ExitCode.Success;
    }

    // cats-and-dogs.keras: CatsAndDogs.
    private static string ClassName(string path)
    {
        string[] words = [.. new string([.. Path.GetFileName(path).TakeWhile(letter => letter != '.').Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length == 0 || name == "Model" ? "Network" : char.IsAsciiLetter(name[0]) ? name : $"Network{name}";
    }
}
