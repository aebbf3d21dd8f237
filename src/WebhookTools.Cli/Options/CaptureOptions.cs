using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Capture;

namespace WebhookTools.Cli.Options;

/// <summary>A request that somebody captured, in place of a body and headers.</summary>
internal sealed class CaptureOptions(Shell shell)
{
    private const string StandardInputName = "-";

    private readonly Option<string> _request = OptionFactory.Text("--request", "PATH", "A captured request: as it stood on the wire, curl -v or --trace, an HTTP archive, or a line of a listener's log; '-' is standard input.");
    private readonly ValueOption<int> _index = new("--request-index", "Which request of a capture that holds several, from 0.", NumberSyntax.Integer(0, int.MaxValue));

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => command.AddRange(_request, _index);

    /// <summary>Reads the request; null where none is named.</summary>
    public CapturedRequest? Read(ParseResult parse, CancellationToken cancellationToken)
    {
        int? index = _index.TryRead(parse, out int number) ? number : null;
        switch (parse.GetValue(_request))
        {
            case null:
                return index is null ? null : throw CommandLineErrors.OptionNeeds("--request-index", "--request");
            case StandardInputName:
                using (RawBody capture = RawBody.Read(shell.Input, cancellationToken))
                {
                    return CapturedRequestParser.Parse(capture.Body.ReadAll(), index);
                }

            case { } path:
                return CapturedRequestParser.ParseFile(path, index);
        }
    }
}
