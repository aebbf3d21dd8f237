using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Page;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Intake;

/// <summary>The listener's own secrets, wherever and however a sender writes them, are neither logged nor shown nor stored.</summary>
public sealed class MaskingTests
{
    private const string Token = "to/ken+of the listener";
    private const string Password = "passw0rd-of-the-listener";

    private static readonly WebhookSecret Secret = WebhookSecret.FromText("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("secret of the listener!!")));

    [Theory]
    [InlineData("to%2Fken+of%20the%20listener")]
    [InlineData("%74o%2fken%2Bof%20the%20listener")]
    [InlineData("dG8va2VuK29mIHRoZSBsaXN0ZW5lcg==")]
    [InlineData("746f2f6b656e2b6f6620746865206c697374656e6572")]
    public async Task A_token_in_the_path_is_neither_logged_nor_shown_nor_stored(string written)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText(Token)], ReadTokens = [WebhookSecret.FromText("reader-1")] });

        (await listener.PostAsync("/hooks/" + written, "{}")).Dispose();
        (await listener.PostAsync("/nowhere/" + written, "{}")).Dispose();
        (await listener.PostAsync("/hooks/" + written, """{"name":"a"}""", ("Authorization", "Bearer " + Token))).Dispose();

        Assert.Equal("/hooks/***", listener.Journal.Single.Path);
        Assert.Equal(3, listener.Log.Count(entry => entry.Message.Contains("/***", StringComparison.Ordinal)));
        listener.Client.DefaultRequestHeaders.Authorization = new("Bearer", "reader-1");
        string page = (await listener.SnapshotAsync(alerts: 1)).GetRawText();
        Assert.Contains("/hooks/***", page, StringComparison.Ordinal);
        Assert.Contains("/nowhere/***", page, StringComparison.Ordinal);
        AssertHidden(listener, page, written, Uri.UnescapeDataString(written), Token);
    }

    [Fact]
    public async Task A_secret_in_another_header_or_in_the_query_is_not_stored_in_any_encoding()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Tokens = [WebhookSecret.FromText(Token)],
            BasicCredential = new("user", Password),
            Scheme = SignatureSchemes.Get("StandardWebhooks"),
            Secrets = [Secret],
        });
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Password));
        string key = Secret.Reveal()["whsec_".Length..];
        string[] written = [Uri.EscapeDataString(Token), Convert.ToHexString(Encoding.UTF8.GetBytes(Token)), Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)).TrimEnd('='), basic, Secret.Reveal(), key];
        SignatureResult signed = SignatureSchemes.Get("StandardWebhooks").Sign(new SignatureRequest { Body = WebhookBody.FromText("{}") }, [Secret], SignatureOptions.Default, listener.Clock, SystemRandomSource.Instance);
        (string, string)[] headers =
        [
            ("Authorization", "Bearer " + Token),
            .. signed.Headers.Select(header => (header.Key, header.Value)),
            .. written.Select((value, index) => ($"X-Copy-{index}", "copied: " + value)),
        ];

        (await listener.PostAsync("/hook?" + string.Join('&', written.Select((value, index) => $"q{index}={Uri.EscapeDataString(value)}")), "{}", headers)).Dispose();

        JournalEntry entry = listener.Journal.Single;
        Assert.Equal("***&***&***&***&***&***", entry.Query);
        Assert.All(entry.Headers.Where(header => header.Key.StartsWith("X-Copy", StringComparison.Ordinal)), header => Assert.Equal("***", header.Value));
        AssertHidden(listener, string.Empty, written);
    }

    [Fact]
    public async Task A_header_with_an_address_is_masked_like_the_address_of_the_request()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string[] names = ["X-Original-URI", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Envoy-Original-Path", "Referer", "Location"];

        (await listener.PostAsync("/hook?token=abc&x=1", "{}", [.. names.Select(name => (name, "/x?token=abc&x=1"))])).Dispose();

        JournalEntry entry = listener.Journal.Single;
        Assert.Equal("token=***&x=1", entry.Query);
        Assert.Equal(["/x?token=***&x=1"], entry.Headers.Where(header => names.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => header.Value).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.DoesNotContain(entry.Headers, header => header.Value.Contains("abc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Forwarded-Uri", "/x?a=1;token=abc-123")]
    [InlineData("X-Original-URI", "//user:abc-123@h/")]
    [InlineData("Forwarded", "for=10.0.0.1;secret=abc-123")]
    [InlineData("X-Auth", "abc-123")]
    [InlineData("X-Jwt-Assertion", "abc-123")]
    public async Task A_header_with_a_secret_of_somebody_else_is_masked(string name, string value)
    {
        await using TestListener listener = await TestListener.StartAsync();

        (await listener.PostAsync("/hook", "{}", (name, value))).Dispose();

        Assert.DoesNotContain(listener.Journal.Single.Headers, header => header.Value.Contains("abc-123", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scheme_that_signs_the_address_verifies_the_path_as_received()
    {
        SignatureScheme scheme = SignatureSchemes.Get("Square");
        WebhookSecret secret = WebhookSecret.FromText("secret-in-the-path");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = scheme, Secrets = [secret] });
        var address = new Uri(listener.Listener.Uri, "hooks/secret-in-the-path");
        SignatureResult signed = scheme.Sign(new SignatureRequest { Body = WebhookBody.FromText("{}"), Uri = address }, [secret], SignatureOptions.Default, listener.Clock, SystemRandomSource.Instance);

        using HttpResponseMessage response = await listener.PostAsync(address.AbsolutePath, "{}", [.. signed.Headers.Select(header => (header.Key, header.Value))]);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("/hooks/***", listener.Journal.Single.Path);
    }

    private static void AssertHidden(TestListener listener, string page, params string[] secrets)
    {
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(listener.Journal.Entries, entry => $"{entry.Path} {entry.Query} {string.Join(' ', entry.Headers)}".Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
