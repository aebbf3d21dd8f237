using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class SecretTests
{
    [Fact]
    public async Task A_secret_is_one_line_in_its_schemes_format()
    {
        CliResult result = await CliProcess.RunAsync(["secret", "--scheme", "standardwebhooks"]);

        string secret = Assert.Single(result.ShouldExitWith(0).Lines);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.True(Convert.FromBase64String(secret["whsec_".Length..]).Length >= 24);
    }

    [Fact]
    public async Task Two_secrets_are_never_the_same()
    {
        CliResult first = await CliProcess.RunAsync(["secret", "--scheme", "GitHub"]);
        CliResult second = await CliProcess.RunAsync(["secret", "--scheme", "GitHub"]);

        Assert.NotEqual(first.ShouldExitWith(0).Output, second.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Json_is_printed_on_request()
    {
        CliResult result = await CliProcess.RunAsync(["secret", "--scheme", "Slack", "--json"]);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(0).Lines));
        Assert.Equal("Slack", json.RootElement.GetProperty("scheme").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("secret").GetString()!);
    }

    [Fact]
    public async Task A_secret_file_is_readable_only_by_its_owner_and_signs()
    {
        using var folder = new TemporaryFolder();

        CliResult made = await CliProcess.RunAsync(["secret", "--scheme", "StandardWebhooks", "--out-file", "hook.secret"], folder: folder.Path);
        CliResult signed = await CliProcess.RunAsync(["sign", "--scheme", "StandardWebhooks", "--secret-file", "hook.secret"], "x", folder: folder.Path);

        Assert.Empty(made.ShouldExitWith(0).Output);
        signed.ShouldExitWith(0);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("hook.secret")));
        }
    }

    [Theory]
    [InlineData("StandardWebhooksEd25519")]
    [InlineData("Discord")]
    public async Task For_a_key_pair_the_public_key_is_printed_on_standard_error(string scheme)
    {
        using var folder = new TemporaryFolder();

        CliResult pair = await CliProcess.RunAsync(["secret", "--scheme", scheme]);
        CliResult filed = await CliProcess.RunAsync(["secret", "--scheme", scheme, "--out-file", "private.key"], folder: folder.Path);
        CliResult json = await CliProcess.RunAsync(["secret", "--scheme", scheme, "--json"]);

        Assert.Single(pair.ShouldExitWith(0).Lines);
        Assert.StartsWith("public key: ", pair.Error, StringComparison.Ordinal);
        Assert.True(JsonElement.Parse(json.ShouldExitWith(0).Output).GetProperty("publicKey").GetString()!.Length > 40);
        await File.WriteAllTextAsync(folder.File("public.key"), filed.ShouldExitWith(0).Output, TestContext.Current.CancellationToken);
        CliResult signed = await CliProcess.RunAsync(["sign", "--scheme", scheme, "--secret-file", "private.key"], "x", folder: folder.Path);
        await File.WriteAllTextAsync(folder.File("headers.txt"), signed.ShouldExitWith(0).Output, TestContext.Current.CancellationToken);
        (await CliProcess.RunAsync(["verify", "--scheme", scheme, "--secret-file", "public.key", "--headers-file", "headers.txt"], "x", folder: folder.Path)).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_secret_in_use_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("hook.secret"), "in use", TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["secret", "--out-file", "hook.secret"], folder: folder.Path);

        result.ShouldFail(2, "SecretFileNotWritable", "hook.secret");
        Assert.Equal("in use", await File.ReadAllTextAsync(folder.File("hook.secret"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("15")]
    [InlineData("65")]
    [InlineData("many")]
    public async Task A_byte_count_out_of_range_shows_the_range(string count)
    {
        CliResult result = await CliProcess.RunAsync(["secret", "--byte-count", count]);

        result.ShouldBeWrongUsage("--byte-count", count, "from 16 to 64");
    }

    [Fact]
    public async Task The_list_shows_every_scheme_with_its_description()
    {
        CliResult result = await CliProcess.RunAsync(["secret", "--list"]);

        Assert.Contains(result.ShouldExitWith(0).Lines, line => line.StartsWith("GitHub ", StringComparison.Ordinal) && line.Contains("HMAC-SHA256", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_pair_signs_with_one_key_and_verifies_with_the_other()
    {
        using var folder = new TemporaryFolder();
        const string Scheme = "StandardWebhooksEd25519";
        (await CliProcess.RunAsync(["secret", "--scheme", Scheme, "--out-file", "private"], folder: folder.Path)).ShouldExitWith(0);
        CliResult publicKey = (await CliProcess.RunAsync(["secret", "--public", "--scheme", Scheme, "--secret-file", "private"], folder: folder.Path)).ShouldExitWith(0);
        await File.WriteAllTextAsync(folder.File("public"), publicKey.Output, TestContext.Current.CancellationToken);

        CliResult signed = (await CliProcess.RunAsync(["sign", "--scheme", Scheme, "--secret-file", "private"], "hello", folder: folder.Path)).ShouldExitWith(0);
        CliResult verified = await CliProcess.RunAsync(["verify", "--scheme", Scheme, "--secret-file", "public", .. signed.Lines.SelectMany(line => new[] { "--header", line })], "hello", folder: folder.Path);

        Assert.StartsWith("whpk_", publicKey.Output, StringComparison.Ordinal);
        Assert.Equal("valid\n", verified.ShouldExitWith(0).Output);
    }
}
