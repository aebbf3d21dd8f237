using Microsoft.Extensions.Logging;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Passes the web server's own warnings and errors to the operator; not that it failed to start, since whoever started it is
/// told so by an exception, which says why.
/// </summary>
internal sealed class ServerLoggerProvider(ThrottledLog log) : ILoggerProvider
{
    /// <summary>How the generic host calls the event, in whatever category its version writes it.</summary>
    private const string StartFailed = "HostedServiceStartupFaulted";

    public ILogger CreateLogger(string categoryName) => new ServerLogger(log);

    public void Dispose()
    {
    }

    private sealed class ServerLogger(ThrottledLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !string.Equals(eventId.Name, StartFailed, StringComparison.Ordinal))
            {
                ListenerLogLevel level = logLevel >= LogLevel.Error ? ListenerLogLevel.Error : ListenerLogLevel.Warning;
                log.Write(level, "Server", () => LogText.Clean(formatter(state, exception)));
            }
        }
    }
}
