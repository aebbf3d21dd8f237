using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Syntax;

/// <summary>An option whose value has a syntax. System.CommandLine sees its text: the errors are ours, and nothing generic is compiled at the start.</summary>
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

    /// <summary>Gives the value if there is one: given or by default.</summary>
    public bool TryRead(ParseResult parse, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return parse.GetValue(this) is { } text && _syntax.Parse(text, out value);
    }

    /// <summary>Gives the value, or another where there is none.</summary>
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
