using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Peers;

/// <summary>adnanh's <c>webhook</c> (from Debian) verifies our signatures.</summary>
public sealed class AdnanhWebhookTests
{
    private const string Hooks =
        """
        [{
          "id": "signed",
          "execute-command": "/bin/echo",
          "pass-arguments-to-command": [{ "source": "payload", "name": "message" }],
          "include-command-output-in-response": true,
          "trigger-rule": { "match": { "type": "payload-hmac-sha256", "secret": "a-secret-of-the-hook", "parameter": { "source": "header", "name": "X-Hub-Signature-256" } } }
        }]
        """;

    [Fact]
    public async Task It_accepts_a_signature_with_its_secret()
    {
        CliResult result = await SendAsync("a-secret-of-the-hook");

        Assert.Contains("\"responseBody\":\"hello ✓\\n\"", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_rejects_a_signature_with_another_secret()
    {
        CliResult result = await SendAsync("another-secret");

        // Its response to a signature that does not match.
        Assert.Contains("\"statusCode\":500", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
        Assert.Contains("Error occurred while evaluating hook rules.", result.Output, StringComparison.Ordinal);
    }

    private static async Task<CliResult> SendAsync(string secret)
    {
        Tool.Require("webhook");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("hooks.json"), Hooks, TestContext.Current.CancellationToken);
        int port = ExternalTool.FindFreePort();
        await using CliProcess webhook = CliProcess.StartTool("webhook", ["-verbose", "-hooks", folder.File("hooks.json"), "-ip", "127.0.0.1", "-port", $"{port}"]);

        // It logs this just before it listens, so the request may need a retry.
        await webhook.WaitForErrorAsync("serving hooks on");
        return await CliProcess.RunAsync(
            ["send", $"http://127.0.0.1:{port}/hooks/signed", "--body", """{"message":"hello ✓"}""", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--maximum-retry-count", "5", "--retry-interval-sec", "0.05", "--json"],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = secret });
    }
}
