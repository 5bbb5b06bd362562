using Xunit;

namespace Cornea.Tests.Support;

/// <summary>Tests that measure or change what the whole process shares (allocation, threads): nothing runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
