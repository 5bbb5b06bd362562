using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>Tests that draw from the process' <see cref="RandomSeed"/>: nothing runs beside them that would draw in between.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
