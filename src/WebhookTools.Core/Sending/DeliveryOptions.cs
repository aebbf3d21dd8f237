using System.Text.RegularExpressions;

namespace WebhookTools.Core.Sending;

/// <summary>How one webhook is delivered. Validated once, by <see cref="Validate"/>, at the edge.</summary>
public sealed record DeliveryOptions
{
    /// <summary>The receiver: absolute, http or https. User information in it is refused: it would be logged.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The HTTP method. Default: POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The body's content type. Default: <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers. A name that the delivery itself sets (Content-Length, Host, …) is an error.</summary>
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

    /// <summary>How many 307 and 308 redirects are followed, 0 to 50. Default: 0. 301, 302 and 303 are never followed: they make a POST an empty GET.</summary>
    public int MaximumRedirection { get; init; }

    /// <summary>A 2xx whose body matches is a failure. Null: not looked at. Needs a match time-out.</summary>
    public Regex? FailOnBody { get; init; }

    /// <summary>A 2xx whose body does not match is a failure. Null: not looked at. Needs a match time-out.</summary>
    public Regex? SuccessBody { get; init; }

    /// <summary>The message id, the same over all attempts; null: one is made where the scheme signs one.</summary>
    public string? Id { get; init; }

    /// <summary>The event's name, for the schemes that sign it.</summary>
    public string? Event { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookException">The first one that is not allowed, with what is.</exception>
    public void Validate() => throw new NotImplementedException();
}
