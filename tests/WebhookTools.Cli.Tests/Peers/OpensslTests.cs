using WebhookTools.Cli.Tests.Processes;

namespace WebhookTools.Cli.Tests.Peers;

/// <summary>OpenSSL computes the same signatures.</summary>
public sealed class OpensslTests
{
    [Theory]
    [InlineData("GitHub", "sha256", "X-Hub-Signature-256: sha256=")]
    [InlineData("GitHubSha1", "sha1", "X-Hub-Signature: sha1=")]
    public async Task It_agrees(string scheme, string digest, string header)
    {
        Tool.Require("openssl");
        string file = TestData.Sample("alertmanager-non-ascii.json");

        CliResult theirs = await CliProcess.RunToolAsync("openssl", ["dgst", $"-{digest}", "-hmac", "a secret", "-r", file]);
        CliResult ours = await CliProcess.RunAsync(
            ["sign", "--scheme", scheme, "--secret-env", "HOOK_SECRET", "--in-file", file],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = "a secret" });

        Assert.Equal(header + theirs.ShouldExitWith(0).Output.Split(' ')[0], ours.ShouldExitWith(0).Lines[0]);
    }
}
