using System.Runtime.ExceptionServices;
using System.Runtime.Versioning;

namespace Cornea.Data;

/// <summary>Elements made ahead by threads in the background, and given in order: never more than so many wait.</summary>
/// <param name="open">Opens the tokens' sequence, on a thread of the queue. They are pulled one after the other, whoever makes them.</param>
/// <param name="load">Makes what a token stands for; by several threads at once, if there are several.</param>
/// <param name="threads">How many threads make elements.</param>
/// <param name="capacity">How many elements may be made or in the making.</param>
[UnsupportedOSPlatform("browser")]
internal sealed class AheadQueue(Func<IEnumerator<Token>> open, Func<Token, Token> load, int threads, int capacity)
{
    private readonly object _guard = new(); // Monitor's, for its waiting.
    private readonly Lock _pulling = new();
    private readonly Place[] _places = new Place[capacity];
    private IEnumerator<Token>? _source;
    private long _pulled;
    private long _taken;
    private bool _isStarted;
    private bool _isFinished;
    private bool _isStopped;

    /// <summary>The next element; false at the end. Waits for it.</summary>
    /// <exception cref="Exception">What was thrown in making it.</exception>
    public bool TryNext(out Token token)
    {
        lock (_guard)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                for (int i = 0; i < threads; i++) new Thread(Make) { IsBackground = true, Name = "Cornea pipeline" }.Start();
            }

            while (_taken < _pulled ? !_places[_taken % capacity].IsMade : !_isFinished) Monitor.Wait(_guard);
            token = default;
            if (_taken == _pulled) return false;
            Place place = _places[_taken % capacity];
            _places[_taken++ % capacity] = default;
            Monitor.PulseAll(_guard);
            place.Failure?.Throw();
            token = place.Token;
            return true;
        }
    }

    /// <summary>No more is wanted: the threads end.</summary>
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
        while (TryPull(out long number, out Token token))
        {
            Place made;
            try
            {
                made = new Place(load(token), null);
            }
            catch (Exception e)
            {
                // Whatever it is, it is thrown again where the element is asked for.
                made = new Place(default, ExceptionDispatchInfo.Capture(e));
            }

            lock (_guard)
            {
                _places[number % capacity] = made;
                _isFinished |= made.Failure is not null;
                Monitor.PulseAll(_guard);
            }
        }
    }

    private bool TryPull(out long number, out Token token)
    {
        lock (_pulling)
        {
            (number, token) = (-1, default);
            bool isThere = false;
            ExceptionDispatchInfo? failure = null;
            if (WaitForRoom())
            {
                try
                {
                    _source ??= open();
                    isThere = _source.MoveNext();
                    if (isThere) token = _source.Current;
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            }

            lock (_guard)
            {
                if (isThere)
                {
                    number = _pulled++;
                    return true;
                }

                if (failure is not null) _places[_pulled++ % capacity] = new Place(default, failure);
                _isFinished = true;
                Monitor.PulseAll(_guard);
            }

            _source?.Dispose();
            _source = null;
            return false;
        }
    }

    // Before an element is made, so that there is no more memory in use than that of the elements that wait and one besides.
    private bool WaitForRoom()
    {
        lock (_guard)
        {
            while (_pulled - _taken >= capacity && !_isStopped && !_isFinished) Monitor.Wait(_guard);
            return !_isStopped && !_isFinished;
        }
    }

    private readonly record struct Place(Token Token, ExceptionDispatchInfo? Failure)
    {
        public bool IsMade { get; } = true;
    }
}
