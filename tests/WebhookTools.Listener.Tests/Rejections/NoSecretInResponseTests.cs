using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Rejections;

/// <summary>Checks for all schemes, rejections and endpoints that a response does not help a sender to forge a signature.</summary>
public sealed class NoSecretInResponseTests
{
    private const string Json = """{"action":"firing","alert":1,"webhookTimestamp":1795255230000}""";
    private const string Form = "mandrill_events=%5B%5D";
    private static readonly string[] Paths = ["/hook", "/pelorus/webhook", "/github", "/webhook"];

    /// <summary>All schemes, and Auto.</summary>
    public static TheoryData<string> Schemes => [.. SignatureSchemes.All.Append(SignatureSchemes.Auto).Select(scheme => scheme.Name)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task No_response_contains_the_secret_or_an_expected_signature(string name)
    {
        // Auto gets a GitHub signature.
        SignatureScheme signs = SignatureSchemes.Get(name is "Auto" ? "GitHub" : name);
        WebhookSecret secret = signs.NewSecret(SystemRandomSource.Instance);
        WebhookSecret[] secrets = [secret];
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.GetVerifier(name), Secrets = secrets, DiagnoseRejections = true });
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in Paths)
        {
            foreach ((string way, (string Name, string Value)[] headers) in WaysToBeRefused(listener, signs, secret, path))
            {
                (string Name, string Value)[] all = [.. headers, ("X-Pelorus-Event", "ping"), ("X-GitHub-Event", "ping"), ("X-Hook-Id", "7"), ("X-Hook-Event", "e"), ("Content-Type", TypeOf(signs))];
                using HttpResponseMessage response = await listener.PostAsync(path, BodyOf(signs), all);
                string reply = $"{response} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
                if (!response.IsSuccessStatusCode)
                {
                    refused.Add(way);
                }

                foreach (string told in WhatMustNotBeTold(listener, signs, secret, path))
                {
                    Assert.False(reply.Contains(told, StringComparison.OrdinalIgnoreCase), $"{name}, {path}, {way}: {reply}");
                }
            }
        }

        Assert.Contains("another secret", refused);
        Assert.Contains("no headers", refused);
        if (signs.DefaultTolerance is not null && signs.HeaderNames.Count > 1)
        {
            Assert.Contains("long ago", refused);
            Assert.Contains("far ahead", refused);
        }
    }

    /// <summary>Mandrill signs only forms.</summary>
    private static string BodyOf(SignatureScheme scheme) => scheme.Name is "Mandrill" ? Form : Json;

    private static string TypeOf(SignatureScheme scheme) => scheme.Name is "Mandrill" ? "application/x-www-form-urlencoded" : "application/json";

    private static IEnumerable<(string Way, (string Name, string Value)[] Headers)> WaysToBeRefused(TestListener listener, SignatureScheme scheme, WebhookSecret secret, string path)
    {
        WebhookSecret another = scheme.NewSecret(SystemRandomSource.Instance);
        yield return ("no headers", []);
        yield return ("nonsense", [.. scheme.HeaderNames.Select(header => (header, "nonsense"))]);
        yield return ("another secret", Sign(listener, scheme, another, path, TimeSpan.Zero));
        yield return ("long ago", Sign(listener, scheme, secret, path, TimeSpan.FromDays(-1)));
        yield return ("far ahead", Sign(listener, scheme, secret, path, TimeSpan.FromDays(1)));
    }

    /// <summary>Returns the secret, and the current signature of the request with and without the header's prefix.</summary>
    private static IEnumerable<string> WhatMustNotBeTold(TestListener listener, SignatureScheme scheme, WebhookSecret secret, string path)
    {
        yield return secret.Reveal();
        foreach ((string _, string value) in Sign(listener, scheme, secret, path, TimeSpan.Zero))
        {
            foreach (string part in value.Split([',', ';', ' ', '='], StringSplitOptions.RemoveEmptyEntries))
            {
                if (part.Length >= 24)
                {
                    yield return part;
                }
            }
        }
    }

    private static (string Name, string Value)[] Sign(TestListener listener, SignatureScheme scheme, WebhookSecret secret, string path, TimeSpan ahead)
    {
        var request = new SignatureRequest
        {
            Body = WebhookBody.FromText(BodyOf(scheme)),
            ContentType = TypeOf(scheme),
            Uri = new Uri(listener.Listener.Uri, path),
            Timestamp = listener.Clock.GetUtcNow() + ahead,
            Id = "7",
            Event = "e",
        };
        SignatureResult result = scheme.Sign(request, [secret], SignatureOptions.Default, listener.Clock, SystemRandomSource.Instance);
        return [.. result.Headers.Select(header => (header.Key, header.Value))];
    }
}
