using Xunit;

namespace Cornea.Tests.Docs.Keras;

public class KerasApiTests
{
    [Fact]
    public void Print()
    {
        foreach (string stale in LeftOut.Stale(KerasCoverage.All)) Console.WriteLine($"GAP stale {stale}");
        foreach (CoveredMethod method in MethodCoverage.All)
            if ((method.Text is null || method.Missing.Count > 0) && method.Reason is null or { Length: 0 }) Console.WriteLine($"GAP method {method.Owner}.{method.Name} -> {method.Text}: {string.Join(", ", method.Missing)}");
        foreach (Covered covered in KerasCoverage.All)
        {
            if (covered.Counterpart is null && LeftOut.Reason(covered.Name) is null) Console.WriteLine($"NONE {covered.Name.Name}");
            foreach (string gap in covered.Gaps) Console.WriteLine($"GAP {covered.Name.Name} -> {covered.Counterpart!.Text}: {gap}");
        }
    }
}
