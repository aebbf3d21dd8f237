using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class VerifyTests
{
    private const string GitHubHeader = "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static readonly Dictionary<string, string> Secret = new(StringComparer.Ordinal) { ["HOOK_SECRET"] = "It's a Secret to Everybody" };

    [Fact]
    public async Task A_signature_that_matches_is_valid()
    {
        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", GitHubHeader.ToLowerInvariant()], "Hello, World!", Secret);

        Assert.Equal("valid\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_changed_body_is_invalid()
    {
        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", GitHubHeader], "Hello, World?", Secret);

        Assert.StartsWith("invalid: ", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData]
    [InlineData("--scheme", "auto")]
    public async Task The_scheme_is_recognized_by_the_headers(params string[] scheme)
    {
        CliResult result = await CliProcess.RunAsync(["verify", .. scheme, "--secret-env", "HOOK_SECRET", "--header", GitHubHeader, "--json"], "Hello, World!", Secret);

        JsonElement verification = JsonElement.Parse(result.ShouldExitWith(0).Output);
        Assert.Equal("GitHub", verification.GetProperty("scheme").GetString());
        Assert.Contains("valid for GitHub and Pelorus", verification.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_request_is_verified()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("captured.http"), $"POST /in HTTP/1.1\r\nHost: example.com\r\n{GitHubHeader}\r\n\r\nHello, World!", TestContext.Current.CancellationToken);

        CliResult valid = await CliProcess.RunAsync(["verify", "--request", "captured.http", "--secret-env", "HOOK_SECRET"], environment: Secret, folder: folder.Path);
        CliResult given = await CliProcess.RunAsync(["verify", "--request", "captured.http", "--body", "Hello, World?", "--secret-env", "HOOK_SECRET"], environment: Secret, folder: folder.Path);

        Assert.Equal("valid\n", valid.ShouldExitWith(0).Output);
        given.ShouldExitWith(1);
    }

    [Fact]
    public async Task A_PEM_file_with_the_public_key_verifies()
    {
        // The public key of RFC 8032, section 7.1, test 1.
        const string PublicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        using var folder = new TemporaryFolder();
        string pem = $"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(Convert.FromHexString("302a300506032b6570032100" + PublicKey))}\n-----END PUBLIC KEY-----\n";
        await File.WriteAllTextAsync(folder.File("public.pem"), pem, TestContext.Current.CancellationToken);
        string[] verify = ["verify", "--secret-file", "public.pem", "--header", "X-Signature-Timestamp: 1700000000", "--header", "X-Signature-Ed25519: " + new string('0', 128)];

        Assert.StartsWith("invalid: ", (await CliProcess.RunAsync([.. verify, "--scheme", "Discord"], "x", folder: folder.Path)).ShouldExitWith(1).Output, StringComparison.Ordinal);
        Assert.StartsWith("invalid: ", (await CliProcess.RunAsync(verify, "x", folder: folder.Path)).ShouldExitWith(1).Output, StringComparison.Ordinal);
        Assert.Contains("shared secret", (await CliProcess.RunAsync(["verify", "--secret-file", "public.pem", "--header", GitHubHeader], "x", folder: folder.Path)).ShouldExitWith(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_expected_signature_is_never_shown()
    {
        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", "X-Hub-Signature-256: sha256=" + new string('0', 64)], "Hello, World!", Secret);

        Assert.DoesNotContain("757107ea", result.ShouldExitWith(1).Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_of_several_secrets_may_match()
    {
        CliResult result = await CliProcess.RunAsync(
            ["verify", "--scheme", "GitHub", "--secret-env", "NEW", "--secret-env", "HOOK_SECRET", "--header", GitHubHeader, "--json"],
            "Hello, World!",
            new Dictionary<string, string>(Secret, StringComparer.Ordinal) { ["NEW"] = "another" });

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(0).Lines));
        Assert.True(json.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("secretIndex").GetInt32());
    }

    [Theory]
    [InlineData("header-missing", null)]
    [InlineData("header-malformed", "X-Hub-Signature-256: 757107ea")]
    public async Task A_missing_or_malformed_header_has_its_own_verdict(string verdict, string? header)
    {
        string[] headers = header is null ? [] : ["--header", header];

        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", .. headers], "Hello, World!", Secret);

        Assert.StartsWith(verdict + ": ", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
        Assert.Contains("X-Hub-Signature-256", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_signature_is_expired_and_not_invalid()
    {
        CliResult result = await VerifyStandardAsync();

        Assert.StartsWith("expired: ", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tolerance_of_zero_turns_the_time_check_off()
    {
        CliResult result = await VerifyStandardAsync("--tolerance-sec", "0");

        Assert.Equal("valid\n", result.ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData("1614265330", "valid\n", 0)]
    [InlineData("2021-02-25T15:02:10Z", "valid\n", 0)]
    [InlineData("1614265000", "not-yet-valid: ", 1)]
    [InlineData("1614266000", "expired: ", 1)]
    public async Task A_stored_request_can_be_verified_at_its_own_time(string present, string output, int exitCode)
    {
        CliResult result = await VerifyStandardAsync("--timestamp", present);

        Assert.StartsWith(output, result.ShouldExitWith(exitCode).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_headers_file_may_begin_with_the_request_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("headers"), $"POST /hook HTTP/1.1\r\nHost: example.com\r\n{GitHubHeader}\r\n\r\nnot a header\r\n", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--headers-file", "headers"], "Hello, World!", Secret, folder.Path);

        Assert.Equal("valid\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task An_invalid_line_of_a_headers_file_is_named_but_not_shown()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("headers"), "Host: example.com\nBearer hidden\n", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--headers-file", "headers"], "x", Secret, folder.Path);

        result.ShouldFail(2, "HeadersFileLine", "Line 2");
        Assert.DoesNotContain("hidden", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_argument_without_a_colon_is_wrong_usage_and_not_shown()
    {
        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", "Authorization hidden"], "x", Secret);

        result.ShouldBeWrongUsage("--header", "Name: value");
        Assert.DoesNotContain("hidden", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_to_verify_has_not_the_exit_code_of_a_verdict()
    {
        CliResult result = await CliProcess.RunAsync(["verify", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--header", GitHubHeader, "--in-file", Path.GetTempPath()], environment: Secret);

        result.ShouldFail(2, "InputFileNotReadable");
    }

    [Theory]
    [InlineData("signed as echo -n $(cat file)", true)]
    [InlineData("signed as echo -n $(cat file)", false)]
    [InlineData("signed as jq -c", true)]
    [InlineData("signed as jq -c", false)]
    public async Task The_vectors_of_Pelorus_verify_with_and_without_the_newlines_that_curl_strips(string signedAs, bool asSent)
    {
        JsonElement vector = TestData.Vector("pelorus.json");
        string body = vector.GetProperty("body").GetString()!;
        string header = $"{vector.GetProperty("header").GetString()}: {vector.GetProperty("values").GetProperty(signedAs).GetString()}";

        CliResult result = await CliProcess.RunAsync(
            ["verify", "--scheme", "Pelorus", "--secret-env", "HOOK_SECRET", "--header", header],
            asSent ? body : body.Replace("\n", string.Empty, StringComparison.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = vector.GetProperty("secret").GetString()! });

        Assert.Equal("valid\n", result.ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitHubSha1")]
    [InlineData("Bitbucket")]
    [InlineData("Pelorus")]
    [InlineData("StandardWebhooks")]
    [InlineData("Svix")]
    [InlineData("Stripe")]
    [InlineData("Slack")]
    [InlineData("Shopify")]
    [InlineData("GitLabToken")]
    [InlineData("XplentyHook")]
    [InlineData("XplentySalt")]
    [InlineData("Hmac")]
    public async Task Verify_accepts_what_sign_prints_for_a_generated_secret(string scheme)
    {
        CliResult secret = (await CliProcess.RunAsync(["secret", "--scheme", scheme])).ShouldExitWith(0);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = secret.Output.TrimEnd('\n') };
        string[] request = ["--scheme", scheme, "--secret-env", "HOOK_SECRET", "--id", "message-1", "--uri", "https://example.com/hook?a=1", "--event", "job.completed"];
        byte[] body = Encoding.UTF8.GetBytes("""{"app":"Grüße ✓"}""");

        CliResult signed = await CliProcess.RunAsync(["sign", .. request], body, environment);
        IEnumerable<string> headers = signed.ShouldExitWith(0).Lines.SelectMany(header => new[] { "--header", header });
        CliResult verified = await CliProcess.RunAsync(["verify", .. request, .. headers], body, environment);

        Assert.Equal("valid\n", verified.ShouldExitWith(0).Output);
    }

    private static Task<CliResult> VerifyStandardAsync(params string[] more)
    {
        JsonElement vector = TestData.Vector("standard-webhooks.json");
        return CliProcess.RunAsync(
            [
                "verify", "--scheme", "StandardWebhooks", "--secret-env", "HOOK_SECRET",
                "--header", $"webhook-id: {vector.GetProperty("id").GetString()}",
                "--header", $"webhook-timestamp: {vector.GetProperty("timestamp").GetInt64()}",
                "--header", $"webhook-signature: {vector.GetProperty("value").GetString()}",
                .. more,
            ],
            vector.GetProperty("body").GetString()!,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = vector.GetProperty("secret").GetString()! });
    }
}
