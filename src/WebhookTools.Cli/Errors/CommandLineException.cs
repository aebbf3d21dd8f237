using WebhookTools.Core;

namespace WebhookTools.Cli.Errors;

/// <summary>The command line asks for something that cannot be: a value that is missing, options that exclude each other.</summary>
internal sealed class CommandLineException : WebhookException
{
    public CommandLineException(string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(WebhookErrorKind.InvalidArgument, errorId, message, recommendedAction, innerException)
    {
    }
}
