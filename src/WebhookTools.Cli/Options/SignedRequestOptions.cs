using System.CommandLine;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>What a scheme may sign of a request besides its body.</summary>
internal sealed class SignedRequestOptions
{
    private readonly Option<string> _id = OptionFactory.Text("--id", "ID", "The message id, for the schemes that sign one.");
    private readonly ValueOption<DateTimeOffset> _timestamp;
    private readonly ValueOption<Uri> _uri = new("--uri", "The address as the sender calls it, for the schemes that sign it.", AddressSyntax.Web);
    private readonly Option<string> _method = OptionFactory.Text("--method", "METHOD", "The HTTP method, for the schemes that sign it; POST by default.");
    private readonly Option<string> _event = OptionFactory.Text("--event", "NAME", "The event's name, for the scheme that signs it.");
    private readonly Option<string> _contentType = OptionFactory.Text("--content-type", "TYPE", "The body's content type, for the schemes that sign form parameters.");

    /// <summary>Creates the options.</summary>
    /// <param name="timestampDescription">What the time means to the verb.</param>
    public SignedRequestOptions(string timestampDescription)
    {
        _timestamp = new ValueOption<DateTimeOffset>("--timestamp", timestampDescription, TimeSyntax.Signed);
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => command.AddRange(_id, _timestamp, _uri, _method, _event, _contentType);

    /// <summary>The time that was given, or null.</summary>
    public DateTimeOffset? ReadTimestamp(ParseResult parse) => _timestamp.TryRead(parse, out DateTimeOffset timestamp) ? timestamp : null;

    /// <summary>The request with its body.</summary>
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

    /// <summary>The same request, with what a capture says of it where no option does.</summary>
    public SignatureRequest Complete(ParseResult parse, SignatureRequest request, CapturedRequest captured) => request with
    {
        Uri = request.Uri ?? captured.Uri,
        Method = parse.GetValue(_method) is null ? captured.Method : request.Method,
        ContentType = request.ContentType ?? (captured.TryGetHeader("Content-Type", out string contentType) ? contentType : null),
    };
}
