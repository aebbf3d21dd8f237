using System.CommandLine;
using WebhookTools.Cli.Syntax;

namespace WebhookTools.Cli.Options;

/// <summary>Headers as arguments.</summary>
internal sealed class HeaderOptions(string description)
{
    private readonly ValueListOption<KeyValuePair<string, string>> _headers = new("--header", description, HeaderSyntax.Value);

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command) => command.Options.Add(_headers);

    /// <summary>The headers in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Read(ParseResult parse) => _headers.Read(parse);
}
