using System.CommandLine;
using WebhookTools.Cli.Demo;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools demo</c>: sends, receives and verifies webhooks on this machine, within a second.</summary>
internal sealed class DemoCommand : CliCommand
{
    public DemoCommand(CommandContext context)
        : base(context, "demo", "Starts a listener on this machine, sends it a metric, two alerts and a forged alert, and checks the result of each. Exits with 0 only if every check passes.")
    {
    }

    public override IReadOnlyList<string> Examples => ["webhooktools demo"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var screen = new DemoScreen(Context.Output, StandardOutput.UsesColor);
        string folder = Directory.CreateTempSubdirectory("webhooktools-demo-").FullName;
        try
        {
            await new DemoRun(Context, screen, folder).RunAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return screen.Complete() ? ExitCode.Done : ExitCode.Failed;
    }
}
