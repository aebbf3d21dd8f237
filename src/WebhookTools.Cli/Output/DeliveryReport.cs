using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Sending;

namespace WebhookTools.Cli.Output;

/// <summary>Reports deliveries: results on standard output, failures and progress on standard error.</summary>
internal sealed class DeliveryReport(CommandContext context, bool isJson, bool isVerbose) : IDeliveryObserver
{
    // On a terminal, show why the command waits. In a log, only on request.
    private readonly bool _showsWaits = isVerbose || CommandContext.IsErrorTerminal;

    private long _delivered;
    private long _failed;

    public void OnAttempt(ShownAddress address, int attempt)
    {
        if (isVerbose)
        {
            context.Error.WriteLine($"attempt {attempt} to {address}");
        }
    }

    public void OnRetry(ShownAddress address, int attempt, string reason, TimeSpan delay)
    {
        if (_showsWaits)
        {
            context.Error.WriteLine($"attempt {attempt} to {address} failed: {DisplayText.Escape(reason)} Retrying in {Seconds(delay)} s.");
        }
    }

    public void Add(DeliveryResult result)
    {
        Interlocked.Increment(ref result.IsSuccess ? ref _delivered : ref _failed);
        if (isJson)
        {
            context.Output.WriteJsonLine(result, DeliveryJson.Write);
        }
        else if (result.IsSuccess)
        {
            context.Output.WriteLine(Line(result));
        }

        context.Output.Flush();
        if (result.Error is { } error)
        {
            ErrorPrinter.Print(context.Error, error);
        }

        if ((isVerbose || (!result.IsSuccess && !isJson)) && !string.IsNullOrWhiteSpace(result.ResponseBody))
        {
            context.Error.WriteLine("response body:");
            context.Error.WriteLine(DisplayText.EscapeLines(result.ResponseBody).TrimEnd() + (result.IsResponseBodyTruncated ? "…" : string.Empty));
        }
    }

    /// <summary>Prints a summary, unless there was exactly one delivery or none failed.</summary>
    /// <returns>The exit code.</returns>
    public int Complete()
    {
        long total = _delivered + _failed;
        if (total != 1 && (isVerbose || _failed > 0 || total == 0))
        {
            context.Error.WriteLine(total == 0 ? "nothing to send: the input contains no JSON value" : $"{total} sent: {_delivered} delivered, {_failed} failed");
        }

        return _failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Line(DeliveryResult result)
    {
        string attempts = result.Attempts == 1 ? "1 attempt" : $"{result.Attempts} attempts";
        string line = string.Create(CultureInfo.InvariantCulture, $"{result.StatusCode} {result.Address} {attempts} {result.Duration.TotalMilliseconds:0} ms");
        return result.Id is null ? line : $"{line} {DisplayText.Escape(result.Id)}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
