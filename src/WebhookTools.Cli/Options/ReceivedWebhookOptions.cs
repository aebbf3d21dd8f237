using System.CommandLine;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>A received webhook: its body, its headers, and what else a scheme may sign; or a capture of all that.</summary>
internal sealed class ReceivedWebhookOptions(Shell shell)
{
    private readonly BodySource _body = new(shell);
    private readonly HeaderOptions _headers = new("A header of the request as it was received.");
    private readonly Option<string> _headersFile = OptionFactory.Text("--headers-file", "PATH", "A file with the request's headers, one 'Name: value' per line.");
    private readonly CaptureOptions _capture = new(shell);
    private readonly SignedRequestOptions _request = new("The time to take for the present, to look at a request that was kept; the clock's by default.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        _headers.AddTo(command);
        command.Options.Add(_headersFile);
        _body.AddTo(command);
        _capture.AddTo(command);
        _request.AddTo(command);
    }

    /// <summary>Reads the webhook. What an option says goes before what the capture says.</summary>
    public ReceivedWebhook Read(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureHeaders headers = ReadHeaders(parse);
        TimeProvider present = _request.ReadTimestamp(parse) is { } time ? new FixedTimeProvider(time) : shell.Time;
        CapturedRequest? captured = _capture.Read(parse, cancellationToken);
        if (captured is { Body: { } capturedBody } && !_body.IsGiven(parse))
        {
            return Complete(capturedBody, body: null);
        }

        RawBody body = _body.Read(parse, cancellationToken);
        return Complete(body.Body, body);

        ReceivedWebhook Complete(WebhookBody received, RawBody? body)
        {
            SignatureRequest request = _request.Read(parse, received);
            if (captured is null)
            {
                return new ReceivedWebhook(request, headers, present, [], body);
            }

            AddCaptured(headers, captured);
            return new ReceivedWebhook(_request.Complete(parse, request, captured), headers, present, captured.Notes, body);
        }
    }

    /// <summary>Adds the captured headers; one that was given stands for the captured one.</summary>
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
}
