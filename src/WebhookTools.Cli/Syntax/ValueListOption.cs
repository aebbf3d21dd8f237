using System.CommandLine;
using System.CommandLine.Parsing;

namespace WebhookTools.Cli.Syntax;

/// <summary>An option that may be given several times, and whose values have a syntax.</summary>
internal sealed class ValueListOption<T> : Option<string[]>
    where T : notnull
{
    private readonly ValueSyntax<T> _syntax;

    public ValueListOption(string name, string description, ValueSyntax<T> syntax)
        : base(name)
    {
        _syntax = syntax;
        Description = description + " Can be repeated.";
        HelpName = syntax.Placeholder;
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(Check);
    }

    public IReadOnlyList<T> Read(ParseResult parse)
    {
        var values = new List<T>();
        foreach (string text in parse.GetValue(this) ?? [])
        {
            if (_syntax.Parse(text, out T? value))
            {
                values.Add(value);
            }
        }

        return values;
    }

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
