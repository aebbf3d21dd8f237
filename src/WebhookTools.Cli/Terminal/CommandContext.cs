using System.Text;
using WebhookTools.Core;

namespace WebhookTools.Cli.Terminal;

/// <summary>A command's view of its process: streams, signals, clock and randomness. Data goes to <see cref="Output"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class CommandContext : IDisposable
{
    private readonly Lazy<StandardInput> _input = new(() => new StandardInput());
    private readonly StandardOutput _output = new();
    private readonly StreamWriter _error = new(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    public CommandContext()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            // Output is written as raw UTF-8, so the console must decode it as UTF-8.
            Console.OutputEncoding = Encoding.UTF8;
        }

        Error = TextWriter.Synchronized(_error);
    }

    public Stream Input => _input.Value;

    public static bool IsInputTerminal => !Console.IsInputRedirected;

    /// <summary>Standard output: UTF-8 without a byte-order mark.</summary>
    public StandardOutput Output => _output;

    /// <summary>Standard error: UTF-8 without a byte-order mark. Thread-safe.</summary>
    public TextWriter Error { get; }

    public static bool IsErrorTerminal => !Console.IsErrorRedirected;

    public Interruption Interruption { get; } = new();

    public TimeProvider Time { get; } = TimeProvider.System;

    public IRandomSource Random { get; } = SystemRandomSource.Instance;

    public void Dispose()
    {
        Interruption.Dispose();
        _output.Flush();
        _error.Dispose();
    }
}
