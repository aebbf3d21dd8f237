using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Capture;

namespace WebhookTools.Cli.Options;

/// <summary>A captured request, in place of a body and headers.</summary>
internal sealed class CaptureOptionGroup(CommandContext context)
{
    private const string StandardInputName = "-";

    private readonly Option<string> _request = OptionFactory.Text("--request", "PATH", "A captured request: raw HTTP, curl -v or --trace output, an HTTP archive (HAR), or a line of a listener's log. '-' is standard input.");
    private readonly ValueOption<int> _index = new("--request-index", "The index of the request, from 0, in a capture that contains several.", NumberSyntax.Integer(0, int.MaxValue));

    public void AddTo(Command command) => command.AddRange(_request, _index);

    /// <summary>Reads the request, or returns null if none is given.</summary>
    public async Task<CapturedRequest?> ReadAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        int? index = _index.TryRead(parse, out int number) ? number : null;
        switch (parse.GetValue(_request))
        {
            case null:
                return index is null ? null : throw CommandLineErrors.OptionNeeds("--request-index", "--request");
            case StandardInputName:
                using (RawBody capture = await RawBody.ReadAsync(context.Input, cancellationToken))
                {
                    return CapturedRequestParser.Parse(capture.Body.ReadAll(), index);
                }

            case { } path:
                return CapturedRequestParser.ParseFile(path, index);
        }
    }
}
