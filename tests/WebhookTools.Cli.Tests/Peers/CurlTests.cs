using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Peers;

/// <summary>curl posts bodies that other programs signed.</summary>
public sealed class CurlTests
{
    [Theory]
    [InlineData("signed as echo -n $(cat file)")]
    [InlineData("signed as jq -c")]
    public async Task A_file_that_curl_posts_without_its_newlines_verifies_with_the_scheme_of_Pelorus(string signedAs)
    {
        Tool.Require("curl");
        JsonElement vector = TestData.Vector("pelorus.json");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("payload.json"), vector.GetProperty("body").GetString(), TestContext.Current.CancellationToken);
        await using RunningListener listener = await StartAsync(vector.GetProperty("secret").GetString()!);

        Assert.Equal("200", await PostAsync(listener, folder, vector.GetProperty("values").GetProperty(signedAs).GetString()!));

        JsonElement alert = Assert.Single(await listener.ReadAlertsAsync());
        Assert.Equal("mongo-todolist", alert.GetProperty("body").GetProperty("app").GetString());
        Assert.Equal("verified", JsonElement.Parse((await listener.ReadJournalAsync())[0]).GetProperty("signature").GetString());
    }

    [Fact]
    public async Task Another_signature_does_not_verify()
    {
        Tool.Require("curl");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("payload.json"), TestData.Vector("pelorus.json").GetProperty("body").GetString(), TestContext.Current.CancellationToken);
        await using RunningListener listener = await StartAsync("another secret");

        string status = await PostAsync(listener, folder, TestData.Vector("pelorus.json").GetProperty("values").GetProperty("signed as jq -c").GetString()!);

        Assert.StartsWith("4", status, StringComparison.Ordinal);
        Assert.Empty(await listener.ReadJournalAsync());
    }

    private static Task<RunningListener> StartAsync(string secret) => RunningListener.StartAsync(
        ["--scheme", "Pelorus", "--secret-env", "HOOK_SECRET", "--path", "/hooks/pelorus"],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = secret });

    private static async Task<string> PostAsync(RunningListener listener, TemporaryFolder folder, string signature)
    {
        CliResult curl = await CliProcess.RunToolAsync(
            "curl",
            [
                "--silent", "--noproxy", "*", "--output", "/dev/null", "--write-out", "%{http_code}",
                "-d", "@payload.json",
                "-H", "Content-Type: application/json",
                "-H", "X-Hub-Signature-256: " + signature,
                listener.Uri + "/hooks/pelorus",
            ],
            folder: folder.Path);
        return curl.ShouldExitWith(0).Output;
    }
}
