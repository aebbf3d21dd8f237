using System.Text;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>What a process left behind.</summary>
public sealed record CliResult(int ExitCode, byte[] OutputBytes, byte[] ErrorBytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Output => Strict.GetString(OutputBytes);

    public string Error => Strict.GetString(ErrorBytes);

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts the exit code, and shows what the process said where it is another.</summary>
    public CliResult ShouldExitWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"The exit code is {ExitCode}, not {exitCode}.\nOutput:\n{Output}\nError:\n{Error}");
        return this;
    }

    /// <summary>Asserts that the error names its id, the words given, and leaves nothing on standard output.</summary>
    public CliResult ShouldFail(int exitCode, string errorId, params string[] words)
    {
        ShouldExitWith(exitCode);
        Assert.StartsWith($"error {errorId}: ", Error, StringComparison.Ordinal);
        Assert.Empty(Output);
        foreach (string word in words)
        {
            Assert.Contains(word, Error, StringComparison.Ordinal);
        }

        return this;
    }

    /// <summary>Asserts that the command line was refused before anything was done.</summary>
    public CliResult ShouldBeWrongUsage(params string[] words)
    {
        ShouldExitWith(2);
        Assert.StartsWith("error", Error, StringComparison.Ordinal);
        Assert.Empty(Output);
        foreach (string word in words)
        {
            Assert.Contains(word, Error, StringComparison.Ordinal);
        }

        return this;
    }
}
