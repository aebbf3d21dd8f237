using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Commands;

/// <summary>The commands, one line each, in the order in which <c>--help</c> lists them.</summary>
internal static class CommandRegistry
{
    public static CliCommand[] CreateAll(CommandContext context) =>
    [
        new SendCommand(context),
        new SignCommand(context),
        new VerifyCommand(context),
        new DebugCommand(context),
        new SecretCommand(context),
        new PayloadCommand(context),
        new ListenCommand(context),
        new AlertsCommand(context),
        new DemoCommand(context),
    ];
}
