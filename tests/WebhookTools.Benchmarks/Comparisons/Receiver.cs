using System.Globalization;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>A running receiver, and totals of its responses.</summary>
/// <param name="Command">Its command, to be shown.</param>
/// <param name="Tally">Its journal, or null if it keeps nothing that can be counted.</param>
internal sealed record Receiver(string Name, Command Command, string Uri, Server Server, JournalTally? Tally)
{
    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Broken { get; private set; }

    /// <summary>Adds the result of a run, and checks that the journal contains every accepted alarm.</summary>
    public void Note(WrkResult result)
    {
        Accepted += result.Accepted;
        Rejected += result.Rejected;
        Broken += result.Broken;
        if (Tally?.Count() is long lines && (lines < result.Accepted || lines > result.Accepted + Wrk.Connections))
        {
            throw new InvalidOperationException($"{Name} accepted {result.Accepted} alarms and kept {lines}.");
        }
    }
}

/// <summary>The receivers of a comparison. Disposing ends all of them.</summary>
internal sealed class ReceiverSet : IAsyncDisposable
{
    private readonly List<Server> _servers = [];

    /// <param name="command">Creates its command for a port.</param>
    public async Task<Receiver> StartAsync(string name, Workbench bench, Func<string, Command> command, string uriFormat, JournalTally? tally)
    {
        int port = Server.FindFreePort();
        string portText = port.ToString(CultureInfo.InvariantCulture);
        Server server = await Server.StartAsync(command(portText) with { IsSilent = true, IsMute = true }, port, bench.Cancellation);
        _servers.Add(server);
        return new Receiver(name, command("PORT"), uriFormat.Replace("PORT", portText, StringComparison.Ordinal), server, tally);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Server server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
