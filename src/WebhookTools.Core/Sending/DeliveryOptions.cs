using System.Text.RegularExpressions;

namespace WebhookTools.Core.Sending;

/// <summary>How one webhook is delivered. Validated once, by <see cref="Validate"/>, at the edge.</summary>
public sealed record DeliveryOptions
{
    /// <summary>The most redirects that may be asked for.</summary>
    public const int MaximumRedirectionLimit = 50;

    internal const string ContentTypeHeader = "Content-Type";

    /// <summary>The most of any time-out and any wait.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>The receiver: absolute, http or https. User information in it is refused: it would be logged.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The HTTP method. Default: POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The body's content type, sent as it is. Default: <c>application/json</c>. A <c>Content-Type</c> among <see cref="Headers"/> goes before it.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>
    /// Further headers. A name that the delivery itself sets (Content-Length, Host, …) is an error.
    /// <c>User-Agent</c> replaces the default, <c>WebhookTools/</c> and the version.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Time for one attempt, from 1 ms to one day. Default: 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When and how often to try again.</summary>
    public RetryOptions Retry { get; init; } = RetryOptions.Default;

    /// <summary>Credentials, or null.</summary>
    public DeliveryCredential? Credential { get; init; }

    /// <summary>How to reach the receiver: proxy, certificates, HTTP version.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>How to sign, or null.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>How many 307 and 308 redirects are followed, 0 to 50. Default: 0. 301, 302 and 303 are never followed: they make a POST an empty GET. Never from https to http, and, with credentials or a signature, never to another receiver.</summary>
    public int MaximumRedirection { get; init; }

    /// <summary>A 2xx whose body matches is a failure. Null: not looked at. Needs a match time-out.</summary>
    public Regex? FailOnBody { get; init; }

    /// <summary>A 2xx whose body does not match is a failure. Null: not looked at. Needs a match time-out.</summary>
    public Regex? SuccessBody { get; init; }

    /// <summary>The message id, the same over all attempts; null: one is made where the scheme signs one.</summary>
    public string? Id { get; init; }

    /// <summary>The event's name, for the schemes that sign it.</summary>
    public string? Event { get; init; }

    /// <summary>The content type that is sent and signed.</summary>
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

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookException">The first one that is not allowed, with what is.</exception>
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

    /// <summary>What goes into a header that the delivery itself writes.</summary>
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
