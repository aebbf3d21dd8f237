using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class SignTests
{
    private static readonly Dictionary<string, string> Secret = new(StringComparer.Ordinal) { ["HOOK_SECRET"] = "It's a Secret to Everybody" };

    private const string GitHubLine = "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\n";

    [Fact]
    public async Task Standard_input_is_signed_byte_for_byte()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], "Hello, World!", Secret);

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_body_argument_is_signed_unchanged()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "github", "--secret-env", "HOOK_SECRET", "--body", "Hello, World!"], environment: Secret);

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_file_is_signed_with_all_its_bytes()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("body.txt"), "Hello, World!", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--in-file", "body.txt"], environment: Secret, folder: folder.Path);

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_body_that_begins_with_an_at_sign_is_not_a_response_file()
    {
        CliResult text = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--body", "@everyone"], environment: Secret);
        CliResult input = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], "@everyone", Secret);

        Assert.Equal(input.ShouldExitWith(0).Output, text.ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData("github.json")]
    [InlineData("slack.json")]
    [InlineData("standard-webhooks.json")]
    [InlineData("stripe.json")]
    public async Task A_published_vector_is_signed_as_published(string file)
    {
        JsonElement vector = TestData.Vector(file);
        List<string> arguments = ["sign", "--scheme", vector.GetProperty("scheme").GetString()!, "--secret-env", "HOOK_SECRET"];
        if (vector.TryGetProperty("timestamp", out JsonElement timestamp))
        {
            arguments.AddRange(["--timestamp", timestamp.GetInt64().ToString(CultureInfo.InvariantCulture)]);
        }

        if (vector.TryGetProperty("id", out JsonElement id))
        {
            arguments.AddRange(["--id", id.GetString()!]);
        }

        byte[] body = vector.TryGetProperty("bodyFile", out JsonElement bodyFile)
            ? await File.ReadAllBytesAsync(TestData.VectorFile(bodyFile.GetString()!), TestContext.Current.CancellationToken)
            : System.Text.Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString()!);

        CliResult result = await CliProcess.RunAsync(arguments, body, new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = vector.GetProperty("secret").GetString()! });

        Assert.Contains($"{vector.GetProperty("header").GetString()}: {vector.GetProperty("value").GetString()}", result.ShouldExitWith(0).Lines);
    }

    [Fact]
    public async Task A_large_body_on_standard_input_has_the_signature_of_the_same_file()
    {
        using var folder = new TemporaryFolder();
        byte[] body = new byte[20 * 1024 * 1024];
        for (int index = 0; index < body.Length; index++)
        {
            body[index] = (byte)(index * 31);
        }

        await File.WriteAllBytesAsync(folder.File("body"), body, TestContext.Current.CancellationToken);
        string[] arguments = ["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"];

        CliResult input = await CliProcess.RunAsync(arguments, body, Secret);
        CliResult file = await CliProcess.RunAsync([.. arguments, "--in-file", folder.File("body")], environment: Secret);

        Assert.Equal(file.ShouldExitWith(0).Output, input.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_named_pipe_is_read_like_standard_input()
    {
        Tool.Require("bash");
        CliResult result = await CliProcess.RunToolAsync("bash", ["-c", "\"$0\" sign --scheme GitHub --secret-env HOOK_SECRET --in-file <(printf 'Hello, World!')", CliProcess.Executable], environment: Secret);

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData("It's a Secret to Everybody")]
    [InlineData("It's a Secret to Everybody\n")]
    [InlineData("It's a Secret to Everybody\r\n")]
    [InlineData("\uFEFFIt's a Secret to Everybody\n")]
    public async Task The_newline_at_the_end_of_a_secret_file_is_not_part_of_the_secret(string content)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("secret"), content, TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-file", folder.File("secret")], "Hello, World!");

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Only_one_newline_is_removed_from_a_secret_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("secret"), "It's a Secret to Everybody\n\n", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-file", folder.File("secret")], "Hello, World!");

        Assert.NotEqual(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Without_an_option_the_secret_comes_from_the_default_variable()
    {
        CliResult result = await CliProcess.RunAsync(
            ["sign", "--scheme", "GitHub"],
            "Hello, World!",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBHOOKTOOLS_SECRET"] = Secret["HOOK_SECRET"] });

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task With_several_secrets_the_first_one_signs()
    {
        CliResult result = await CliProcess.RunAsync(
            ["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--secret-env", "OLD"],
            "Hello, World!",
            new Dictionary<string, string>(Secret, StringComparer.Ordinal) { ["OLD"] = "another" });

        Assert.Equal(GitHubLine, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Json_contains_the_value_and_each_header()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "Slack", "--secret-env", "HOOK_SECRET", "--timestamp", "1531420618", "--json"], "x=1", Secret);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(0).Lines));
        Assert.Equal("Slack", json.RootElement.GetProperty("scheme").GetString());
        Assert.Equal("1531420618", json.RootElement.GetProperty("headers").GetProperty("X-Slack-Request-Timestamp").GetString());
        Assert.Equal(json.RootElement.GetProperty("value").GetString(), json.RootElement.GetProperty("headers").GetProperty("X-Slack-Signature").GetString());
    }

    [Fact]
    public async Task The_Hmac_scheme_is_configured_with_options()
    {
        CliResult result = await CliProcess.RunAsync(
            ["sign", "--scheme", "Hmac", "--secret-env", "HOOK_SECRET", "--header-name", "X-Mine", "--algorithm", "SHA512", "--encoding", "Base64", "--prefix", "v9=", "--template", "{method}.{body}", "--method", "put"],
            "Hello",
            Secret);

        byte[] expected = System.Security.Cryptography.HMACSHA512.HashData("It's a Secret to Everybody"u8, "PUT.Hello"u8);
        Assert.Contains($"X-Mine: v9={Convert.ToBase64String(expected)}", result.ShouldExitWith(0).Lines);
    }

    [Theory]
    [InlineData("sign")]
    [InlineData("verify", "--header", "X-Hub-Signature-256: sha256=00")]
    [InlineData("listen", "--port", "0")]
    public async Task A_public_key_is_refused_as_a_shared_secret(string command, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_KEY"] = "whpk_Qxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo=" };
        using var folder = new TemporaryFolder();

        CliResult result = await CliProcess.RunAsync([command, "--scheme", "GitHub", "--secret-env", "HOOK_KEY", .. arguments], "x", environment, folder.Path);

        Assert.Contains("is a public key, but GitHub uses a shared secret", result.ShouldExitWith(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Qxrp7", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_variable_is_named()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "NO_SUCH_VARIABLE"], "x");

        result.ShouldFail(2, "SecretVariableNotSet", "NO_SUCH_VARIABLE");
    }

    [Fact]
    public async Task An_empty_variable_is_named()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "EMPTY"], "x", new Dictionary<string, string>(StringComparer.Ordinal) { ["EMPTY"] = string.Empty });

        // Not every platform can start a process with an empty variable.
        result.ShouldExitWith(2);
        Assert.Contains("'EMPTY'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_secret_lists_the_possible_sources()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub"], "x");

        result.ShouldFail(2, "SecretMissing", "--secret-env", "--secret-file", "WEBHOOKTOOLS_SECRET");
    }

    [Fact]
    public async Task A_missing_secret_file_is_named()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-file", "/no/such/file"], "x");

        result.ShouldFail(2, "SecretFileNotReadable", "/no/such/file");
    }

    [Fact]
    public async Task An_empty_secret_file_is_an_error()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("secret"), "\n", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-file", folder.File("secret")], "x");

        result.ShouldFail(2, "SecretFileEmpty");
    }

    [Fact]
    public async Task A_secret_file_that_is_not_text_is_an_error_that_does_not_show_it()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("secret"), [0x41, 0xff, 0xfe], TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-file", folder.File("secret")], "x");

        result.ShouldFail(2, "SecretFileNotText");
    }

    [Fact]
    public async Task A_secret_as_an_argument_is_not_offered()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret", "x"], "x");

        result.ShouldBeWrongUsage("--secret");
    }

    [Fact]
    public async Task A_secret_that_is_not_in_its_schemes_format_is_wrong_usage_and_is_not_shown()
    {
        CliResult result = await CliProcess.RunAsync(
            ["sign", "--scheme", "StandardWebhooks", "--secret-env", "HOOK_SECRET"],
            "x",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = "whsec_!not-base64!" });

        result.ShouldBeWrongUsage("base64");
        Assert.DoesNotContain("!not-base64!", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_signal_ends_the_wait_for_a_body_and_leaves_nothing_behind(int mebibytes)
    {
        Tool.RequirePosix();
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>(Secret, StringComparer.Ordinal) { ["TMPDIR"] = folder.Path };
        await using CliProcess process = CliProcess.Start(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], environment);
        await process.Input.BaseStream.WriteAsync(new byte[mebibytes * 1024 * 1024], TestContext.Current.CancellationToken);
        await process.Input.BaseStream.FlushAsync(TestContext.Current.CancellationToken);

        process.Signal(PosixSignal.SIGINT);

        Assert.Contains("interrupted", (await process.WaitAsync()).ShouldExitWith(3).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_large_body_is_signed_from_a_temporary_file_that_is_deleted()
    {
        using var folder = new TemporaryFolder();
        byte[] body = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(body);
        var environment = new Dictionary<string, string>(Secret, StringComparer.Ordinal) { ["TMPDIR"] = folder.Path };

        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], body, environment);

        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret["HOOK_SECRET"]), body);
        Assert.Equal($"X-Hub-Signature-256: sha256={Convert.ToHexStringLower(signature)}\n", result.ShouldExitWith(0).Output);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task An_unknown_scheme_lists_the_known_ones()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "Nope", "--secret-env", "HOOK_SECRET"], "x", Secret);

        result.ShouldBeWrongUsage("Nope", "GitHub", "StandardWebhooks");
    }

    [Fact]
    public async Task A_missing_body_file_is_named()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--in-file", "no-such-file.json"], environment: Secret);

        result.ShouldFail(2, "InputFileNotFound", "no-such-file.json");
    }

    [Fact]
    public async Task A_body_can_be_given_only_once()
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--in-file", "a", "--body", "b"], environment: Secret);

        result.ShouldFail(2, "BodyGivenTwice");
    }
}
