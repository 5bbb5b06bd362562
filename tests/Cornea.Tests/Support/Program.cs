namespace Cornea.Tests.Support;

/// <summary>Runs a probe where <see cref="WidthRunner"/> started this process, random programs where they are asked for, else the tests.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (WidthRunner.TryRunProbe(out int exitCode))
            return exitCode;
        if (arguments is ["programs", .. var rest])
            return Programs.ProgramRunner.Command(rest);
        // As in the entry point that xunit would generate: `dotnet test` talks to the testing platform, a person to the console runner.
        return arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework
                .RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
    }
}
