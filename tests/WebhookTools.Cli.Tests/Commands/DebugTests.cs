using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class DebugTests
{
    private const string Secret = "It's a Secret to Everybody";

    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal) { ["HOOK_SECRET"] = Secret };

    [Fact]
    public async Task A_signature_that_matches_ends_with_0()
    {
        CliResult result = await DebugAsync("Hello, World!", signed: "Hello, World!");

        Assert.Contains("Verdict   valid", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task The_cause_the_fix_and_the_proof_are_shown_and_never_the_secret()
    {
        CliResult result = await DebugAsync("Hello, World!\n", signed: "Hello, World!");

        string output = result.ShouldExitWith(1).Output;
        Assert.Contains("[body.final-newline-removed]", output, StringComparison.Ordinal);
        Assert.Contains("Fix       (sender) Sign exactly the bytes that are sent.", output, StringComparison.Ordinal);
        Assert.Contains("Proof     With these inputs, GitHub accepts", output, StringComparison.Ordinal);
        Assert.Contains("Hello, World!\\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It's a Secret to Everybody")]
    [InlineData("sha256=It's a Secret to Everybody")]
    [InlineData("sha256=SXQncyBhIFNlY3JldCB0byBFdmVyeWJvZHk=")]
    public async Task A_secret_in_the_signatures_place_is_masked(string header)
    {
        CliResult result = await DebugAsync("{}", signed: "{}", header: _ => header);
        CliResult json = await DebugAsync("{}", signed: "{}", header: _ => header, arguments: ["--json"]);

        Assert.Contains("***", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
        string shown = result.Output + result.Error + json.ShouldExitWith(1).Output + json.Error;
        Assert.DoesNotContain("Everybody", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("SXQncyBhIFNlY3JldCB0byBFdmVyeWJvZHk", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_address_is_masked_in_the_changes_that_were_tried()
    {
        const string Captured = "POST /x?t=a-Secret-in-the-address HTTP/1.1\r\nHost: h\r\nX-Hub-Signature-256: sha256=0000000000000000000000000000000000000000000000000000000000000000\r\n\r\n{}";
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = "a-Secret-in-the-address" };
        foreach (string[] format in (string[][])[[], ["--json"]])
        {
            CliResult result = await CliProcess.RunAsync(["debug", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--request", "-", .. format], Captured, environment);

            Assert.Contains("x?t=***", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
            Assert.DoesNotContain("a-Secret", result.Output + result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_caret_points_at_the_first_character_that_differs()
    {
        CliResult result = await DebugAsync("Hello, World!", signed: "Hello, World!", header: signature => "sha256=" + signature[..^1] + (signature[^1] == '0' ? '1' : '0'));

        string[] lines = result.ShouldExitWith(1).Output.Split('\n');
        int expected = Array.FindIndex(lines, line => line.StartsWith("Expected", StringComparison.Ordinal));
        Assert.StartsWith("Received", lines[expected + 1], StringComparison.Ordinal);
        Assert.Equal(lines[expected].Length - 1, lines[expected + 2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_difference_between_the_sent_and_the_received_body_is_marked()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("sent"), "{\"a\":1,\"b\":2}", TestContext.Current.CancellationToken);

        CliResult result = await DebugAsync("{\"a\":1,\"b\":3}", signed: "{\"a\":1,\"b\":2}", arguments: ["--expected-body", folder.File("sent")]);

        string[] lines = result.ShouldExitWith(1).Output.Split('\n');
        int sender = Array.FindIndex(lines, line => line.Contains("sender    ", StringComparison.Ordinal) && line.Contains("{\"a\"", StringComparison.Ordinal));
        Assert.Equal(lines[sender].LastIndexOf('2'), lines[sender + 1].LastIndexOf('^'));
        Assert.Contains("at byte 11 (line 1, column 12)", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_request_is_sufficient()
    {
        using var folder = new TemporaryFolder();
        string signature = Sign("{\"a\":1}");
        await File.WriteAllTextAsync(folder.File("request"), $"POST /hook HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: sha256={signature}\r\nX-GitHub-Event: push\r\nContent-Length: 9\r\n\r\n{{ \"a\":1}}", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["debug", "--secret-env", "HOOK_SECRET", "--request", folder.File("request"), "--json"], string.Empty, Environment);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(1).Lines));
        JsonElement root = json.RootElement;
        Assert.Equal("GitHub", root.GetProperty("scheme").GetString());
        Assert.Equal("body.json-compact", Assert.Single(root.GetProperty("causes").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(signature, root.GetProperty("proof").GetProperty("signature").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("{\"a\":1}"))), root.GetProperty("proof").GetProperty("signedContent").GetProperty("sha256").GetString());
        Assert.Contains("Content-Length is 9", root.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    /// <summary>Square signs the address including the query.</summary>
    [Theory]
    [InlineData("tenant=7", 0, "Verdict   valid")]
    [InlineData("token=***", 1, "masks secrets in the path and in the query string")]
    public async Task A_line_of_a_log_contains_the_signed_address_unless_it_is_secret(string query, int exitCode, string shown)
    {
        using var folder = new TemporaryFolder();
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("https://hooks.example.com/in/hook?" + query.Replace("***", "abc", StringComparison.Ordinal) + "{\"a\":1}")));
        await File.WriteAllTextAsync(
            folder.File("webhook.log"),
            $$$"""{"id":"01JD","receivedAt":"2026-11-21T12:00:00Z","protocol":"generic","path":"/hook","query":"{{{query}}}","baseUri":"https://hooks.example.com/in","headers":{"X-Square-HmacSha256-Signature":"{{{signature}}}"},"alerts":[],"body":{"a":1}}""" + "\n",
            TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["debug", "--scheme", "Square", "--secret-env", "HOOK_SECRET", "--request", folder.File("webhook.log")], string.Empty, Environment);

        Assert.Contains(shown, result.ShouldExitWith(exitCode).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cause_the_causes_that_were_ruled_out_are_listed()
    {
        CliResult result = await DebugAsync("{\"a\":1}", signed: "something else");

        string output = result.ShouldExitWith(1).Output;
        Assert.Contains("No cause was found", output, StringComparison.Ordinal);
        Assert.Contains("Ruled out", output, StringComparison.Ordinal);
        Assert.Contains("secret: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scheme", "None", "SignatureSchemeUnknown")]
    [InlineData("--request", "/does/not/exist", "CaptureFileNotReadable")]
    [InlineData("--expected-body", "/does/not/exist", "BodyFileNotFound")]
    public async Task A_failure_to_verify_exits_with_2(string option, string value, string errorId)
    {
        CliResult result = await CliProcess.RunAsync(["debug", "--secret-env", "HOOK_SECRET", option, value], "x", Environment);

        Assert.Contains(errorId, result.ShouldExitWith(2).Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static string Sign(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));

    private static Task<CliResult> DebugAsync(string body, string signed, Func<string, string>? header = null, params string[] arguments)
    {
        string value = header is null ? "sha256=" + Sign(signed) : header(Sign(signed));
        return CliProcess.RunAsync(["debug", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", "X-Hub-Signature-256: " + value, .. arguments], body, Environment);
    }
}
