using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Syntax;

/// <summary>The syntax of an option's value.</summary>
/// <param name="Placeholder">The value's placeholder in help, such as <c>SECONDS</c>.</param>
/// <param name="Expected">The expectation in an error, such as <c>a number of seconds from 0 to 86400</c>.</param>
internal sealed record ValueSyntax<T>(string Placeholder, string Expected, TryParse<T> Parse)
    where T : notnull
{
    /// <summary>True if the value may contain a secret, as a header or a URI may. Errors do not show it.</summary>
    public bool MayHoldSecret { get; init; }

    /// <summary>Returns the error for a value, or null if it is valid.</summary>
    public string? Check(string name, string text)
    {
        if (Parse(text, out _))
        {
            return null;
        }

        return MayHoldSecret ? $"{name} must be {Expected}." : $"{name} is '{text}' but must be {Expected}.";
    }
}

internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);
