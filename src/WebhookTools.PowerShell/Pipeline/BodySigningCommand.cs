using System.Management.Automation;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>The base of the cmdlets that sign or verify a body: the parameters for the body and for what a scheme signs in addition.</summary>
public abstract class BodySigningCommand : SigningCommand
{
    private protected const string BodySet = "Body";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    private readonly RawBodyReader _reader = new();
    private bool _hasBody;

    /// <summary>The body: a string (encoded as UTF-8), bytes, or a file from Get-Item. Bytes that are piped one by one form one body.</summary>
    [Parameter(ParameterSetName = BodySet, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Body { get; set; }

    /// <summary>The files to use as bodies. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files to use as bodies. Wildcards are not expanded.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "InFile")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The message id, for the schemes that sign one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The URI that the sender posts to, for the schemes that sign it.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The HTTP method, for the schemes that sign it. The default is POST.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "POST";

    /// <summary>The event name, for the schemes that sign it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Event { get; set; }

    /// <summary>The content type of the body, for the schemes that sign form parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>The scheme, available after <see cref="OnBegin"/>.</summary>
    private protected SignatureScheme FoundScheme { get; private set; } = null!;

    /// <summary>The secrets, available after <see cref="OnBegin"/>.</summary>
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

    private protected virtual SignatureScheme ReadScheme() => RequireScheme();

    private protected virtual IReadOnlyList<WebhookSecret> ReadSecrets() => RequireSecrets();

    /// <summary>Processes an input object that is more than a body, such as a captured request. Returns false for any other object.</summary>
    private protected virtual bool TryProcessObject(object? value) => false;

    /// <summary>Signs or verifies one body.</summary>
    /// <param name="request">The body and the values of the other parameters.</param>
    /// <param name="target">The source of the body, for error records.</param>
    private protected abstract void ProcessRequest(SignatureRequest request, object? target);

    /// <summary>Creates a request from a body and the other parameters.</summary>
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
