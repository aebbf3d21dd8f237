using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>A listener's TLS certificate.</summary>
internal sealed class TlsOptionGroup
{
    private readonly Option<string> _certificate = OptionFactory.Text("--certificate", "PATH", "Turns on TLS with this certificate, as PFX or PEM. The file is reloaded when it changes.");
    private readonly Option<string> _key = OptionFactory.Text("--certificate-key", "PATH", "The certificate's private key as PEM, if it is in a separate file.");
    private readonly SecretOptionGroup _password = new("certificate-password", "password", "of the PFX file or the key", allowsMany: false);
    private readonly Option<bool> _selfSigned = OptionFactory.Switch("--tls-self-signed", "Turns on TLS with a self-signed certificate that is created at startup. For tests only. Its thumbprint is logged.");

    public void AddTo(Command command)
    {
        command.AddRange(_certificate, _key);
        _password.AddTo(command);
        command.Options.Add(_selfSigned);
    }

    /// <summary>Reads the options, or returns null if TLS is off.</summary>
    public TlsOptions? Read(ParseResult parse)
    {
        string? path = parse.GetValue(_certificate);
        string? keyPath = parse.GetValue(_key);
        WebhookSecret? password = _password.ReadSingle(parse);
        if (path is null && (keyPath is not null || password is not null))
        {
            throw CommandLineErrors.OptionNeeds("A certificate key or password", "--certificate");
        }

        if (parse.GetValue(_selfSigned))
        {
            return path is null ? new TlsOptions { SelfSigned = true } : throw CommandLineErrors.OptionsExclude("--certificate", "--tls-self-signed");
        }

        return path is null ? null : TlsOptions.FromFile(path, keyPath, password);
    }
}
