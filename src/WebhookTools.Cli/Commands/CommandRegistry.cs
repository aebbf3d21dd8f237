using System.Diagnostics.CodeAnalysis;
using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Commands;

/// <summary>The commands, one line each, in the order in which <c>--help</c> lists them.</summary>
internal static class CommandRegistry
{
    private static readonly (string Name, Func<CommandContext, CliCommand> Create)[] Commands =
    [
        (SendCommand.CommandName, context => new SendCommand(context)),
        (SignCommand.CommandName, context => new SignCommand(context)),
        (VerifyCommand.CommandName, context => new VerifyCommand(context)),
        (DebugCommand.CommandName, context => new DebugCommand(context)),
        (SecretCommand.CommandName, context => new SecretCommand(context)),
        (PayloadCommand.CommandName, context => new PayloadCommand(context)),
        (ListenCommand.CommandName, context => new ListenCommand(context)),
        (AlertsCommand.CommandName, context => new AlertsCommand(context)),
        (DemoCommand.CommandName, context => new DemoCommand(context)),
    ];

    public static IEnumerable<string> Names => Commands.Select(command => command.Name);

    public static bool TryCreate(string name, CommandContext context, [NotNullWhen(true)] out CliCommand? command)
    {
        foreach ((string candidate, Func<CommandContext, CliCommand> create) in Commands)
        {
            if (candidate.Equals(name, StringComparison.Ordinal))
            {
                command = create(context);
                return true;
            }
        }

        command = null;
        return false;
    }

    public static IEnumerable<CliCommand> CreateAll(CommandContext context) => Commands.Select(command => command.Create(context));
}
