namespace WebhookTools.Listener.Reports;

/// <summary>Where the report of an alert is read.</summary>
internal static class ReportAddress
{
    public const string Prefix = "/report/";

    public static string Of(string baseAddress, string fingerprint) => baseAddress + Prefix + Uri.EscapeDataString(fingerprint);
}
