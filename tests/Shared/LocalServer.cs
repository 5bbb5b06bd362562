using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cornea.Testing;

/// <summary>A web server on this machine that answers every request by one function.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Action<int, HttpListenerRequest, HttpListenerResponse> _answer;

    /// <param name="answer">Gets the number of the request, from 1, and the response to fill; the response is closed afterwards.</param>
    public LocalServer(Action<int, HttpListenerResponse> answer)
        : this((number, _, response) => answer(number, response))
    {
    }

    /// <param name="answer">Gets the number of the request, from 1, the request, and the response to fill.</param>
    public LocalServer(Action<int, HttpListenerRequest, HttpListenerResponse> answer)
    {
        _answer = answer;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Task.Run(Listen);
    }

    public Uri Address { get; }

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public void Dispose() => _listener.Close();

    private async Task Listen()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // Closed.
            }

            _requests.Enqueue(context.Request.Url!.AbsolutePath);
            int number = _requests.Count;
            _ = Task.Run(() => Answer(number, context.Request, context.Response));
        }
    }

    private void Answer(int number, HttpListenerRequest request, HttpListenerResponse response)
    {
        try
        {
            _answer(number, request, response);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client has gone, or the answer broke off on purpose.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
