using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>The source of a body: a file, an argument, or standard input.</summary>
internal sealed class BodyOptionGroup
{
    private const string StandardInputName = "-";

    private readonly CommandContext _context;
    private readonly Option<string> _inFile = OptionFactory.Text("--in-file", "PATH", "The file that contains the body. '-' is standard input.");
    private readonly Option<string>? _body;

    /// <param name="allowText">Whether the body may be an argument.</param>
    public BodyOptionGroup(CommandContext context, bool allowText = true)
    {
        _context = context;
        _body = allowText ? OptionFactory.Text("--body", "TEXT", "The body itself, sent as UTF-8. Without --in-file and --body, the body is read from standard input.") : null;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_inFile);
        if (_body is not null)
        {
            command.Options.Add(_body);
        }
    }

    public bool IsGiven(ParseResult parse) => parse.GetValue(_inFile) is not null || (_body is not null && parse.GetValue(_body) is not null);

    /// <summary>Reads the body as raw bytes that can be read repeatedly.</summary>
    public async Task<RawBody> ReadAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        if (TextOf(parse) is { } text)
        {
            return new RawBody(WebhookBody.FromText(text));
        }

        if (PathOf(parse) is not { } path)
        {
            return await RawBody.ReadAsync(OpenStandardInput(), cancellationToken);
        }

        await using FileStream file = InputFile.Open(path);
        return file.CanSeek
            ? new RawBody(WebhookBody.FromFile(path))
            : await RawBody.ReadAsync(file, cancellationToken);
    }

    /// <summary>Opens the body as a stream that is read once.</summary>
    public Stream OpenRead(ParseResult parse)
    {
        if (TextOf(parse) is { } text)
        {
            return new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        }

        return PathOf(parse) is { } path ? InputFile.Open(path) : OpenStandardInput();
    }

    private string? TextOf(ParseResult parse)
    {
        string? text = _body is null ? null : parse.GetValue(_body);
        return text is not null && parse.GetValue(_inFile) is not null ? throw CommandLineErrors.BodyGivenTwice() : text;
    }

    private string? PathOf(ParseResult parse) => parse.GetValue(_inFile) is { } path and not StandardInputName ? path : null;

    private Stream OpenStandardInput()
    {
        if (CommandContext.IsInputTerminal)
        {
            _context.Error.WriteLine("Reading the body from the terminal. End it with Ctrl+D on an empty line, or on Windows with Ctrl+Z and Enter.");
        }

        return _context.Input;
    }
}
