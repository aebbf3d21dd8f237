using System.Net;
using System.Text.RegularExpressions;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Options that are not allowed are named before anything is sent.</summary>
public sealed class DeliveryOptionsTests
{
    private static readonly DeliveryOptions Valid = new() { Uri = new Uri("https://receiver.example/hook") };
    private static readonly Regex Endless = new("x", RegexOptions.None, Regex.InfiniteMatchTimeout);

    /// <summary>The options, the error's id, and what its message must name.</summary>
    public static TheoryData<string, DeliveryOptions, string, string> Mistakes { get; } = new()
    {
        { "relative", Valid with { Uri = new Uri("/hook", UriKind.Relative) }, "UriNotSupported", "/hook" },
        { "ftp", Valid with { Uri = new Uri("ftp://h/x") }, "UriNotSupported", "ftp://h/" },
        { "user information", Valid with { Uri = new Uri("https://me:pw@h/x") }, "UriHasUserInformation", "'h'" },
        { "method with a space", Valid with { Method = "PO ST" }, "MethodNotValid", "PO ST" },
        { "no method", Valid with { Method = "" }, "MethodNotValid", "''" },
        { "connect", Valid with { Method = "CONNECT" }, "MethodNotValid", "CONNECT" },
        { "no content type", Valid with { ContentType = " " }, "ContentTypeEmpty", "content type" },
        { "content type over two lines", Valid with { ContentType = "a/b\r\nX: y" }, "TextNotValid", "ContentType" },
        { "id over two lines", Valid with { Id = "a\nb" }, "TextNotValid", "Id" },
        { "event over two lines", Valid with { Event = "a\nb" }, "TextNotValid", "Event" },
        { "header injection", Header("X-A", "b\r\nX-Admin: 1"), "HeaderValueNotValid", "'X-A' contains a carriage return at index 1" },
        { "header with a line feed", Header("X-A", "b\n"), "HeaderValueNotValid", "a line feed" },
        { "header with a NUL", Header("X-A", "\0"), "HeaderValueNotValid", "U+0000" },
        { "header that is not ASCII", Header("X-A", "caf\u00e9"), "HeaderValueNotValid", "U+00E9 at index 3" },
        { "header name with a colon", Header("X-A:", "b"), "HeaderNameNotValid", "X-A:" },
        { "header name with a line break", Header("X\r\nY", "b"), "HeaderNameNotValid", @"X\r\nY" },
        { "no header name", Header("", "b"), "HeaderNameNotValid", "''" },
        { "Content-Length", Header("content-length", "5"), "HeaderReserved", "content-length" },
        { "Transfer-Encoding", Header("Transfer-Encoding", "chunked"), "HeaderReserved", "Transfer-Encoding" },
        { "Connection", Header("Connection", "close"), "HeaderReserved", "Connection" },
        { "Host", Header("Host", "h"), "HeaderReserved", "Host" },
        { "signature header", Header("x-test-signature", "1") with { Signing = Signing(new CountingScheme()) }, "HeaderSetBySignature", "Counting" },
        { "signature header by option", Header("X-Mine", "1") with { Signing = Signing(new CountingScheme(), new SignatureOptions { HeaderName = "x-mine" }) }, "HeaderSetBySignature", "X-Mine" },
        { "Authorization twice", Header("authorization", "Bearer x") with { Credential = Bearer("x") }, "AuthorizationTwice", "Authorization" },
        { "no token", Valid with { Credential = Bearer("") }, "TokenEmpty", "token" },
        { "token from a file", Valid with { Credential = Bearer("abcdef\n") }, "TokenNotValid", "7 characters and contains a line feed at index 6" },
        { "user with a colon", Valid with { Credential = DeliveryCredential.Basic("a:b", WebhookSecret.FromText("p")) }, "UserNameNotValid", "colon" },
        { "no time", Valid with { Timeout = TimeSpan.Zero }, "TimeOutOfRange", "Timeout is 0 s" },
        { "too much time", Valid with { Timeout = TimeSpan.FromDays(2) }, "TimeOutOfRange", "48 hours" },
        { "too many redirects", Valid with { MaximumRedirection = 51 }, "NumberOutOfRange", "MaximumRedirection is 51" },
        { "negative redirects", Valid with { MaximumRedirection = -1 }, "NumberOutOfRange", "from 0 to 50" },
        { "pattern without time-out", Valid with { FailOnBody = Endless }, "PatternWithoutTimeout", "FailOnBody" },
        { "other pattern without time-out", Valid with { SuccessBody = Endless }, "PatternWithoutTimeout", "SuccessBody" },
        { "negative retries", Retry(new RetryOptions { MaximumRetryCount = -1 }), "NumberOutOfRange", "MaximumRetryCount is -1" },
        { "too many retries", Retry(new RetryOptions { MaximumRetryCount = 101 }), "NumberOutOfRange", "101" },
        { "negative base", Retry(new RetryOptions { BaseDelay = TimeSpan.FromSeconds(-1) }), "TimeOutOfRange", "BaseDelay" },
        { "back-off of days", Retry(new RetryOptions { MaximumBackoff = TimeSpan.FromDays(3) }), "TimeOutOfRange", "MaximumBackoff" },
        { "wait of days", Retry(new RetryOptions { MaximumRetryDelay = TimeSpan.FromDays(3) }), "TimeOutOfRange", "MaximumRetryDelay" },
        { "proxy and no proxy", Connect(new ConnectionOptions { NoProxy = true, Proxy = new Uri("http://p") }), "ProxyAndNoProxy", "proxy" },
        { "credential and no proxy", Connect(new ConnectionOptions { NoProxy = true, ProxyCredential = new NetworkCredential("u", "p") }), "ProxyAndNoProxy", "credential" },
        { "proxy of another scheme", Connect(new ConnectionOptions { Proxy = new Uri("ftp://p") }), "ProxyNotSupported", "ftp://p" },
        { "proxy with a password", Connect(new ConnectionOptions { Proxy = new Uri("http://u:hidden@p") }), "ProxyHasUserInformation", "proxy" },
        { "HTTP 3", Connect(new ConnectionOptions { HttpVersion = new Version(3, 0) }), "HttpVersionNotSupported", "3.0" },
    };

    [Fact]
    public void The_defaults_are_valid() => Valid.Validate();

    [Fact]
    public void What_is_at_its_limit_is_valid() => (Valid with
    {
        Timeout = TimeSpan.FromDays(1),
        MaximumRedirection = 50,
        Method = "REPORT",
        Headers = [new("X-Tab", "a\tb"), new("X-Empty", ""), new("Authorization", "Token x"), new("X-Twice", "1"), new("X-Twice", "2")],
        Retry = new RetryOptions { MaximumRetryCount = 100, BaseDelay = TimeSpan.Zero, MaximumBackoff = TimeSpan.FromDays(1), MaximumRetryDelay = TimeSpan.Zero },
        Connection = new ConnectionOptions { Proxy = new Uri("socks5://p:1080"), HttpVersion = new Version(2, 0) },
    }).Validate();

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_is_named_and_nothing_is_sent(string mistake, DeliveryOptions options, string errorId, string named)
    {
        using var sender = new WebhookSender(TimeProvider.System, SystemRandomSource.Instance);
        DeliveryException error = await Assert.ThrowsAsync<DeliveryException>(() => sender.SendAsync(WebhookBody.Empty, options, null, TestContext.Current.CancellationToken));
        Assert.Equal($"{mistake}: {errorId}", $"{mistake}: {error.ErrorId}");
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(error.Kind, (WebhookErrorKind[])[WebhookErrorKind.InvalidArgument, WebhookErrorKind.InvalidSecret]);
        Assert.DoesNotContain("pw", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", error.Message, StringComparison.Ordinal);
    }

    private static DeliveryOptions Header(string name, string value) => Valid with { Headers = [new(name, value)] };

    private static DeliveryOptions Retry(RetryOptions retry) => Valid with { Retry = retry };

    private static DeliveryOptions Connect(ConnectionOptions connection) => Valid with { Connection = connection };

    private static DeliveryCredential Bearer(string token) => DeliveryCredential.Bearer(WebhookSecret.FromText(token));

    private static SigningOptions Signing(SignatureScheme scheme, SignatureOptions? options = null) =>
        new() { Scheme = scheme, Secrets = [WebhookSecret.FromText("s")], Options = options ?? SignatureOptions.Default };
}
