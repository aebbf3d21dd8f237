using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Sends objects, JSON or raw bodies to a webhook receiver, with signatures and retries.</summary>
[Cmdlet(VerbsCommunications.Send, "Webhook", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(WebhookResult))]
public sealed class SendWebhookCommand : SigningCommand
{
    private const string ObjectSet = "Object";
    private const string FileSet = "File";
    private const string RequestSet = "Request";
    private const string RequestPathSet = "RequestPath";
    private const double LongestSeconds = 86_400;
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long deliveries may go on after the pipeline was broken off.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _resent = new(StringComparer.Ordinal);
    private readonly List<PendingDelivery> _pending = [];
    private PayloadReader _reader = null!;
    private DeliveryOptions _options = null!;
    private DeliveryProgress _progress = null!;
    private bool _callsShouldProcess;
    private long _sent;

    /// <summary>The URI of the receiver: absolute, http or https.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>The object to send. A string or bytes are sent byte for byte. For an alert of Receive-Webhook or Get-WebhookAlert, the request that it arrived in is sent again. Any other object is sent as JSON.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Body")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The file to send, streamed byte for byte. With -Flatten, -OmitNull or -AsArray, the JSON values in the file (one, or one per line) are sent one by one.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string InFile { get; set; } = null!;

    /// <summary>A file with a captured request to send again, byte for byte with its headers: a raw HTTP request, the output of curl --trace, an HTTP archive (HAR), or a line of a listener's journal. With -Scheme and -Secret it is signed anew.</summary>
    [Parameter(ParameterSetName = RequestPathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string RequestPath { get; set; } = null!;

    /// <summary>The text of a captured request, in any format that -RequestPath accepts. Several strings are the lines of one request.</summary>
    [Parameter(ParameterSetName = RequestSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Request { get; set; } = [];

    /// <summary>The index, from 0, of the request to send if the capture contains several.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = RequestPathSet)]
    [ValidateRange(0, int.MaxValue)]
    public int? RequestIndex { get; set; }

    /// <summary>The HTTP method. The default is POST.</summary>
    [Parameter]
    [ValidateSet("POST", "PUT", "PATCH", "DELETE", "GET")]
    public string Method { get; set; } = "POST";

    /// <summary>Additional headers. A value is one string or several.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>The content type of the body. The default is application/json.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ContentType { get; set; } = "application/json";

    /// <summary>The message id, which is the same for all attempts. It can be used for one webhook only. By default, the scheme creates an id if it signs one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The event name, for the schemes that sign it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Event { get; set; }

    /// <summary>Flattens the JSON to one level of dotted keys: {"disk":{"used":1}} becomes {"disk.used":1}. A string or a file is read as JSON.</summary>
    [Parameter]
    public SwitchParameter Flatten { get; set; }

    /// <summary>Omits members that are null, at every level. A string or a file is read as JSON.</summary>
    [Parameter]
    public SwitchParameter OmitNull { get; set; }

    /// <summary>Sends JSON arrays instead of individual values. A string or a file is read as JSON.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <summary>With -AsArray, the maximum number of items in an array. The default, 0, sends all items in one array.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>With -Flatten, the separator between the segments of a key. The default is a dot.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Separator { get; set; } = ".";

    /// <summary>With -Flatten, the member of a nested object whose value becomes a segment of the key. The default is name. An empty string disables the rule.</summary>
    [Parameter]
    [AllowEmptyString]
    public string NameKey { get; set; } = "name";

    /// <summary>The maximum nesting depth of an object, 1 to 1000. A deeper object is an error; it is never truncated. The default is 64.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 64;

    /// <summary>The authentication method: None, Basic (with -Credential) or Bearer (with -Token). By default, it follows from the parameters that are specified.</summary>
    [Parameter]
    public AuthenticationKind Authentication { get; set; }

    /// <summary>The bearer token, as a string or a SecureString.</summary>
    [Parameter]
    public Secret? Token { get; set; }

    /// <summary>The user name and password for basic authentication.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The timeout of one attempt in seconds, 0.001 to 86400. The default is 30.</summary>
    [Parameter]
    [ValidateRange(0.001, LongestSeconds)]
    public double TimeoutSec { get; set; } = 30;

    /// <summary>The maximum number of retries after the first attempt, 0 to 100. The default is 3.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>The base of the exponential backoff in seconds, 0 to 86400. The upper bound of the delay doubles with each attempt, up to 30 seconds, and the actual delay is a random part of it. The default is 1.</summary>
    [Parameter]
    [ValidateRange(0.0, LongestSeconds)]
    public double RetryIntervalSec { get; set; } = 1;

    /// <summary>The maximum Retry-After in seconds that is honored, 0 to 86400. A longer one ends the delivery. The default is 300.</summary>
    [Parameter]
    [ValidateRange(0.0, LongestSeconds)]
    public double MaximumRetryDelaySec { get; set; } = 300;

    /// <summary>The maximum number of 307 and 308 redirects to follow, 0 to 50. The default is 0. Redirects by 301, 302 and 303 are never followed, because they turn a POST into an empty GET.</summary>
    [Parameter]
    [ValidateRange(0, 50)]
    public int MaximumRedirection { get; set; }

    /// <summary>Accepts any certificate of the receiver.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The client certificate with its private key.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The address of the proxy. The default is the system's proxy.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The user name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Uses no proxy, not even the system's.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>The HTTP version, 1.1 or 2.0. The default is 2.0 over TLS if the receiver supports it, otherwise 1.1.</summary>
    [Parameter]
    [ValidateNotNull]
    public Version? HttpVersion { get; set; }

    /// <summary>A regular expression that ignores case. A 2xx response whose body matches it is a failure.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailOnBody { get; set; }

    /// <summary>A regular expression that ignores case. A 2xx response whose body does not match it is a failure.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SuccessBody { get; set; }

    /// <summary>The maximum number of webhooks that are sent at the same time, 1 to 256. The default, 1, keeps their order.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Returns a result for each webhook, whether it was delivered or not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _options = CreateOptions();
        _options.Validate();
        _reader = new PayloadReader(
            new PayloadOptions { Flatten = Flatten, OmitNull = OmitNull, Separator = Separator, NameKey = NameKey, MaximumDepth = Depth },
            AsArray,
            BatchSize);
        _callsShouldProcess = IsVerbose || MayPrompt;
        _progress = new DeliveryProgress(this, Post, IsVerbose);
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (ParameterSetName)
        {
            case FileSet:
                ProcessFile(ResolvePath(InFile));
                break;
            case RequestSet:
                SendAgain(CapturedRequestParser.Parse(string.Join('\n', Request), RequestIndex), target: null);
                break;
            case RequestPathSet:
                SendAgain(CapturedRequestParser.ParseFile(ResolvePath(RequestPath), RequestIndex), RequestPath);
                break;
            default:
                ProcessObject();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_reader.Complete() is { } rest)
        {
            Deliver(rest, target: null, _options);
        }

        ReportUntil(0);
        _progress.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Pending input is still sent if another command stops the pipeline, but not after Ctrl+C.
        if (disposing && _pending.Count > 0 && !StoppingToken.IsCancellationRequested)
        {
            AwaitRunning(Grace);
        }

        base.Dispose(disposing);
    }

    private DeliveryOptions CreateOptions() => new()
    {
        Uri = Uri,
        Method = Method.ToUpperInvariant(),
        ContentType = ContentType,
        Headers = [.. DictionaryReader.Read(Headers)],
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        Retry = RetryOptions.Default with
        {
            MaximumRetryCount = MaximumRetryCount,
            BaseDelay = TimeSpan.FromSeconds(RetryIntervalSec),
            MaximumRetryDelay = TimeSpan.FromSeconds(MaximumRetryDelaySec),
        },
        Credential = CreateCredential(),
        Connection = new ConnectionOptions
        {
            SkipCertificateCheck = SkipCertificateCheck,
            Proxy = Proxy,
            ProxyCredential = ProxyCredential?.GetNetworkCredential(),
            NoProxy = NoProxy,
            ClientCertificate = Certificate,
            HttpVersion = HttpVersion,
        },
        Signing = FindScheme() is { } scheme
            ? new SigningOptions { Scheme = scheme, Secrets = RequireSecrets(), Options = CreateSignatureOptions() }
            : null,
        MaximumRedirection = MaximumRedirection,
        FailOnBody = CreatePattern(nameof(FailOnBody), FailOnBody),
        SuccessBody = CreatePattern(nameof(SuccessBody), SuccessBody),
        Id = Id,
        Event = Event,
    };

    private DeliveryCredential? CreateCredential()
    {
        bool isSaid = IsGiven(nameof(Authentication));
        bool hasToken = IsGiven(nameof(Token));
        bool hasCredential = IsGiven(nameof(Credential));
        if (!isSaid && hasToken && hasCredential)
        {
            throw CommandErrors.AuthenticationAmbiguous();
        }

        AuthenticationKind kind = isSaid ? Authentication
            : hasToken ? AuthenticationKind.Bearer
            : hasCredential ? AuthenticationKind.Basic
            : AuthenticationKind.None;
        switch (kind)
        {
            case AuthenticationKind.Bearer:
                return DeliveryCredential.Bearer(SecretReader.Convert(Token ?? throw CommandErrors.BearerNeedsToken()));
            case AuthenticationKind.Basic:
                NetworkCredential credential = (Credential ?? throw CommandErrors.BasicNeedsCredential()).GetNetworkCredential();
                string userName = string.IsNullOrEmpty(credential.Domain) ? credential.UserName : $@"{credential.Domain}\{credential.UserName}";
                return DeliveryCredential.Basic(userName, SecretReader.Convert(new Secret(credential.Password)));
            default:
                return null;
        }
    }

    private static Regex? CreatePattern(string parameter, string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException exception)
        {
            throw CommandErrors.PatternInvalid(parameter, exception);
        }
    }

    /// <summary>Sends the webhook of an alert again, unless the alert is to be sent as JSON. A webhook is sent once, even if several of its alerts are piped in.</summary>
    private void ProcessObject()
    {
        if (_reader.ReadsJson || Alert.Of(InputObject) is not { } alert)
        {
            ReadAndDeliver(() => _reader.Add(InputObject), InputObject);
            return;
        }

        if (!_resent.Add(alert.WebhookId))
        {
            return;
        }

        try
        {
            // Every alert comes from a listener or its journal, and so has a request.
            SendAgain(alert.GetRequest()!, InputObject);
        }
        catch (WebhookException exception)
        {
            WriteError(ErrorRecords.Create(exception, InputObject));
        }
    }

    /// <summary>Sends a captured request again. Parameters override captured values.</summary>
    private void SendAgain(CapturedRequest captured, object? target)
    {
        foreach (string note in captured.Notes)
        {
            WriteVerbose(note);
        }

        if (_reader.ReadsJson)
        {
            throw CommandErrors.RequestNotTransformed();
        }

        WebhookBody body = Replay.BodyOf(captured);
        DeliveryOptions options = Replay.Apply(captured, _options, IsGiven(nameof(Method)) ? _options.Method : null);
        if (IsGiven(nameof(ContentType)))
        {
            options = options with { Headers = [.. options.Headers.Where(static header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))] };
        }

        options.Validate();
        Deliver(body, target, options);
    }

    private void ProcessFile(string path)
    {
        WebhookBody file = WebhookBody.FromFile(path);
        if (!_reader.ReadsJson)
        {
            Deliver(file, path, _options);
            return;
        }

        using Stream stream = file.OpenRead();
        IAsyncEnumerator<ReadOnlyMemory<byte>> values = JsonStreamTransformer.ReadValuesAsync(stream, Depth, StoppingToken).GetAsyncEnumerator(StoppingToken);
        try
        {
            while (MoveNext(values))
            {
                ReadAndDeliver(() => _reader.AddJson(values.Current.Span), path);
            }
        }
        finally
        {
            Run(async _ => await values.DisposeAsync());
        }
    }

    private bool MoveNext(IAsyncEnumerator<ReadOnlyMemory<byte>> values)
    {
        bool isThere = false;
        Run(async _ => isThere = await values.MoveNextAsync());
        return isThere;
    }

    /// <summary>Delivers the body that an item completes. An item that cannot be read is a non-terminating error.</summary>
    private void ReadAndDeliver(Func<WebhookBody?> read, object? target)
    {
        WebhookBody? body;
        try
        {
            body = read();
        }
        catch (WebhookException exception)
        {
            WriteError(ErrorRecords.Create(exception, target));
            return;
        }

        if (body is not null)
        {
            // An array comes from many objects, so no single one is the target.
            Deliver(body, AsArray ? null : target, _options);
        }
    }

    private void Deliver(WebhookBody body, object? target, DeliveryOptions options)
    {
        if (_callsShouldProcess && !ShouldProcess(_options.GetShownAddress().ToString(), Describe(body, options)))
        {
            return;
        }

        if (Id is not null && ++_sent > 1)
        {
            throw CommandErrors.IdNeedsOneWebhook(Id);
        }

        ReportUntil(ThrottleLimit - 1);
        _pending.Add(new PendingDelivery(Keep(WebhookSender.Shared.SendAsync(body, options, _progress, StoppingToken)), body, target));
        if (ThrottleLimit == 1)
        {
            ReportUntil(0);
        }
    }

    /// <summary>Reports the deliveries that have ended, and waits until no more than a given number is pending.</summary>
    private void ReportUntil(int limit)
    {
        while (_pending.Count > 0)
        {
            if (_pending.Count > limit)
            {
                AwaitUntil(() => _pending.Exists(static pending => pending.Delivery.IsCompleted));
            }

            int index = _pending.FindIndex(static pending => pending.Delivery.IsCompleted);
            if (index < 0)
            {
                return;
            }

            PendingDelivery ended = _pending[index];
            _pending.RemoveAt(index);
            Report(Await(ended.Delivery), ended.Body, ended.Target);
        }
    }

    private static string Describe(WebhookBody body, DeliveryOptions options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Method} {body.Length} bytes of {ContentTypeOf(options)}{(options.Signing is { } signing ? $", signed with {signing.Scheme.Name}" : string.Empty)}");

    private static string ContentTypeOf(DeliveryOptions options) =>
        options.Headers.Where(static header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).FirstOrDefault(options.ContentType);

    private void Report(DeliveryResult result, WebhookBody body, object? target)
    {
        _progress.Count(result.IsSuccess);
        if (!PassThru && result.IsSuccess)
        {
            return;
        }

        WebhookResult shown = WebhookResult.From(result);
        if (PassThru)
        {
            WriteObject(shown);
        }

        if (result.Error is { } error)
        {
            WriteError(ErrorRecords.Create(error, shown, target ?? TextOf(body)));
        }
    }

    // Without a target object, the text of the body identifies the webhook.
    private static string? TextOf(WebhookBody body) => body.TryGetMemory(out ReadOnlyMemory<byte> memory) ? System.Text.Encoding.UTF8.GetString(memory.Span) : body.Path;

    private sealed record PendingDelivery(Task<DeliveryResult> Delivery, WebhookBody Body, object? Target);
}

/// <summary>How a request authenticates its sender.</summary>
public enum AuthenticationKind
{
    /// <summary>No authentication.</summary>
    None,

    /// <summary>Basic authentication with a user name and password.</summary>
    Basic,

    /// <summary>A bearer token.</summary>
    Bearer,
}
