using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools secret</c>: a strong secret in a scheme's own format.</summary>
internal sealed class SecretCommand : CliCommand
{
    public const string VerbName = "secret";

    private readonly Option<string> _scheme = OptionFactory.Text("--scheme", "NAME", "The scheme whose format the secret has, in any case.");
    private readonly ValueOption<int> _byteCount = new("--byte-count", "How many random bytes it is made of; the scheme's usual number by default.", NumberSyntax.Integer(16, 64));
    private readonly Option<string> _outFile = OptionFactory.Text("--out-file", "PATH", "Writes the secret to a new file that only this account can read, instead of standard output; of a pair of keys the public one is then printed.");
    private readonly Option<bool> _public = OptionFactory.Switch("--public", "Prints what a receiver needs to verify with the secret that is given: the public key where the scheme has a pair of keys, else the secret itself.");
    private readonly SecretSource _secret = new("secret", "secret", "whose public key is asked for", allowsMany: false, SchemeOptions.SecretVariable);
    private readonly Option<bool> _list = OptionFactory.Switch("--list", "Lists the schemes: the name, and what each is for.");
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints JSON, one object per line.");

    public SecretCommand(Shell shell)
        : base(shell, VerbName, "Makes a strong secret in a scheme's own format, or lists the schemes.")
    {
        _scheme.DefaultValueFactory = _ => "StandardWebhooks";
        _scheme.CompletionSources.Add(_ => SignatureSchemes.All.Select(scheme => scheme.Name));
        this.AddRange(_scheme, _byteCount, _outFile, _public);
        _secret.AddTo(this);
        this.AddRange(_list, _json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "HOOK_SECRET=$(webhooktools secret --scheme GitHub)",
        "webhooktools secret --scheme StandardWebhooks --out-file hook.secret",
        "webhooktools secret --public --scheme StandardWebhooksEd25519 --secret-file hook.secret",
        "webhooktools secret --list",
    ];

    protected override Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        bool isJson = parse.GetValue(_json);
        if (parse.GetValue(_list))
        {
            ListSchemes(isJson);
            return Task.FromResult(ExitCode.Done);
        }

        SignatureScheme scheme = SignatureSchemes.Get(parse.GetRequiredValue(_scheme));
        bool isNewPair = scheme.HasKeyPair && !parse.GetValue(_public);
        WebhookSecret secret = parse.GetValue(_public)
            ? scheme.GetVerificationSecret(_secret.ReadRequired(parse)[0])
            : scheme.NewSecret(Shell.Random, _byteCount.TryRead(parse, out int count) ? count : null);
        if (parse.GetValue(_outFile) is { } path)
        {
            WriteFile(path, secret);
            if (isNewPair)
            {
                Shell.Output.WriteLine(scheme.GetVerificationSecret(secret).Reveal());
            }
        }
        else if (isJson)
        {
            Shell.Output.WriteJsonLine((Scheme: scheme, Secret: secret, IsNewPair: isNewPair), static (writer, made) =>
            {
                writer.WriteStartObject();
                writer.WriteString("scheme", made.Scheme.Name);
                writer.WriteString("secret", made.Secret.Reveal());
                if (made.IsNewPair)
                {
                    writer.WriteString("publicKey", made.Scheme.GetVerificationSecret(made.Secret).Reveal());
                }

                writer.WriteEndObject();
            });
        }
        else
        {
            Shell.Output.WriteLine(secret.Reveal());
            if (isNewPair)
            {
                // Beside the data, so that $(webhooktools secret …) is the secret and nothing else.
                Shell.Error.WriteLine($"public key: {scheme.GetVerificationSecret(secret).Reveal()}");
            }
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static void WriteFile(string path, WebhookSecret secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(path, options);
            file.Write(Encoding.UTF8.GetBytes(secret.Reveal() + "\n"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandLineErrors.SecretFileNotWritable(path, exception);
        }
    }

    private void ListSchemes(bool isJson)
    {
        int width = SignatureSchemes.All.Max(scheme => scheme.Name.Length);
        foreach (SignatureScheme scheme in SignatureSchemes.All)
        {
            if (isJson)
            {
                Shell.Output.WriteJsonLine(scheme, static (writer, scheme) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("scheme", scheme.Name);
                    writer.WriteString("description", scheme.Description);
                    writer.WriteStartArray("headers");
                    foreach (string header in scheme.HeaderNames)
                    {
                        writer.WriteStringValue(header);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                Shell.Output.WriteLine($"{scheme.Name.PadRight(width)}  {scheme.Description}");
            }
        }
    }
}
