namespace Cornea.Onnx.Tests.Nodes;

/// <summary>The official tests of ONNX' operators, of Debian's package libonnx-testdata.</summary>
public sealed class NodeTests
{
    private const string Usual = "/usr/share/libonnx-testdata/data/node";
    private const double Least = 0.97;

    private static string Folder => Environment.GetEnvironmentVariable("CORNEA_ONNX_NODE_TESTS") is { Length: > 0 } folder ? folder : Usual;

    [Fact]
    public void Nearly_all_in_scope_pass()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There are no official tests at {Folder}; Debian has them as libonnx-testdata.");
        var report = new List<string>();
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (int passed, int failed) = (0, 0);
        foreach (string folder in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal))
        {
            var test = new NodeTest(folder);
            if (test.OutOfScope() is { } reason)
            {
                left[reason] = left.GetValueOrDefault(reason) + 1;
                continue;
            }

            string? failure = FailureOf(test);
            if (failure is null)
            {
                passed++;
            }
            else
            {
                failed++;
                report.Add($"FAILED {test.Name}: {failure}");
            }
        }

        foreach ((string reason, int count) in left) report.Add($"not in scope, {count}: {reason}");
        report.Add($"{passed} passed, {failed} failed");
        if (Environment.GetEnvironmentVariable("CORNEA_ONNX_NODE_REPORT") is { Length: > 0 } file) File.WriteAllLines(file, report);
        Assert.True(passed >= Least * (passed + failed), string.Join('\n', report));
    }

    private static string? FailureOf(NodeTest test)
    {
        try
        {
            return test.Failure();
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}{Environment.NewLine}{error.StackTrace}"; // A failure of this test, not the end of the run.
        }
    }
}
