using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>The times of receipt of the entries in one file.</summary>
/// <param name="FirstLine">The time of the first line, which is not always the earliest.</param>
/// <param name="Earliest">The earliest time.</param>
/// <param name="Latest">The latest time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryTimeRange(DateTimeOffset FirstLine, DateTimeOffset Earliest, DateTimeOffset Latest)
{
    public static EntryTimeRange Of(DateTimeOffset receivedAt) => new(receivedAt, receivedAt, receivedAt);

    public EntryTimeRange With(DateTimeOffset receivedAt) => this with
    {
        Earliest = receivedAt < Earliest ? receivedAt : Earliest,
        Latest = receivedAt > Latest ? receivedAt : Latest,
    };
}
