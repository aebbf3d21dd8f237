using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Sending;

namespace WebhookTools.Cli.Sending;

/// <summary>Tells what becomes of deliveries: results on standard output, failures and what goes on meanwhile on standard error.</summary>
internal sealed class DeliveryReport(Shell shell, bool isJson, bool isVerbose) : IDeliveryObserver
{
    // A person who waits wants to know for what; a log wants it only when asked.
    private readonly bool _showsWaits = isVerbose || Shell.IsErrorTerminal;

    private long _delivered;
    private long _failed;

    public void OnAttempt(Uri uri, int attempt)
    {
        if (isVerbose)
        {
            shell.Error.WriteLine($"attempt {attempt} to {uri}");
        }
    }

    public void OnRetry(Uri uri, int attempt, string reason, TimeSpan delay)
    {
        if (_showsWaits)
        {
            shell.Error.WriteLine($"attempt {attempt} to {uri} failed: {TerminalText.Clean(reason)} Again in {Seconds(delay)} s.");
        }
    }

    /// <summary>Reports one delivery.</summary>
    public void Add(DeliveryResult result)
    {
        Interlocked.Increment(ref result.IsSuccess ? ref _delivered : ref _failed);
        if (isJson)
        {
            shell.Output.WriteJsonLine(result, DeliveryJson.Write);
        }
        else if (result.IsSuccess)
        {
            shell.Output.WriteLine(Line(result));
        }

        shell.Output.Flush();
        if (result.Error is { } error)
        {
            ErrorPrinter.Print(shell.Error, error);
        }

        if ((isVerbose || (!result.IsSuccess && !isJson)) && !string.IsNullOrWhiteSpace(result.ResponseBody))
        {
            shell.Error.WriteLine("the receiver replied:");
            shell.Error.WriteLine(TerminalText.CleanLines(result.ResponseBody).TrimEnd() + (result.IsResponseBodyTruncated ? "…" : string.Empty));
        }
    }

    /// <summary>Sums up where there is something to sum up.</summary>
    /// <returns>The exit code.</returns>
    public int Complete()
    {
        long total = _delivered + _failed;
        if (total != 1 && (isVerbose || _failed > 0 || total == 0))
        {
            shell.Error.WriteLine(total == 0 ? "nothing to send: the input holds no JSON value" : $"{total} sent: {_delivered} delivered, {_failed} failed");
        }

        return _failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Line(DeliveryResult result)
    {
        string attempts = result.Attempts == 1 ? "1 attempt" : $"{result.Attempts} attempts";
        string line = string.Create(CultureInfo.InvariantCulture, $"{result.StatusCode} {result.Uri} {attempts} {result.Duration.TotalMilliseconds:0} ms");
        return result.Id is null ? line : $"{line} {TerminalText.Clean(result.Id)}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
