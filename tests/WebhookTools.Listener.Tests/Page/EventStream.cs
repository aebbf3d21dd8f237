namespace WebhookTools.Listener.Tests.Page;

/// <summary>Reads server-sent events, as a browser does.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _reader = new StreamReader(stream);
    }

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public HttpResponseMessage Response => _response;

    public static async Task<EventStream> OpenAsync(HttpClient client)
    {
        HttpResponseMessage response = await client.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead, Canceled);
        return new EventStream(response, await response.Content.ReadAsStreamAsync(Canceled));
    }

    /// <summary>Returns the name and data of the next event, or null at the end. The name of a comment is empty.</summary>
    public async Task<(string Name, string Data)?> NextAsync()
    {
        string name = string.Empty;
        string data = string.Empty;
        bool isComment = false;
        while (await _reader.ReadLineAsync(Canceled) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data = line[5..].TrimStart();
            }
            else if (line.StartsWith(':'))
            {
                isComment = true;
            }
            else if (line.Length == 0 && (name.Length > 0 || isComment))
            {
                return (name, data);
            }
        }

        return null;
    }

    /// <summary>Returns the data of the next event with a name, and skips others.</summary>
    public async Task<string> NextAsync(string name)
    {
        while (await NextAsync() is { } next)
        {
            if (string.Equals(next.Name, name, StringComparison.Ordinal))
            {
                return next.Data;
            }
        }

        throw new InvalidOperationException($"The stream ended before an event '{name}'.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
