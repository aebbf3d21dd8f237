using System.Text;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli;

/// <summary>The process as a verb sees it: its streams, its environment, its clock. Data goes to <see cref="Output"/>, all else to <see cref="Error"/>.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Lazy<StandardInput> _input = new(() => new StandardInput());
    private readonly StandardOutput _output = new();
    private readonly StreamWriter _error = new(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    public Shell()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            // Bytes go to the console as they are: it must read them as what they are.
            Console.OutputEncoding = Encoding.UTF8;
        }

        Error = TextWriter.Synchronized(_error);
    }

    /// <summary>Standard input, byte for byte.</summary>
    public Stream Input => _input.Value;

    /// <summary>Whether standard input is a person at a keyboard.</summary>
    public static bool IsInputTerminal => !Console.IsInputRedirected;

    /// <summary>Standard output: UTF-8 without a byte-order mark.</summary>
    public StandardOutput Output => _output;

    /// <summary>Standard error: UTF-8 without a byte-order mark. Safe for many threads.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether standard error is a person's screen.</summary>
    public static bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Where randomness comes from.</summary>
    public IRandomSource Random { get; } = SystemRandomSource.Instance;

    public void Dispose()
    {
        _output.Flush();
        _error.Dispose();
    }
}
