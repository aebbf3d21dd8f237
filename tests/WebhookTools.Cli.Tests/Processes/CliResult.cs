using System.Text;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>The exit code and output of a process.</summary>
public sealed record CliResult(int ExitCode, byte[] OutputBytes, byte[] ErrorBytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Output => Strict.GetString(OutputBytes);

    public string Error => Strict.GetString(ErrorBytes);

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts the exit code. The failure message shows the output.</summary>
    public CliResult ShouldExitWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"The exit code is {ExitCode}, not {exitCode}.\nOutput:\n{Output}\nError:\n{Error}");
        return this;
    }

    /// <summary>Asserts the exit code, the error id, that the error contains the words, and that standard output is empty.</summary>
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

    /// <summary>Asserts that the arguments were rejected before anything was done.</summary>
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
