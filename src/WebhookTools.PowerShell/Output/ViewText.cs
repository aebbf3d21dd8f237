using System.Collections;
using WebhookTools.Core;
using WebhookTools.Core.Masking;

namespace WebhookTools.PowerShell.Output;

/// <summary>What the format views show: text of senders and receivers with its control characters escaped, and addresses with their secrets masked. The properties keep the exact values.</summary>
public static class ViewText
{
    /// <summary>Escapes control characters, line breaks and bidirectional formatting characters.</summary>
    public static string Escape(string? text) => DisplayText.Escape(text);

    /// <summary>Does the same, but keeps line breaks.</summary>
    public static string EscapeLines(string? text) => DisplayText.EscapeLines(text);

    /// <summary>Masks what grants access in an address: the values in its query, and long random segments of its path.</summary>
    public static string Address(Uri? address) => address is null ? string.Empty : AddressMask.Show(address);

    /// <summary>Writes names and values, one pair per line.</summary>
    public static string Members(IDictionary? members) =>
        members is null ? string.Empty : string.Join('\n', members.Cast<DictionaryEntry>().Select(static member => Escape($"{member.Key}: {member.Value}")));
}
