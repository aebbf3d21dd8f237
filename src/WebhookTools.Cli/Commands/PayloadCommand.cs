using System.CommandLine;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools payload</c>: JSON as it would be sent.</summary>
internal sealed class PayloadCommand : CliCommand
{
    public const string VerbName = "payload";

    private readonly BodySource _input;
    private readonly TransformOptions _transform = new();

    public PayloadCommand(Shell shell)
        : base(shell, VerbName, "Reads JSON (one value, or NDJSON: one a line) and prints it as it would be sent: compact, flattened, without nulls, in arrays. Works in flat memory.")
    {
        _input = new BodySource(shell, allowText: false);
        _input.AddTo(this);
        _transform.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        """echo '{"disk":{"root":{"free":1,"inodes":null}}}' | webhooktools payload --flatten""",
        "webhooktools payload --flatten --as-array --batch-size 100 --in-file metrics.ndjson",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        PayloadOptions options = _transform.Read(parse);
        bool asArray = _transform.ReadAsArray(parse);
        int batchSize = _transform.ReadBatchSize(parse);
        await using Stream input = _input.OpenRead(parse);
        try
        {
            await JsonStreamTransformer.TransformAsync(input, Shell.Output.Raw, options, asArray, batchSize, cancellationToken);
        }
        catch (ReaderGoneException)
        {
            // Whoever read the output has what they wanted.
        }

        return ExitCode.Done;
    }
}
