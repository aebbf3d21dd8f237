using System.Text.RegularExpressions;
using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Sending;

/// <summary>How to deliver a webhook.</summary>
public sealed record DeliveryOptions
{
    /// <summary>The upper limit of <see cref="MaximumRedirection"/>.</summary>
    public const int MaximumRedirectionLimit = 50;

    internal const string ContentTypeHeader = "Content-Type";

    /// <summary>The upper limit of any timeout and any delay.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>The URI of the receiver: absolute, http or https. It must not contain user information, which would be logged.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The HTTP method. The default is POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The content type of the body, sent as it is. The default is <c>application/json</c>. A <c>Content-Type</c> in <see cref="Headers"/> overrides it.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>
    /// Additional headers. A header that the delivery itself sets, such as Content-Length or Host, is an error.
    /// <c>User-Agent</c> overrides the default, <c>WebhookTools/</c> and the version.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The timeout of one attempt, 1 ms to one day. The default is 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When and how often to retry.</summary>
    public RetryOptions Retry { get; init; } = RetryOptions.Default;

    /// <summary>Credentials, or null.</summary>
    public DeliveryCredential? Credential { get; init; }

    /// <summary>How to connect to the receiver: proxy, certificates, HTTP version.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>How to sign, or null to send without a signature.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>The maximum number of 307 and 308 redirects to follow, 0 to 50. The default is 0. Redirects by 301, 302 and 303 are never followed, because they turn a POST into an empty GET. A redirect from https to http is never followed, nor, with credentials or a signature, one to another receiver.</summary>
    public int MaximumRedirection { get; init; }

    /// <summary>If not null, a 2xx response whose body matches is a failure. The pattern must have a match timeout.</summary>
    public Regex? FailOnBody { get; init; }

    /// <summary>If not null, a 2xx response whose body does not match is a failure. The pattern must have a match timeout.</summary>
    public Regex? SuccessBody { get; init; }

    /// <summary>The message id, the same for all attempts. If null, the scheme creates one if it signs one.</summary>
    public string? Id { get; init; }

    /// <summary>The event name, for the schemes that sign it.</summary>
    public string? Event { get; init; }

    /// <summary>The content type that is sent and signed: that of <see cref="Headers"/>, or else <see cref="ContentType"/>.</summary>
    internal string EffectiveContentType
    {
        get
        {
            foreach ((string name, string value) in Headers)
            {
                if (name.Equals(ContentTypeHeader, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return ContentType;
        }
    }

    /// <summary>Returns the address of the receiver, for messages.</summary>
    public ShownAddress GetShownAddress() => new(Uri, CreateMask());

    /// <summary>Returns the mask for signing secrets, credentials, the proxy password, and headers that carry a secret.</summary>
    internal SecretMask CreateMask()
    {
        List<string?> secrets = [.. Signing?.Secrets.Select(static secret => secret.Reveal()) ?? [], Credential?.Secret.Reveal(), Connection.ProxyCredential?.Password];
        if (Credential is { UserName: not null } basic)
        {
            secrets.Add(basic.ToBasic());
        }

        foreach ((string name, string value) in Headers)
        {
            if (SecretNames.IsSecret(name))
            {
                // In `Bearer token`, the token is the secret; it may also occur without the prefix.
                secrets.Add(value);
                secrets.Add(value[(value.LastIndexOf(' ') + 1)..]);
            }
        }

        return new SecretMask(secrets);
    }

    /// <summary>Validates every value.</summary>
    /// <exception cref="WebhookException">A value is invalid.</exception>
    public void Validate()
    {
        ValidateUri();
        if (!HeaderRules.IsToken(Method) || Method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase))
        {
            throw DeliveryOptionErrors.MethodNotValid(Method);
        }

        if (string.IsNullOrWhiteSpace(ContentType))
        {
            throw DeliveryOptionErrors.ContentTypeEmpty();
        }

        ValidateText(nameof(ContentType), ContentType);
        ValidateText(nameof(Id), Id);
        ValidateText(nameof(Event), Event);
        foreach ((string name, string value) in Headers)
        {
            ValidateHeader(name, value);
        }

        if (Timeout < ShortestTimeout || Timeout > LongestTime)
        {
            throw DeliveryOptionErrors.TimeOutOfRange(nameof(Timeout), Timeout, ShortestTimeout, LongestTime);
        }

        if (MaximumRedirection is < 0 or > MaximumRedirectionLimit)
        {
            throw DeliveryOptionErrors.NumberOutOfRange(nameof(MaximumRedirection), MaximumRedirection, 0, MaximumRedirectionLimit);
        }

        ValidatePattern(nameof(FailOnBody), FailOnBody);
        ValidatePattern(nameof(SuccessBody), SuccessBody);
        Credential?.Validate();
        Retry.Validate();
        Connection.Validate();
    }

    private static void ValidatePattern(string name, Regex? pattern)
    {
        if (pattern is not null && pattern.MatchTimeout == Regex.InfiniteMatchTimeout)
        {
            throw DeliveryOptionErrors.PatternWithoutTimeout(name);
        }
    }

    private static void ValidateText(string name, string? text)
    {
        if (text is not null && HeaderRules.IndexOfInvalidInValue(text) is var index and >= 0)
        {
            throw DeliveryOptionErrors.TextNotValid(name, index, text[index]);
        }
    }

    private void ValidateUri()
    {
        if (!Uri.IsAbsoluteUri || Uri.Scheme is not ("http" or "https") || Uri.Host.Length == 0)
        {
            throw DeliveryOptionErrors.UriNotSupported(Uri);
        }

        if (Uri.UserInfo.Length > 0)
        {
            throw DeliveryOptionErrors.UriHasUserInformation(Uri);
        }
    }

    private void ValidateHeader(string name, string value)
    {
        if (!HeaderRules.IsToken(name))
        {
            throw DeliveryOptionErrors.HeaderNameNotValid(name);
        }

        if (HeaderRules.IndexOfInvalidInValue(value) is var index and >= 0)
        {
            throw DeliveryOptionErrors.HeaderValueNotValid(name, index, value[index]);
        }

        if (HeaderRules.IsReserved(name))
        {
            throw DeliveryOptionErrors.HeaderReserved(name);
        }

        if (Credential is not null && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            throw DeliveryOptionErrors.AuthorizationTwice();
        }

        if (Signing is not null && IsSetBySigning(Signing, name))
        {
            throw DeliveryOptionErrors.HeaderSetBySignature(name, Signing.Scheme.Name);
        }
    }

    private static bool IsSetBySigning(SigningOptions signing, string name) =>
        signing.Scheme.HeaderNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.Equals(signing.Options.HeaderName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(signing.Options.TimestampHeaderName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(signing.Options.IdHeaderName, StringComparison.OrdinalIgnoreCase);
}
