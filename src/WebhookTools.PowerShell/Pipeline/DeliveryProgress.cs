using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>Shows attempts and delays as verbose messages, and progress if a delivery takes long.</summary>
/// <param name="command">The cmdlet whose streams are written to.</param>
/// <param name="post">Runs an action on the pipeline thread.</param>
/// <param name="isVerbose">Whether verbose messages are shown.</param>
internal sealed class DeliveryProgress(AsyncCommand command, Action<Action> post, bool isVerbose) : IDeliveryObserver
{
    private const int ActivityId = 1;
    private const string Activity = "Sending webhooks";

    /// <summary>A shorter delivery shows no progress.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private TimeSpan _lastShown;
    private bool _isShown;
    private long _delivered;
    private long _failed;

    /// <inheritdoc/>
    public void OnAttempt(ShownAddress address, int attempt)
    {
        if (isVerbose)
        {
            post(() => command.WriteVerbose(Text($"Attempt {attempt}: {address}")));
        }
    }

    /// <inheritdoc/>
    public void OnRetry(ShownAddress address, int attempt, string reason, TimeSpan delay) =>
        post(() =>
        {
            string wait = Text($"Attempt {attempt} failed: {reason} Attempt {attempt + 1} follows in {delay.TotalSeconds:0.###} s.");
            command.WriteVerbose(wait);
            if (delay > Patience)
            {
                Show(wait);
            }
        });

    /// <summary>Counts a delivery that has ended. Must be called on the pipeline thread.</summary>
    public void Count(bool isSuccess)
    {
        if (isSuccess)
        {
            _delivered++;
        }
        else
        {
            _failed++;
        }

        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(_start);
        if (elapsed > Patience && elapsed - _lastShown > Interval)
        {
            _lastShown = elapsed;
            Show("Sending");
        }
    }

    /// <summary>Removes the progress bar. Must be called on the pipeline thread.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            command.WriteProgress(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Show(string operation)
    {
        _isShown = true;
        command.WriteProgress(new ProgressRecord(ActivityId, Activity, Text($"{_delivered} delivered, {_failed} failed"))
        {
            CurrentOperation = operation,
        });
    }
}
