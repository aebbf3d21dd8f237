using Microsoft.Extensions.Logging;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Passes the web server's warnings and errors to the operator, except that it failed to start: the exception from the start says
/// so, and why.
/// </summary>
internal sealed class ServerLoggerProvider(ThrottledLog log) : ILoggerProvider
{
    /// <summary>The generic host's name of the event. Its category differs between versions.</summary>
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
