namespace WebhookTools.Listener.Messages;

/// <summary>The addresses of alert reports, which responses name and pages serve.</summary>
internal static class ReportAddress
{
    public const string Prefix = "/report/";

    public static string Of(string baseAddress, string fingerprint) => baseAddress + Prefix + Uri.EscapeDataString(fingerprint);
}
