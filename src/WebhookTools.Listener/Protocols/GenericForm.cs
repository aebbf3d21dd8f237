using System.Text;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>A form of a sender that no protocol describes: its fields, and the JSON that one of them may hold.</summary>
internal static class GenericForm
{
    private const int MaximumLabels = 64;
    private const int MaximumValue = 1024;

    /// <summary>Reads a form. A field that is JSON (Mandrill's <c>mandrill_events</c>, Slack's <c>payload</c>) is read as a body of JSON is; of a form without one the fields say what the alert is.</summary>
    /// <param name="items">What the alerts are called, at least one.</param>
    /// <param name="labels">The fields that are short text, secrets masked: of all alerts.</param>
    /// <returns>Whether it is a form.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, out IReadOnlyList<GenericMembers> items, out IReadOnlyDictionary<string, string> labels)
    {
        items = [];
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        labels = texts;
        if (FormBody.TryRead(body.Span) is not { } fields)
        {
            return false;
        }

        var members = new GenericMembers();
        foreach ((string name, StringValues values) in fields)
        {
            string value = values.ToString();
            if (items.Count == 0 && value is ['{' or '[', ..] && GenericBody.TryRead(Encoding.UTF8.GetBytes(value), out IReadOnlyList<GenericMembers> found).Length == 0)
            {
                items = found;
                continue;
            }

            if (value.Length > MaximumValue || texts.Count == MaximumLabels)
            {
                continue;
            }

            texts[name] = JournalMask.IsSecretName(name) ? WebhookSecret.Mask : value;
            if (GenericMembers.TryFind(Encoding.UTF8.GetBytes(name), out int kind, out int rank))
            {
                members.Take(kind, rank, value);
            }
        }

        items = items.Count == 0 ? [members] : items;
        return true;
    }
}
