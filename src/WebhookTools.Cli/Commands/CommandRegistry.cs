using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Commands;

/// <summary>The verbs, one line each, in the order in which <c>--help</c> lists them.</summary>
internal static class CommandRegistry
{
    private static readonly (string Name, Func<Shell, CliCommand> Create)[] Verbs =
    [
        (SendCommand.VerbName, shell => new SendCommand(shell)),
        (SignCommand.VerbName, shell => new SignCommand(shell)),
        (VerifyCommand.VerbName, shell => new VerifyCommand(shell)),
        (DebugCommand.VerbName, shell => new DebugCommand(shell)),
        (SecretCommand.VerbName, shell => new SecretCommand(shell)),
        (PayloadCommand.VerbName, shell => new PayloadCommand(shell)),
        (ListenCommand.VerbName, shell => new ListenCommand(shell)),
        (AlertsCommand.VerbName, shell => new AlertsCommand(shell)),
        (DemoCommand.VerbName, shell => new DemoCommand(shell)),
    ];

    /// <summary>The verbs' names.</summary>
    public static IEnumerable<string> Names => Verbs.Select(verb => verb.Name);

    /// <summary>Builds the verb of that name, if there is one.</summary>
    public static bool TryCreate(string name, Shell shell, [NotNullWhen(true)] out CliCommand? verb)
    {
        foreach ((string candidate, Func<Shell, CliCommand> create) in Verbs)
        {
            if (candidate.Equals(name, StringComparison.Ordinal))
            {
                verb = create(shell);
                return true;
            }
        }

        verb = null;
        return false;
    }

    /// <summary>Builds all verbs.</summary>
    public static IEnumerable<CliCommand> CreateAll(Shell shell) => Verbs.Select(verb => verb.Create(shell));
}
