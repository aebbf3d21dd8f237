using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>The certificate that a listener shows.</summary>
internal sealed class TlsArguments
{
    private readonly Option<string> _certificate = OptionFactory.Text("--certificate", "PATH", "The certificate to show, as PFX or PEM: TLS is on. Read again when the file changes.");
    private readonly Option<string> _key = OptionFactory.Text("--certificate-key", "PATH", "The certificate's private key as PEM, where it is in a file of its own.");
    private readonly SecretSource _password = new("certificate-password", "password", "of the PFX file or the key", allowsMany: false);
    private readonly Option<bool> _selfSigned = OptionFactory.Switch("--tls-self-signed", "Shows a certificate that is made at the start and that nobody trusts, for a try; its thumbprint is logged.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.AddRange(_certificate, _key);
        _password.AddTo(command);
        command.Options.Add(_selfSigned);
    }

    /// <summary>Reads the options; null where TLS is not asked for.</summary>
    public TlsOptions? Read(ParseResult parse)
    {
        string? path = parse.GetValue(_certificate);
        string? keyPath = parse.GetValue(_key);
        WebhookSecret? password = _password.ReadSingle(parse);
        if (path is null && (keyPath is not null || password is not null))
        {
            throw CommandLineErrors.OptionNeeds("A key or a password of a certificate", "--certificate");
        }

        if (parse.GetValue(_selfSigned))
        {
            return path is null ? new TlsOptions { SelfSigned = true } : throw CommandLineErrors.OptionsExclude("--certificate", "--tls-self-signed");
        }

        return path is null ? null : TlsOptions.FromFile(path, keyPath, password);
    }
}
