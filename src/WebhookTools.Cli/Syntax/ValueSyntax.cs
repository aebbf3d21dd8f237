namespace WebhookTools.Cli.Syntax;

/// <summary>How a value is written on the command line.</summary>
/// <param name="Placeholder">What stands for the value in help, as <c>SECONDS</c>.</param>
/// <param name="Expected">What an error says was expected, as <c>a number of seconds from 0 to 86400</c>.</param>
/// <param name="Parse">Reads the value.</param>
internal sealed record ValueSyntax<T>(string Placeholder, string Expected, TryParse<T> Parse)
    where T : notnull
{
    /// <summary>Whether the value may hold a secret, as a header or an address may, and is not shown in an error.</summary>
    public bool MayHoldSecret { get; init; }

    /// <summary>Says what is wrong with a value, or null where nothing is.</summary>
    public string? Check(string name, string text)
    {
        if (Parse(text, out _))
        {
            return null;
        }

        return MayHoldSecret ? $"{name} should be {Expected}." : $"{name} is '{text}', and should be {Expected}.";
    }
}
