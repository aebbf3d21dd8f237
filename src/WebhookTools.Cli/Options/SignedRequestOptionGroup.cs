using System.CommandLine;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>The parts of a request, besides its body, that a scheme may sign.</summary>
internal sealed class SignedRequestOptionGroup
{
    private readonly Option<string> _id = OptionFactory.Text("--id", "ID", "The message id, for schemes that sign one.");
    private readonly ValueOption<DateTimeOffset> _timestamp;
    private readonly ValueOption<Uri> _uri = new("--uri", "The address as the sender requests it, for schemes that sign it.", AddressSyntax.Web);
    private readonly Option<string> _method = OptionFactory.Text("--method", "METHOD", "The HTTP method, for schemes that sign it. The default is POST.");
    private readonly Option<string> _event = OptionFactory.Text("--event", "NAME", "The event name, for schemes that sign it.");
    private readonly Option<string> _contentType = OptionFactory.Text("--content-type", "TYPE", "The body's content type, for schemes that sign form parameters.");

    public SignedRequestOptionGroup(string timestampDescription) => _timestamp = new("--timestamp", timestampDescription, TimeSyntax.Signed);

    public void AddTo(Command command) => command.AddRange(_id, _timestamp, _uri, _method, _event, _contentType);

    public DateTimeOffset? ReadTimestamp(ParseResult parse) => _timestamp.TryRead(parse, out DateTimeOffset timestamp) ? timestamp : null;

    public SignatureRequest Read(ParseResult parse, WebhookBody body) => new()
    {
        Body = body,
        Id = parse.GetValue(_id),
        Timestamp = ReadTimestamp(parse),
        Uri = _uri.TryRead(parse, out Uri? uri) ? uri : null,
        Method = parse.GetValue(_method)?.ToUpperInvariant() ?? "POST",
        Event = parse.GetValue(_event),
        ContentType = parse.GetValue(_contentType),
    };

    /// <summary>Fills in the parts that are not given as options from a capture.</summary>
    public SignatureRequest Complete(ParseResult parse, SignatureRequest request, CapturedRequest captured) => request with
    {
        Uri = request.Uri ?? captured.Uri,
        Method = parse.GetValue(_method) is null ? captured.Method : request.Method,
        ContentType = request.ContentType ?? (captured.TryGetHeader("Content-Type", out string contentType) ? contentType : null),
    };
}
