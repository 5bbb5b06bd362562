using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cornea.Callbacks;

/// <summary>Sends the logs of each epoch to a server by HTTP POST.</summary>
/// <param name="root">The server.</param>
/// <param name="path">The path on it.</param>
/// <param name="field">The field of the form that holds the JSON.</param>
/// <param name="headers">Headers to send along.</param>
/// <param name="sendAsJson">Whether the JSON itself is the body; else it stands in a form.</param>
/// <remarks>A server that can't be reached is warned of, and training goes on. Source: Keras 3, RemoteMonitor.</remarks>
public sealed class RemoteMonitor(
    string root = "http://localhost:9000", string path = "/publish/epoch/end/", string field = "data", IReadOnlyDictionary<string, string>? headers = null,
    bool sendAsJson = false) : Callback
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string json = Json(epoch, logs);
        using var request = new HttpRequestMessage(HttpMethod.Post, root + path)
        {
            Content = sendAsJson
                ? new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"))
                : new FormUrlEncodedContent([KeyValuePair.Create(field, json)]),
        };
        foreach ((string name, string value) in headers ?? new Dictionary<string, string>()) request.Headers.TryAddWithoutValidation(name, value);
        if (OperatingSystem.IsBrowser())
        {
            Console.Error.WriteLine($"RemoteMonitor: nothing is sent to {root}: in a browser there is no thread that could wait for the answer.");
            return;
        }

        try
        {
            using HttpResponseMessage response = Client.Send(request);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Console.Error.WriteLine($"RemoteMonitor: could not reach {root}: {error.Message}");
        }
    }

    // NaN and infinities as Python's json writes them, which JSON itself doesn't know.
    private static string Json(int epoch, Logs logs)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"epoch\": {epoch}");
        foreach (StepValue value in logs.All)
        {
            string number = value.Vector is { } vector ? $"[{string.Join(", ", vector.Select(Number))}]" : Number(value.Value);
            text.Append(CultureInfo.InvariantCulture, $", \"{JsonEncodedText.Encode(value.Name)}\": {number}");
        }

        return text.Append('}').ToString();
    }

    private static string Number(double value) => double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
