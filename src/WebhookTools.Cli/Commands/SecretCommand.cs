using System.CommandLine;
using System.Text;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools secret</c>: a random secret in the format of a scheme.</summary>
internal sealed class SecretCommand : CliCommand
{
    private readonly Option<string> _scheme = OptionFactory.Text("--scheme", "NAME", "The scheme whose format the secret has. Case is ignored.");
    private readonly ValueOption<int> _byteCount = new("--byte-count", "The number of random bytes. The default is the scheme's usual number.", NumberSyntax.Integer(16, 64));
    private readonly Option<string> _outFile = OptionFactory.Text("--out-file", "PATH", "Writes the secret to a new file that only this account can read, instead of to standard output. For a key pair, the public key is printed.");
    private readonly Option<bool> _public = OptionFactory.Switch("--public", "Prints what a receiver needs to verify signatures made with the given secret: the public key for a scheme with key pairs, otherwise the secret itself.");
    private readonly SecretOptionGroup _secret = new("secret", "secret", "whose public key to print", allowsMany: false, SchemeOptionGroup.SecretVariable);
    private readonly Option<bool> _list = OptionFactory.Switch("--list", "Lists the schemes with their names and descriptions.");
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints JSON, one object per line.");

    public SecretCommand(CommandContext context)
        : base(context, "secret", "Creates a random secret in the format of a scheme, or lists the schemes.")
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
            : scheme.NewSecret(Context.Random, _byteCount.TryRead(parse, out int count) ? count : null);
        if (parse.GetValue(_outFile) is { } path)
        {
            WriteFile(path, secret);
            if (isNewPair)
            {
                Context.Output.WriteLine(scheme.GetVerificationSecret(secret).Reveal());
            }
        }
        else if (isJson)
        {
            Context.Output.WriteJsonLine((Scheme: scheme, Secret: secret, IsNewPair: isNewPair), static (writer, made) =>
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
            Context.Output.WriteLine(secret.Reveal());
            if (isNewPair)
            {
                // On standard error, so that $(webhooktools secret …) is only the secret.
                Context.Error.WriteLine($"public key: {scheme.GetVerificationSecret(secret).Reveal()}");
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
                Context.Output.WriteJsonLine(scheme, static (writer, scheme) =>
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
                Context.Output.WriteLine($"{scheme.Name.PadRight(width)}  {scheme.Description}");
            }
        }
    }
}
