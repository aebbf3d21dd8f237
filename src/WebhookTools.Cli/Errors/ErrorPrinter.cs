using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli.Errors;

/// <summary>Shows errors, all in the same way: what was wrong, and below it what to do.</summary>
internal static class ErrorPrinter
{
    /// <summary>Shows what ended a verb.</summary>
    /// <param name="isInterrupted">Whether the verb was asked to end by a signal.</param>
    /// <returns>The exit code that it ends the process with: one of the four that callers know, whatever happened.</returns>
    public static int Report(TextWriter writer, Exception error, bool isInterrupted)
    {
        switch (error)
        {
            case OperationCanceledException when isInterrupted:
                writer.WriteLine("interrupted");
                return ExitCode.Interrupted;
            case WebhookException foreseen:
                Print(writer, foreseen);
                return ExitCodeOf(foreseen);
            case IOException:
                // What the rooms foresee they name themselves: what is left is standard input or output.
                Print(writer, "StreamFailed", $"Standard input or output failed: {error.Message}", "See whether the disk is full or the other end of the pipe has gone.");
                return ExitCode.Failed;
            default:
                Print(writer, "Unexpected", "This is a fault of webhooktools.", "Please report it with what follows.");
                writer.WriteLine(error);
                return ExitCode.Failed;
        }
    }

    /// <summary>Shows an error that was foreseen.</summary>
    public static void Print(TextWriter writer, WebhookException error) => Print(writer, error.ErrorId, error.Message, error.RecommendedAction);

    private static void Print(TextWriter writer, string errorId, string message, string recommendedAction)
    {
        writer.WriteLine($"error {errorId}: {TerminalText.Clean(message)}");
        writer.WriteLine($"  {TerminalText.Clean(recommendedAction)}");
    }

    private static int ExitCodeOf(WebhookException error) => error.Kind switch
    {
        WebhookErrorKind.InvalidArgument or WebhookErrorKind.InvalidSecret or WebhookErrorKind.NotFound => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
