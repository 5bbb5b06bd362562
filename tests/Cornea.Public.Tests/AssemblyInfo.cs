using Xunit.v3;

// Programs of documents write to the console and into the current folder: one at a time.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
