using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Tests;

/// <summary>Runs the programs that tests use as peers. A test whose program is not installed is skipped, never passed.</summary>
public static class ExternalTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program and returns its standard output. An exit code other than 0 fails the test.</summary>
    public static async Task<string> RunOrSkipAsync(string name, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        ToolResult? result = await RunAsync(name, arguments, input, folder, TestContext.Current.CancellationToken);
        Assert.SkipWhen(result is null, $"{name} is not installed");
        Assert.True(result!.ExitCode == 0, $"{name} exited with {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Returns a free port, for a program that does not report which one it got for port 0.</summary>
    public static int FindFreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Runs a program until it exits. Returns null if it is not installed.</summary>
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

/// <summary>The exit code and the output of a program.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);
