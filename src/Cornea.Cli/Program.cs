using Cornea.Cli;

return CommandLine.Run(args);
