using System.Globalization;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>An alert as variables of a command's environment, for scripts that want no JSON.</summary>
internal static class AlertVariables
{
    // Linux takes no variable over 128 KiB, and a script wants none: the JSON has the whole text.
    private const int MaximumLength = 8192;

    /// <summary>Sets them all; one that the alert has no value for is taken away, should this process have one of its name.</summary>
    public static void Set(IDictionary<string, string?> environment, WebhookAlert alert)
    {
        Set(environment, "WEBHOOK_ID", alert.Id);
        Set(environment, "WEBHOOK_RECEIVED_AT", alert.ReceivedAt.ToString("O", CultureInfo.InvariantCulture));
        Set(environment, "WEBHOOK_PROTOCOL", alert.Protocol);
        Set(environment, "WEBHOOK_EVENT", alert.Event);
        Set(environment, "WEBHOOK_NAME", alert.Name);
        Set(environment, "WEBHOOK_STATUS", alert.Status);
        Set(environment, "WEBHOOK_SEVERITY", alert.Severity);
        Set(environment, "WEBHOOK_FINGERPRINT", alert.Fingerprint);
        Set(environment, "WEBHOOK_SUMMARY", alert.Summary);
    }

    private static void Set(IDictionary<string, string?> environment, string name, string? value)
    {
        if (value is null)
        {
            environment.Remove(name);
            return;
        }

        // A variable ends at its first NUL, and the alert's text is a stranger's.
        string text = value.Replace("\0", string.Empty, StringComparison.Ordinal);
        environment[name] = text.Length <= MaximumLength ? text : text[..MaximumLength];
    }
}
