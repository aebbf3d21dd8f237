using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>
/// The sources of one kind of secret: environment variables and files.
/// Arguments are not a source, because every user of the machine can see them, and the shell keeps them in its history.
/// </summary>
internal sealed class SecretOptionGroup
{
    // Longer than the secret of any scheme. A larger file is the wrong file.
    private const int MaximumFileSize = 64 * 1024;
    private const string VariableSuffix = "-env";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _option;
    private readonly string _kind;
    private readonly string? _fallbackVariable;
    private readonly Option<string[]> _variables;
    private readonly Option<string[]> _files;

    /// <param name="option">The common prefix of the options' names, such as <c>certificate-password</c>.</param>
    /// <param name="kind">A noun for the secret, such as <c>password</c>.</param>
    /// <param name="purpose">The words that follow <paramref name="kind"/> in help.</param>
    /// <param name="allowsMany">Whether several secrets are allowed, for rotation.</param>
    /// <param name="fallbackVariable">The environment variable to read if neither option is given, or null.</param>
    public SecretOptionGroup(string option, string kind, string purpose, bool allowsMany, string? fallbackVariable = null)
    {
        _option = option;
        _kind = kind;
        _fallbackVariable = fallbackVariable;
        string fallback = fallbackVariable is null ? string.Empty : $" If neither option is given, {fallbackVariable} is used.";
        string many = allowsMany ? " Can be repeated, for rotation." : string.Empty;
        _variables = new Option<string[]>($"--{option}{VariableSuffix}")
        {
            Description = $"The environment variable with the {kind} {purpose}.{many}{fallback}",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
        };
        _files = new Option<string[]>($"--{option}-file")
        {
            Description = $"The file with the {kind}, as UTF-8 text. One newline at its end is ignored.{many}",
            HelpName = "PATH",
            Arity = ArgumentArity.OneOrMore,
        };
    }

    /// <summary>Returns the names of the environment variables that options of the command give for any kind of secret.</summary>
    public static IEnumerable<string> VariablesOf(ParseResult parse) => parse.CommandResult.Command.Options
        .OfType<Option<string[]>>()
        .Where(static option => option.Name.EndsWith(VariableSuffix, StringComparison.Ordinal))
        .SelectMany(option => parse.GetValue(option) ?? []);

    public void AddTo(Command command) => command.AddRange(_variables, _files);

    /// <summary>Whether an option gives a secret. Ignores the fallback variable.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetResult(_variables) is not null || parse.GetResult(_files) is not null;

    public bool IsFallbackSet() => _fallbackVariable is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(_fallbackVariable));

    /// <summary>Reads all secrets, variables first. The list is empty if none is given.</summary>
    public IReadOnlyList<WebhookSecret> Read(ParseResult parse)
    {
        var secrets = new List<WebhookSecret>();
        foreach (string name in parse.GetValue(_variables) ?? [])
        {
            secrets.Add(ReadVariable(name));
        }

        foreach (string path in parse.GetValue(_files) ?? [])
        {
            secrets.Add(ReadFile(path));
        }

        if (secrets.Count == 0 && _fallbackVariable is not null && Environment.GetEnvironmentVariable(_fallbackVariable) is not null)
        {
            secrets.Add(ReadVariable(_fallbackVariable));
        }

        return secrets;
    }

    /// <summary>Reads all secrets, and fails if none is given.</summary>
    public IReadOnlyList<WebhookSecret> ReadRequired(ParseResult parse)
    {
        IReadOnlyList<WebhookSecret> secrets = Read(parse);
        return secrets.Count > 0 ? secrets : throw CommandLineErrors.SecretMissing(_option, _kind, _fallbackVariable);
    }

    /// <summary>Reads the secret, or returns null if none is given. More than one is an error.</summary>
    public WebhookSecret? ReadSingle(ParseResult parse)
    {
        IReadOnlyList<WebhookSecret> secrets = Read(parse);
        return secrets.Count switch
        {
            0 => null,
            1 => secrets[0],
            _ => throw CommandLineErrors.SecretNotSingle(_option, _kind),
        };
    }

    private WebhookSecret ReadVariable(string name) => Environment.GetEnvironmentVariable(name) switch
    {
        null => throw CommandLineErrors.SecretVariableNotSet(_kind, name),
        "" => throw CommandLineErrors.SecretVariableEmpty(_kind, name),
        string text => WebhookSecret.FromText(text),
    };

    private WebhookSecret ReadFile(string path)
    {
        ReadOnlySpan<byte> bytes;
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] buffer = new byte[MaximumFileSize + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            bytes = length <= MaximumFileSize ? buffer.AsSpan(0, length) : throw CommandLineErrors.SecretFileTooLarge(_kind, path, MaximumFileSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandLineErrors.SecretFileNotReadable(_kind, path, exception);
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (bytes.EndsWith("\r\n"u8))
        {
            bytes = bytes[..^2];
        }
        else if (bytes.EndsWith("\n"u8))
        {
            bytes = bytes[..^1];
        }

        if (bytes.IsEmpty)
        {
            throw CommandLineErrors.SecretFileEmpty(_kind, path);
        }

        try
        {
            return WebhookSecret.FromText(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException exception)
        {
            throw CommandLineErrors.SecretFileNotText(_kind, path, exception);
        }
    }
}
