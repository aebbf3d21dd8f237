using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools payload</c>: prints JSON as it would be sent.</summary>
internal sealed class PayloadCommand : CliCommand
{
    private readonly BodyOptionGroup _input;
    private readonly TransformOptionGroup _transform = new();

    public PayloadCommand(CommandContext context)
        : base(context, "payload", "Reads JSON (one value, or NDJSON with one value per line) and prints it as it would be sent: compact, flattened, without nulls, or in arrays. Memory use does not grow with the input.")
    {
        _input = new BodyOptionGroup(context, allowText: false);
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
            await JsonStreamTransformer.TransformAsync(input, Context.Output.Raw, options, asArray, batchSize, cancellationToken);
        }
        catch (OutputClosedException)
        {
            // The reader, such as head, has closed the pipe. That is not a failure.
        }

        return ExitCode.Done;
    }
}
