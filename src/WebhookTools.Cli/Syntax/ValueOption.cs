using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Syntax;

/// <summary>An option whose value has a syntax. To System.CommandLine it is text, so that errors are worded here.</summary>
internal sealed class ValueOption<T> : Option<string>
    where T : notnull
{
    private readonly ValueSyntax<T> _syntax;

    public ValueOption(string name, string description, ValueSyntax<T> syntax, string? defaultText = null)
        : base(name)
    {
        _syntax = syntax;
        Description = description;
        HelpName = syntax.Placeholder;
        if (defaultText is not null)
        {
            DefaultValueFactory = _ => defaultText;
        }

        Validators.Add(Check);
    }

    /// <summary>Reads the given or default value, if there is one.</summary>
    public bool TryRead(ParseResult parse, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return parse.GetValue(this) is { } text && _syntax.Parse(text, out value);
    }

    public T Read(ParseResult parse, T otherwise) => TryRead(parse, out T? value) ? value : otherwise;

    private void Check(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (_syntax.Check(Name, token.Value) is { } error)
            {
                result.AddError(error);
            }
        }
    }
}
