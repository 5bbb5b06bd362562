using Cornea.Cpu;
using Xunit;

namespace Cornea.Tests.Cpu;

public sealed class AdmissionTests
{
    [Fact]
    public void NoMoreThanSoManyAreInAtATime()
    {
        var admission = new Admission(2);
        int inside = 0, most = 0, calls = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 500; round++)
            {
                admission.Enter();
                int now = Interlocked.Increment(ref inside);
                for (int seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
                Interlocked.Increment(ref calls);
                Interlocked.Decrement(ref inside);
                admission.Exit();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal(8 * 500, calls);
        Assert.InRange(most, 1, 2);
        admission.Enter();
        admission.Enter(); // Both places are free again.
    }

    [Fact]
    public void WhoCameFirstGoesFirst()
    {
        var admission = new Admission(1);
        var order = new List<int>();
        admission.Enter();
        var threads = new List<Thread>();
        for (int number = 0; number < 6; number++)
        {
            int own = number;
            var thread = new Thread(() =>
            {
                admission.Enter();
                order.Add(own);
                admission.Exit();
            });
            threads.Add(thread);
            thread.Start();
            SpinWait.SpinUntil(() => admission.Waiting == own + 1);
        }

        admission.Exit();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal(Enumerable.Range(0, 6), order);
    }
}
