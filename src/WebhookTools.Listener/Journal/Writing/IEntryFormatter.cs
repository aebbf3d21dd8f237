using WebhookTools.Core.Payloads;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Writes entries as they stand in the journal. Not safe for many threads.</summary>
internal interface IEntryFormatter
{
    /// <summary>Adds the entry, complete with what ends it.</summary>
    void Format(JournalEntry entry, ByteBuffer destination);
}
