using System.Globalization;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>An alert as environment variables, for scripts that do not parse JSON.</summary>
internal static class ExecEnvironment
{
    // Linux limits a variable to 128 KiB. The JSON on standard input has the whole text.
    private const int MaximumLength = 8192;

    /// <summary>Sets all variables. A variable without a value is removed, because this process may have inherited one.</summary>
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

        // A NUL would end the variable, and the text is untrusted.
        string text = value.Replace("\0", string.Empty, StringComparison.Ordinal);
        environment[name] = text.Length <= MaximumLength ? text : text[..MaximumLength];
    }
}
