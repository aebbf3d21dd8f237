using System.ComponentModel;
using System.Diagnostics;

namespace WebhookTools.Tests;

/// <summary>A program that a test runs. Where it is not installed the test is skipped, never passed.</summary>
public static class ExternalTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs it and gives its standard output; an exit code other than 0 fails the test.</summary>
    public static async Task<string> RunOrSkipAsync(string name, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        ToolResult? result = await RunAsync(name, arguments, input, folder, TestContext.Current.CancellationToken);
        Assert.SkipWhen(result is null, $"{name} is not installed");
        Assert.True(result!.ExitCode == 0, $"{name} ended with {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Runs it to its end; null where it is not installed.</summary>
    public static async Task<ToolResult?> RunAsync(string name, IEnumerable<string> arguments, string input, string? folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
