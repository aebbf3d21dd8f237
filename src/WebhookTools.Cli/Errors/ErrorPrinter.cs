using WebhookTools.Core;

namespace WebhookTools.Cli.Errors;

/// <summary>Prints every error in the same form: what happened, and below it what to do.</summary>
internal static class ErrorPrinter
{
    /// <summary>Prints the error that ended a command.</summary>
    /// <returns>The exit code of the process.</returns>
    public static int Report(TextWriter writer, Exception error, bool isInterrupted)
    {
        switch (error)
        {
            case OperationCanceledException when isInterrupted:
                writer.WriteLine("interrupted");
                return ExitCode.Interrupted;
            case WebhookException expected:
                Print(writer, expected);
                return ExitCodeOf(expected);
            case IOException:
                // Every other I/O failure is a WebhookException with an id, which leaves standard input and output.
                Print(writer, "StreamFailed", $"Could not read standard input or write standard output: {error.Message}", "Check that the disk is not full and that the other end of the pipe is still open.");
                return ExitCode.Failed;
            default:
                Print(writer, "Unexpected", "An unexpected error occurred. This is a bug in webhooktools.", "Report it with the details below.");
                writer.WriteLine(error);
                return ExitCode.Failed;
        }
    }

    public static void Print(TextWriter writer, WebhookException error) => Print(writer, error.ErrorId, error.Message, error.RecommendedAction);

    private static void Print(TextWriter writer, string errorId, string message, string recommendedAction)
    {
        writer.WriteLine($"error {errorId}: {DisplayText.Escape(message)}");
        writer.WriteLine($"  {DisplayText.Escape(recommendedAction)}");
    }

    private static int ExitCodeOf(WebhookException error) => error.Kind switch
    {
        WebhookErrorKind.InvalidArgument or WebhookErrorKind.InvalidSecret or WebhookErrorKind.NotFound => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
