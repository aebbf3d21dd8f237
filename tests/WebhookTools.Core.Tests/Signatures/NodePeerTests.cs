using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>The providers' own JavaScript libraries accept our signatures, reject them with another body, and create signatures that we accept.</summary>
public sealed class NodePeerTests
{
    private const string Form = "app=todo&b=2&a=x+y%C3%A9&b=1&b=2";
    private const string Address = "https://hooks.example.com/in?source=tests";

    private static string Folder => Repository.PathOf("tests", "peers", "node");

    [Theory]
    [InlineData("StandardWebhooks")]
    [InlineData("Svix")]
    [InlineData("GitHub")]
    [InlineData("Stripe")]
    [InlineData("Twilio")]
    [InlineData("Twilio", Form)]
    [InlineData("HubSpotV1")]
    [InlineData("HubSpotV2")]
    [InlineData("HubSpotV3")]
    public Task The_providers_library_and_this_one_accept_what_the_other_signs(string name, string? form = null) => CompareAsync(name, form, verifiesOnly: false);

    /// <summary>Node's crypto signs, and the provider's library accepts the signature before this one does.</summary>
    [Theory]
    [InlineData("Slack")]
    [InlineData("Slack", Form)]
    [InlineData("Discord")]
    [InlineData("Square")]
    [InlineData("Paddle")]
    [InlineData("Linear")]
    [InlineData("Shopify")]
    public Task The_providers_library_that_only_verifies_and_this_one_accept_the_same(string name, string? form = null) => CompareAsync(name, form, verifiesOnly: true);

    private static async Task CompareAsync(string name, string? form, bool verifiesOnly)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "the providers' libraries are not installed: run npm ci in tests/peers/node");
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret secret = scheme.NewSecret(SystemRandomSource.Instance);
        var request = new SignatureRequest
        {
            Body = WebhookBody.FromText(form ?? Json()),
            Id = "msg_2024",
            Uri = new Uri(Address),
        };
        SignatureResult signed = scheme.Sign(request, [secret], SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);
        SignatureRequest sent = request.With(signed);

        JsonElement answer = await AskAsync(new JsonObject
        {
            ["scheme"] = name,
            ["secret"] = secret.Reveal(),
            ["publicSecret"] = scheme.GetVerificationSecret(secret).Reveal(),
            ["id"] = sent.Id,
            ["uri"] = sent.Uri!.OriginalString,
            ["method"] = sent.Method,
            ["body"] = sent.Body.Text(),
            ["headers"] = new JsonObject(signed.Headers.Select(line => KeyValuePair.Create<string, JsonNode?>(line.Key.ToLowerInvariant(), line.Value))),
        });

        Assert.True(answer.GetProperty("accepts").GetBoolean(), $"{name}'s library refuses what we sign");
        Assert.False(answer.GetProperty("acceptsSpoiled").GetBoolean(), $"{name}'s library accepts another body");
        Assert.Equal(verifiesOnly, answer.GetProperty("verifiesOnly").GetBoolean());
        var theirs = new SignatureHeaders();
        foreach (JsonProperty header in answer.GetProperty("headers").EnumerateObject())
        {
            theirs.Add(header.Name, header.Value.GetString()!);
        }

        SignatureVerification verification = scheme.Verify(sent, theirs, [secret], SignatureOptions.Default, TimeProvider.System);
        Assert.True(verification.IsValid, verification.Reason);
    }

    /// <summary>Text of every kind, and the timestamp that Linear reads from the body.</summary>
    private static string Json() => JsonSerializer.Serialize(new
    {
        app = "todo",
        text = "é 😀 </script> \\ \"",
        webhookTimestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
    });

    private static async Task<JsonElement> AskAsync(JsonObject question)
    {
        string answer = await ExternalTool.RunOrSkipAsync("node", ["peer.mjs"], question.ToJsonString(), Folder);
        return JsonDocument.Parse(answer).RootElement;
    }
}
