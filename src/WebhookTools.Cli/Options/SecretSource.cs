using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>
/// Where secrets of one kind come from: variables of the environment and files.
/// Never an argument: those are seen by every user of the machine, and stay in the shell's history.
/// </summary>
internal sealed class SecretSource
{
    // Longer than any scheme's secret, so that a wrong file is told from a secret.
    private const int MaximumFileSize = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _option;
    private readonly string _kind;
    private readonly string? _fallbackVariable;
    private readonly Option<string[]> _variables;
    private readonly Option<string[]> _files;

    /// <summary>Creates the options <c>--name-env</c> and <c>--name-file</c>.</summary>
    /// <param name="option">What the options' names begin with, as <c>certificate-password</c>.</param>
    /// <param name="kind">What the secret is, in a sentence, as <c>password</c>.</param>
    /// <param name="purpose">What it is for, behind <paramref name="kind"/> in a sentence of help.</param>
    /// <param name="allowsMany">Whether there may be several, for rotation.</param>
    /// <param name="fallbackVariable">The variable that is read when neither option is given, or null.</param>
    public SecretSource(string option, string kind, string purpose, bool allowsMany, string? fallbackVariable = null)
    {
        _option = option;
        _kind = kind;
        _fallbackVariable = fallbackVariable;
        string fallback = fallbackVariable is null ? string.Empty : $" Without either option: {fallbackVariable}.";
        string many = allowsMany ? " May be given several times, for rotation." : string.Empty;
        _variables = new Option<string[]>($"--{option}-env")
        {
            Description = $"The environment variable that holds the {kind} {purpose}.{many}{fallback}",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
        };
        _files = new Option<string[]>($"--{option}-file")
        {
            Description = $"The file that holds the {kind}, as UTF-8 text; one newline at its end is not part of it.{many}",
            HelpName = "PATH",
            Arity = ArgumentArity.OneOrMore,
        };
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => command.AddRange(_variables, _files);

    /// <summary>Whether an option names one; the fallback is not asked.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetResult(_variables) is not null || parse.GetResult(_files) is not null;

    /// <summary>Whether the fallback variable holds one.</summary>
    public bool IsFallbackSet() => _fallbackVariable is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(_fallbackVariable));

    /// <summary>Reads all that are named, the variables first; none where none is named.</summary>
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

    /// <summary>Reads all that are named; that there is none is an error.</summary>
    public IReadOnlyList<WebhookSecret> ReadRequired(ParseResult parse)
    {
        IReadOnlyList<WebhookSecret> secrets = Read(parse);
        return secrets.Count > 0 ? secrets : throw CommandLineErrors.SecretMissing(_option, _kind, _fallbackVariable);
    }

    /// <summary>Reads the one that is named; more than one is an error, none is null.</summary>
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
