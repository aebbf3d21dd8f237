using System.Text;

namespace WebhookTools.Listener.Protocols;

/// <summary>What senders of JSON that no protocol describes commonly call an alert's members.</summary>
internal sealed class GenericMembers
{
    private static readonly string[] NameMembers = ["name", "alertname", "alert_name", "title", "check"];
    private static readonly string[] StatusMembers = ["status", "state"];
    private static readonly string[] SeverityMembers = ["severity", "level", "priority"];
    private static readonly string[] SummaryMembers = ["summary", "message", "description", "text"];

    private static readonly string[][] Lists = [NameMembers, StatusMembers, SeverityMembers, SummaryMembers];

    // A name that is written with escapes is longer, and no sender does that.
    private static readonly int LongestName = Lists.Max(names => names.Max(name => name.Length));

    // The place in its list of the member that was taken: an earlier name wins over a later one, whatever their order in the body.
    private readonly int[] _ranks = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
    private readonly string?[] _values = new string?[4];

    public string? Name => _values[0];

    public string? Status => _values[1];

    public string? Severity => _values[2];

    public string? Summary => _values[3];

    /// <summary>Finds what a member of that name tells.</summary>
    /// <returns>Whether it tells anything.</returns>
    public static bool TryFind(ReadOnlySpan<byte> name, out int kind, out int rank)
    {
        // Most members of a large body are none of these: their length tells it.
        if (name.Length > LongestName)
        {
            kind = rank = 0;
            return false;
        }

        for (kind = 0; kind < Lists.Length; kind++)
        {
            string[] names = Lists[kind];
            for (rank = 0; rank < names.Length; rank++)
            {
                // In any case: PowerShell's objects have a Name and a Status.
                if (Ascii.EqualsIgnoreCase(name, names[rank]))
                {
                    return true;
                }
            }
        }

        rank = 0;
        return false;
    }

    public void Take(int kind, int rank, string value)
    {
        if (rank <= _ranks[kind])
        {
            _ranks[kind] = rank;
            _values[kind] = value;
        }
    }
}
