namespace Cornea.Vision.Tests;

/// <summary>Tests that train by the process' seed: others would draw from it beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
