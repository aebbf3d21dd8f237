using System.Text;

namespace WebhookTools.Listener.Protocols;

/// <summary>The members of an alert, found by the names that senders commonly use.</summary>
internal sealed class GenericMembers
{
    private static readonly string[] NameMembers = ["name", "alertname", "alert_name", "title", "check"];
    private static readonly string[] StatusMembers = ["status", "state"];
    private static readonly string[] SeverityMembers = ["severity", "level", "priority"];
    private static readonly string[] SummaryMembers = ["summary", "message", "description", "text"];

    private static readonly string[][] Lists = [NameMembers, StatusMembers, SeverityMembers, SummaryMembers];

    // A name written with escapes would be longer, but senders do not escape these.
    private static readonly int MaximumNameLength = Lists.Max(names => names.Max(name => name.Length));

    // The rank of each member's current value: a name earlier in its list takes precedence, whatever the order in the body.
    private readonly int[] _ranks = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
    private readonly string?[] _values = new string?[4];

    public string? Name => _values[0];

    public string? Status => _values[1];

    public string? Severity => _values[2];

    public string? Summary => _values[3];

    /// <summary>Finds the list that contains a name, and the name's rank in it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out int kind, out int rank)
    {
        // Most members of a large body are longer than any of these names.
        if (name.Length > MaximumNameLength)
        {
            kind = rank = 0;
            return false;
        }

        for (kind = 0; kind < Lists.Length; kind++)
        {
            string[] names = Lists[kind];
            for (rank = 0; rank < names.Length; rank++)
            {
                // In any case, because PowerShell objects have a Name and a Status.
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
