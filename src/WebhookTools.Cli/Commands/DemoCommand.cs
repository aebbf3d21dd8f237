using System.CommandLine;
using WebhookTools.Cli.Demo;
using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools demo</c>: the whole way of a webhook, on this machine, in a second.</summary>
internal sealed class DemoCommand : CliCommand
{
    public const string VerbName = "demo";

    public DemoCommand(Shell shell)
        : base(shell, VerbName, "Sends a metric, two alerts and a forged one to a listener of its own on this machine, and checks what became of each. Ends with 0 only if all was as it should be.")
    {
    }

    public override IReadOnlyList<string> Examples => ["webhooktools demo"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var screen = new DemoScreen(Shell.Output, StandardOutput.UsesColour);
        string folder = Directory.CreateTempSubdirectory("webhooktools-demo-").FullName;
        try
        {
            await new DemoRun(Shell, screen, folder).RunAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return screen.Complete() ? ExitCode.Done : ExitCode.Failed;
    }
}
