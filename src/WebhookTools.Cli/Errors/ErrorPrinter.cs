using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli.Errors;

/// <summary>Shows errors, all in the same way: what was wrong, and below it what to do.</summary>
internal static class ErrorPrinter
{
    /// <summary>Shows an error that was foreseen.</summary>
    public static void Print(TextWriter writer, WebhookException error) => Print(writer, error.ErrorId, error.Message, error.RecommendedAction);

    /// <summary>Shows an error.</summary>
    public static void Print(TextWriter writer, string errorId, string message, string recommendedAction)
    {
        writer.WriteLine($"error {errorId}: {TerminalText.Clean(message)}");
        if (recommendedAction.Length > 0)
        {
            writer.WriteLine($"  {TerminalText.Clean(recommendedAction)}");
        }
    }

    /// <summary>The exit code that an error ends the process with.</summary>
    public static int ExitCodeOf(WebhookException error) => error.Kind switch
    {
        WebhookErrorKind.InvalidArgument or WebhookErrorKind.InvalidSecret or WebhookErrorKind.NotFound => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
