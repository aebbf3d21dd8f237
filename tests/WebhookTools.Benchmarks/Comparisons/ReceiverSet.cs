using System.Globalization;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The receivers of a comparison, all ended with it.</summary>
internal sealed class ReceiverSet : IAsyncDisposable
{
    private readonly List<Server> _servers = [];

    /// <param name="command">Its command, for a port.</param>
    public async Task<Receiver> StartAsync(string name, Workbench bench, Func<string, Command> command, string path, JournalTally? tally)
    {
        int port = Server.FindFreePort();
        Command listen = command(port.ToString(CultureInfo.InvariantCulture));
        Server server = await Server.StartAsync(listen with { IsSilent = true, IsMute = true }, port, bench.Cancellation);
        _servers.Add(server);
        return new Receiver(name, command("PORT"), FormattableString.Invariant($"http://127.0.0.1:{port}{path}"), server, tally);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Server server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
