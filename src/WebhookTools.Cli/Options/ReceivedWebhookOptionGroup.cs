using System.CommandLine;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>A received webhook: its body, its headers, and the other parts of a request that a scheme may sign. Each may come from an option or from a capture; options take precedence.</summary>
internal sealed class ReceivedWebhookOptionGroup(CommandContext context)
{
    private readonly BodyOptionGroup _body = new(context);
    private readonly ValueListOption<KeyValuePair<string, string>> _headers = new("--header", "A header of the received request.", HeaderSyntax.Value);
    private readonly Option<string> _headersFile = OptionFactory.Text("--headers-file", "PATH", "A file with the request's headers, one 'Name: value' per line.");
    private readonly CaptureOptionGroup _capture = new(context);
    private readonly SignedRequestOptionGroup _request = new("The time to use as the current time, to verify a request that was stored. The default is the system clock.");

    public void AddTo(Command command)
    {
        command.Options.Add(_headers);
        command.Options.Add(_headersFile);
        _body.AddTo(command);
        _capture.AddTo(command);
        _request.AddTo(command);
    }

    public async Task<ReceivedWebhook> ReadAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureHeaders headers = ReadHeaders(parse);
        TimeProvider time = _request.ReadTimestamp(parse) is { } timestamp ? new FixedTimeProvider(timestamp) : context.Time;
        CapturedRequest? captured = await _capture.ReadAsync(parse, cancellationToken);
        RawBody body = captured is { Body: { } capturedBody } && !_body.IsGiven(parse)
            ? new RawBody(capturedBody)
            : await _body.ReadAsync(parse, cancellationToken);
        SignatureRequest request = _request.Read(parse, body.Body);
        if (captured is null)
        {
            return new ReceivedWebhook(request, headers, time, [], body);
        }

        AddCaptured(headers, captured);
        return new ReceivedWebhook(_request.Complete(parse, request, captured), headers, time, captured.Notes, body);
    }

    // A given header replaces the captured one.
    private static void AddCaptured(SignatureHeaders headers, CapturedRequest captured)
    {
        var given = new HashSet<string>(headers.Values.Keys, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in captured.Headers)
        {
            if (!given.Contains(name))
            {
                headers.Add(name, value);
            }
        }
    }

    private SignatureHeaders ReadHeaders(ParseResult parse)
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in _headers.Read(parse))
        {
            headers.Add(name, value);
        }

        if (parse.GetValue(_headersFile) is { } path)
        {
            foreach ((string name, string value) in HeaderFile.Read(path))
            {
                headers.Add(name, value);
            }
        }

        return headers;
    }

    private sealed class FixedTimeProvider(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.ToUniversalTime();
    }
}

/// <summary>A received webhook, assembled from options, files and a capture.</summary>
/// <param name="Time">The clock to verify timestamps with.</param>
/// <param name="Notes">Notes about missing parts of the capture and the assumptions made.</param>
internal sealed record ReceivedWebhook(SignatureRequest Request, SignatureHeaders Headers, TimeProvider Time, IReadOnlyList<string> Notes, RawBody Body) : IDisposable
{
    public void Dispose() => Body.Dispose();
}
