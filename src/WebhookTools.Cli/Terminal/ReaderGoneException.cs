namespace WebhookTools.Cli.Terminal;

/// <summary>Nobody reads standard output any more, as behind <c>| head</c>. No fault of anybody's.</summary>
internal sealed class ReaderGoneException() : IOException("Nobody reads standard output any more.");
