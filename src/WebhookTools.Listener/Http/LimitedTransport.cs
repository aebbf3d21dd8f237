using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Accepts connections within limits. One over a limit is closed before the next one is accepted, so that a burst of them never uses
/// more than one file above the limit. The server's own limit closes connections on other threads, some time after they were accepted.
/// </summary>
/// <param name="createLimits">Called once the server is bound and has loaded most of what it needs.</param>
internal sealed class LimitedTransport(IConnectionListenerFactory transport, Func<ConnectionLimits> createLimits, ListenerCounters counters, ThrottledLog log) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await transport.BindAsync(endpoint, cancellationToken), createLimits(), counters, log);

    private static IPAddress? AddressOf(BaseConnectionContext connection) => (connection.RemoteEndPoint as IPEndPoint)?.Address;

    private sealed class Listener(IConnectionListener listener, ConnectionLimits limits, ListenerCounters counters, ThrottledLog log) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await listener.AcceptAsync(cancellationToken) is { } connection)
            {
                if (limits.TryOpen(AddressOf(connection), out string problem))
                {
                    return new Connection(connection, limits);
                }

                counters.Rejected(RejectionCause.Connections);
                log.Write(ListenerLogLevel.Warning, "ConnectionRefused", () => $"A connection from {AddressOf(connection)} was closed: {problem}.");
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }

    /// <summary>A connection that counts until its socket is closed.</summary>
    private sealed class Connection(ConnectionContext connection, ConnectionLimits limits) : ConnectionContext
    {
        private readonly IPAddress? _remote = AddressOf(connection);

        public override string ConnectionId
        {
            get => connection.ConnectionId;
            set => connection.ConnectionId = value;
        }

        public override IFeatureCollection Features => connection.Features;

        public override IDictionary<object, object?> Items
        {
            get => connection.Items;
            set => connection.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => connection.Transport;
            set => connection.Transport = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => connection.ConnectionClosed;
            set => connection.ConnectionClosed = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => connection.LocalEndPoint;
            set => connection.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => connection.RemoteEndPoint;
            set => connection.RemoteEndPoint = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await connection.DisposeAsync();
            }
            finally
            {
                limits.Close(_remote);
                await base.DisposeAsync();
            }
        }
    }
}
