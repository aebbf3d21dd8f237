using Microsoft.Extensions.Logging;

namespace WebhookTools.Listener.Hosting;

/// <summary>Passes the web server's own warnings and errors to the operator.</summary>
internal sealed class ServerLoggerProvider(ThrottledLog log) : ILoggerProvider
{
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
            if (IsEnabled(logLevel))
            {
                ListenerLogLevel level = logLevel >= LogLevel.Error ? ListenerLogLevel.Error : ListenerLogLevel.Warning;
                log.Write(level, "Server", () => LogText.Clean(formatter(state, exception)));
            }
        }
    }
}
