namespace WebhookTools.Cli.Syntax;

/// <summary>A protocol's path, <c>alertmanager=/am</c>.</summary>
internal static class RouteSyntax
{
    /// <summary>A protocol and a path.</summary>
    public static ValueSyntax<KeyValuePair<string, string>> Value { get; } = new("PROTOCOL=PATH", "a protocol and a path that begins with a slash, as alertmanager=/am", TryParse);

    private static bool TryParse(string text, out KeyValuePair<string, string> value)
    {
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        bool isRoute = sign > 0 && WordSyntax.UriPath.Parse(text[(sign + 1)..], out _);
        value = isRoute ? new(text[..sign].Trim(), text[(sign + 1)..]) : default;
        return isRoute;
    }
}
