using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class UsageTests
{
    public static TheoryData<string> Commands => ["send", "sign", "verify", "debug", "secret", "payload", "listen", "alerts", "demo"];

    [Fact]
    public async Task Without_a_command_it_lists_the_commands()
    {
        (await CliProcess.RunAsync([])).ShouldBeWrongUsage("No command", "send, sign, verify", "--help");
    }

    [Fact]
    public async Task An_unknown_command_is_named()
    {
        (await CliProcess.RunAsync(["sing", "--scheme", "GitHub"])).ShouldBeWrongUsage("'sing'", "sign");
    }

    [Fact]
    public async Task An_unknown_option_is_named_with_the_help_to_read()
    {
        (await CliProcess.RunAsync(["sign", "--scheme", "GitHub", "--sceret-env", "X"])).ShouldBeWrongUsage("'--sceret-env'", "webhooktools sign --help");
    }

    [Theory]
    [InlineData("--secret", "s3cret-value")]
    [InlineData("--token", "-s3cret-value")]
    [InlineData("--password=s3cret-value", "--json")]
    [InlineData("--password:s3cret-value", "--json")]
    [InlineData("-ps3cret-value", "--json")]
    [InlineData("s3cret-value", "--json")]
    public async Task What_may_be_a_secret_in_the_wrong_place_is_not_echoed(string first, string second)
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", first, second]);

        result.ShouldBeWrongUsage("webhooktools sign --help");
        Assert.DoesNotContain("s3cret", result.Error, StringComparison.Ordinal);
        if (first.StartsWith("--", StringComparison.Ordinal))
        {
            Assert.Contains($"'{first.Split('=', ':')[0]}'", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--secret", "s3cret-value", "sign")]
    [InlineData("S3cret-value", "sign", "--json")]
    public async Task Before_the_command_it_is_not_echoed_either(string first, string second, string third)
    {
        CliResult result = await CliProcess.RunAsync([first, second, third]);

        Assert.DoesNotContain("3cret", result.ShouldExitWith(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--secret-env", "5f1d0a77c2b94e105f1d0a77c2b94e10")]
    [InlineData("--secret-env", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("--secret-env", "a secret, with spaces")]
    [InlineData("--secret-file", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("--secret-file", "MfKQ9r8GKYqrTwjUPD8I+/ZIo2LaLaSwMfKQ9r8GKYqrTwjUP=")]
    public async Task A_secret_in_place_of_its_source_is_not_echoed(string option, string secret)
    {
        CliResult result = await CliProcess.RunAsync(["sign", "--scheme", "GitHub", option, secret, "--body", "{}"]);

        Assert.DoesNotContain(secret, result.ShouldExitWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("***", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_required_option_is_named()
    {
        (await CliProcess.RunAsync(["sign"])).ShouldBeWrongUsage("--scheme");
    }

    [Fact]
    public async Task A_receivers_address_is_required_and_absolute()
    {
        (await CliProcess.RunAsync(["send"])).ShouldBeWrongUsage("URI");
        (await CliProcess.RunAsync(["send", "example.com/hook"])).ShouldBeWrongUsage("URI", "http or https");
        (await CliProcess.RunAsync(["send", "ftp://example.com/hook"])).ShouldBeWrongUsage("URI", "http or https");
    }

    [Theory]
    [InlineData("listen", "--port", "65536", "from 0 to 65535")]
    [InlineData("listen", "--port", "http", "a whole number")]
    [InlineData("listen", "--address", "nowhere", "an IP address")]
    [InlineData("listen", "--durability", "sometimes", "synced, flushed, buffered")]
    [InlineData("listen", "--log-format", "xml", "json, text")]
    [InlineData("listen", "--maximum-log-size", "24 bananas", "24MiB")]
    [InlineData("listen", "--maximum-log-size", "-1", "24MiB")]
    [InlineData("listen", "--maximum-log-size", "99999999999GiB", "24MiB")]
    [InlineData("listen", "--deduplicate-sec", "-1", "a number of seconds")]
    [InlineData("listen", "--retained-age", "30", "a duration")]
    [InlineData("listen", "--path", "hooks", "begins with a slash")]
    [InlineData("alerts", "--since", "yesterday", "ISO 8601")]
    [InlineData("alerts", "--last", "0", "at least 1")]
    [InlineData("payload", "--maximum-depth", "0", "from 1 to 1000")]
    public async Task A_value_out_of_range_is_shown_with_what_was_expected(string command, string option, string value, string expected)
    {
        (await CliProcess.RunAsync([command, $"{option}={value}"])).ShouldBeWrongUsage(option, $"'{value}'", expected);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_a_command_goes_to_standard_output_and_ends_with_examples(string command)
    {
        CliResult result = await CliProcess.RunAsync([command, "--help"]);

        Assert.Empty(result.ShouldExitWith(0).Error);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        string examples = result.Output[result.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"webhooktools {command}", examples, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_every_command_and_the_exit_codes()
    {
        CliResult result = await CliProcess.RunAsync(["--help"]);

        result.ShouldExitWith(0);
        foreach (string command in Commands.Select(row => row.Data))
        {
            Assert.Matches($"(?m)^  {command}[ <]", result.Output);
        }

        Assert.Contains("0 done; 1 the job failed; 2 wrong usage; 3 interrupted", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_build()
    {
        CliResult result = await CliProcess.RunAsync(["--version"]);

        Assert.Equal(Repository.Version + "\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_fails_the_job()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full");

        CliResult result = await CliProcess.RunToolAsync("sh", ["-c", "\"$0\" secret > /dev/full", CliProcess.Executable]);

        Assert.StartsWith("error StreamFailed: ", result.ShouldExitWith(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_option_takes_a_secret_as_its_value()
    {
        foreach (string command in Commands.Select(row => row.Data))
        {
            CliResult help = await CliProcess.RunAsync([command, "--help"]);
            Assert.DoesNotMatch("--(secret|token|password) ", help.ShouldExitWith(0).Output);
        }
    }
}
