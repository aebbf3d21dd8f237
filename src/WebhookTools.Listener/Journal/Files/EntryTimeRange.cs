using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>When the entries of one file were received.</summary>
/// <param name="FirstLine">The time of the first line.</param>
/// <param name="Earliest">The earliest of all lines.</param>
/// <param name="Latest">The latest of all lines.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryTimeRange(DateTimeOffset FirstLine, DateTimeOffset Earliest, DateTimeOffset Latest)
{
    /// <summary>The span of a file with one line.</summary>
    public static EntryTimeRange Of(DateTimeOffset receivedAt) => new(receivedAt, receivedAt, receivedAt);

    /// <summary>The span with one more line.</summary>
    public EntryTimeRange With(DateTimeOffset receivedAt) => this with
    {
        Earliest = receivedAt < Earliest ? receivedAt : Earliest,
        Latest = receivedAt > Latest ? receivedAt : Latest,
    };
}
