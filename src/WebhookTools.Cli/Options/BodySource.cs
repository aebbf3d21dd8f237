using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>Where a body comes from: a file, an argument, or standard input.</summary>
internal sealed class BodySource
{
    private const string StandardInputName = "-";

    private readonly Shell _shell;
    private readonly Option<string> _inFile = OptionFactory.Text("--in-file", "PATH", "The file that holds the body; '-' is standard input.");
    private readonly Option<string>? _body;

    /// <summary>Creates the options.</summary>
    /// <param name="allowText">Whether the body may be an argument.</param>
    public BodySource(Shell shell, bool allowText = true)
    {
        _shell = shell;
        _body = allowText ? OptionFactory.Text("--body", "TEXT", "The body itself, as UTF-8. Without --in-file and --body it is read from standard input.") : null;
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_inFile);
        if (_body is not null)
        {
            command.Options.Add(_body);
        }
    }

    /// <summary>Whether an option says where the body comes from.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetValue(_inFile) is not null || (_body is not null && parse.GetValue(_body) is not null);

    /// <summary>The body as raw bytes, which can be read again and again.</summary>
    public RawBody Read(ParseResult parse, CancellationToken cancellationToken)
    {
        if (TextOf(parse) is { } text)
        {
            return new RawBody(WebhookBody.FromText(text));
        }

        if (PathOf(parse) is { } path)
        {
            using FileStream file = InputFile.Open(path);
            return file.CanSeek
                ? new RawBody(WebhookBody.FromFile(path))
                : RawBody.Read(file, cancellationToken);
        }

        return RawBody.Read(OpenStandardInput(), cancellationToken);
    }

    /// <summary>The body as a stream that is read once.</summary>
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
        if (Shell.IsInputTerminal)
        {
            _shell.Error.WriteLine("The body is read from this terminal: end it with Ctrl+D at the start of a line, on Windows with Ctrl+Z and Enter.");
        }

        return _shell.Input;
    }
}
