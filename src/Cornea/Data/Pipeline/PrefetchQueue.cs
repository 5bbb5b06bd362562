using System.Runtime.ExceptionServices;

namespace Cornea.Data;

/// <summary>Elements between the thread that makes them and the one that uses them: never more than so many wait.</summary>
/// <param name="elements">Gone through once, by the thread in the background.</param>
/// <param name="capacity">How many may wait.</param>
internal sealed class PrefetchQueue(IEnumerable<Element> elements, int capacity)
{
    private readonly object _guard = new(); // Monitor's, for its waiting.
    private readonly Queue<Element> _made = new();
    private ExceptionDispatchInfo? _failure;
    private bool _isStarted;
    private bool _isFinished;
    private bool _isStopped;

    /// <summary>The next element; null at the end. Waits for it.</summary>
    /// <exception cref="Exception">What was thrown in making it.</exception>
    public Element? Next()
    {
        lock (_guard)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                new Thread(Make) { IsBackground = true, Name = "Cornea prefetch" }.Start();
            }

            while (_made.Count == 0 && !_isFinished) Monitor.Wait(_guard);
            if (_made.TryDequeue(out Element? element))
            {
                Monitor.PulseAll(_guard);
                return element;
            }

            _failure?.Throw();
            return null;
        }
    }

    /// <summary>No more is wanted: the thread ends.</summary>
    public void Stop()
    {
        lock (_guard)
        {
            _isStopped = true;
            Monitor.PulseAll(_guard);
        }
    }

    private void Make()
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            if (WaitForRoom())
            {
                foreach (Element element in elements)
                {
                    lock (_guard)
                    {
                        _made.Enqueue(element);
                        Monitor.PulseAll(_guard);
                    }

                    if (!WaitForRoom()) break;
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it is, it is thrown again where the element is asked for.
            failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_guard)
        {
            (_failure, _isFinished) = (failure, true);
            Monitor.PulseAll(_guard);
        }
    }

    // Before an element is made, so that there is no more memory in use than that of the elements that wait and one besides.
    private bool WaitForRoom()
    {
        lock (_guard)
        {
            while (_made.Count >= capacity && !_isStopped) Monitor.Wait(_guard);
            return !_isStopped;
        }
    }
}
