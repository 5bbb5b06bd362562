using Cornea.Metrics;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Pieces;

[Collection(nameof(Alone))] // The error output is the process's.
public class MetricWarningTests
{
    [Fact]
    public void Whole_counts_warn_once_of_fractional_weights()
    {
        string warning = Warnings(new MeanIoU(2), Tensor.From([0.5f, 1.5f], 2));
        Assert.Contains("MeanIoU 'mean_io_u'", warning, StringComparison.Ordinal);
        Assert.Single(warning.Split("fractions of weights")[1..]);
        Assert.Equal("", Warnings(new MeanIoU(2, dtype: "float32"), Tensor.From([0.5f, 1.5f], 2)));
        Assert.Equal("", Warnings(new MeanIoU(2), Tensor.From([1, 2], 2)));
    }

    private static string Warnings(IoU metric, Tensor weight)
    {
        TextWriter before = Console.Error;
        using var output = new StringWriter();
        try
        {
            Console.SetError(output);
            for (int update = 0; update < 2; update++) metric.UpdateState(Tensor.From([0, 1], 2), Tensor.From([0, 1], 2), weight);
        }
        finally
        {
            Console.SetError(before);
        }

        return output.ToString();
    }
}
