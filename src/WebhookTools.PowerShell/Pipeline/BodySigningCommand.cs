using System.Management.Automation;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>What the cmdlets have in common that look at the signature of a body: where the body comes from, and what a scheme signs beside it.</summary>
public abstract class BodySigningCommand : SigningCommand
{
    private protected const string BodySet = "Body";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    private readonly RawBodyReader _reader = new();
    private bool _hasBody;

    /// <summary>The body: a string (as UTF-8), bytes, or a file from Get-Item. Bytes that are piped one by one make one body.</summary>
    [Parameter(ParameterSetName = BodySet, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Body { get; set; }

    /// <summary>Files whose bytes are the bodies; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files whose bytes are the bodies; taken as written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "InFile")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The message id, for the schemes that sign one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The address as the sender calls it, for the schemes that sign it.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The HTTP method, for the schemes that sign it. Default: POST.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "POST";

    /// <summary>The event's name, for the schemes that sign it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Event { get; set; }

    /// <summary>The body's content type, for the schemes that sign form parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>The scheme, found when the pipeline began.</summary>
    private protected SignatureScheme FoundScheme { get; private set; } = null!;

    /// <summary>The secrets, found when the pipeline began.</summary>
    private protected IReadOnlyList<WebhookSecret> FoundSecrets { get; private set; } = [];

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        FoundScheme = ReadScheme();
        FoundSecrets = ReadSecrets();
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ProcessFiles(Path.SelectMany(pattern => GetResolvedProviderPathFromPSPath(pattern, out _)));
                break;
            case LiteralPathSet:
                ProcessFiles(LiteralPath.Select(ResolvePath));
                break;
            default:
                ProcessBody();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        WebhookBody? body = _reader.Complete();
        if (body is not null)
        {
            ProcessRequest(CreateRequest(body), target: null);
        }
        else if (!_hasBody && string.Equals(ParameterSetName, BodySet, StringComparison.Ordinal) && !MyInvocation.ExpectingInput)
        {
            throw CommandErrors.BodyRequired();
        }
    }

    /// <summary>Reads the scheme, when the pipeline begins.</summary>
    private protected virtual SignatureScheme ReadScheme() => RequireScheme();

    /// <summary>Reads the secrets, when the pipeline begins.</summary>
    private protected virtual IReadOnlyList<WebhookSecret> ReadSecrets() => RequireSecrets();

    /// <summary>Takes what was piped in or given as the body where it is more than a body; false where it is not.</summary>
    private protected virtual bool TryProcessObject(object? value) => false;

    /// <summary>Signs or verifies one body.</summary>
    /// <param name="request">The body, and what the parameters say beside it.</param>
    /// <param name="target">Where the body came from, for errors.</param>
    private protected abstract void ProcessRequest(SignatureRequest request, object? target);

    /// <summary>A request with a body, and what the parameters say beside it.</summary>
    private protected SignatureRequest CreateRequest(WebhookBody body) => new()
    {
        Body = body,
        Id = Id,
        Uri = Uri,
        Method = Method.ToUpperInvariant(),
        Event = Event,
        ContentType = ContentType,
    };

    private void ProcessBody()
    {
        if (!IsGiven(nameof(Body)))
        {
            return;
        }

        _hasBody = true;
        if (TryProcessObject(Body))
        {
            return;
        }

        if (ReadOrReport(() => _reader.Add(Body), Body) is { } body)
        {
            ProcessRequest(CreateRequest(body), Body);
        }
    }

    private void ProcessFiles(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (ReadOrReport(() => WebhookBody.FromFile(path), path) is { } body)
            {
                ProcessRequest(CreateRequest(body), path);
            }
        }
    }

    private WebhookBody? ReadOrReport(Func<WebhookBody?> read, object? target)
    {
        try
        {
            return read();
        }
        catch (Core.WebhookException exception)
        {
            WriteError(ErrorRecords.Create(exception, target));
            return null;
        }
    }
}
