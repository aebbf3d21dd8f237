using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools send</c>: posts one webhook, or one for each JSON value.</summary>
internal sealed class SendCommand : CliCommand
{
    private readonly BodyOptionGroup _body;
    private readonly CaptureOptionGroup _capture;
    private readonly TransformOptionGroup _transform = new();
    private readonly Option<bool> _each = OptionFactory.Switch("--each", "Reads JSON, one value or NDJSON, and sends each value as a separate request.");
    private readonly DeliveryOptionGroup _delivery = new();
    private readonly SchemeOptionGroup _scheme = new(isRequired: false, verifies: false);
    private readonly ValueOption<int> _throttleLimit = new("--throttle-limit", "The number of concurrent requests, with --each or --as-array. 1 keeps their order.", NumberSyntax.Integer(1, 1000), "1");
    private readonly Option<bool> _verbose = OptionFactory.Switch("--verbose", "Reports each attempt, each wait and the response body on standard error.");
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints the results as JSON, one object per line.");

    public SendCommand(CommandContext context)
        : base(context, "send", "Posts a webhook: a body sent byte for byte, or JSON that is flattened, without nulls, or in arrays. Signs it, and retries failures that may be temporary.")
    {
        _body = new BodyOptionGroup(context);
        _capture = new CaptureOptionGroup(context);
        _delivery.AddAddressTo(this);
        _body.AddTo(this);
        _capture.AddTo(this);
        _transform.AddTo(this);
        Options.Add(_each);
        _scheme.AddTo(this);
        _delivery.AddTo(this);
        this.AddRange(_throttleLimit, _verbose, _json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools send https://example.com/hook --in-file payload.json --scheme GitHub --secret-env HOOK_SECRET",
        """echo '{"disk":{"root":{"free":1}}}' | webhooktools send https://example.com/metrics --flatten --as-array --token-env API_TOKEN""",
        "webhooktools send http://localhost:3001/hook --request captured.http --scheme GitHub --secret-env HOOK_SECRET",
        "webhooktools send https://example.com/hook --each --throttle-limit 8 --json < events.ndjson",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        DeliveryOptions options = _delivery.Read(parse, _scheme);
        options.Validate();
        var report = new DeliveryReport(Context, parse.GetValue(_json), parse.GetValue(_verbose));
        if (await _capture.ReadAsync(parse, cancellationToken) is { } captured)
        {
            if (_body.IsGiven(parse) || _transform.IsGiven(parse) || parse.GetValue(_each))
            {
                throw CommandLineErrors.RequestIsSentAsItIs();
            }

            report.Add(await WebhookSender.Shared.SendAsync(Replay.BodyOf(captured), _delivery.Read(parse, options, captured), report, cancellationToken));
            return report.Complete();
        }

        if (!_transform.IsGiven(parse) && !parse.GetValue(_each))
        {
            using RawBody raw = await _body.ReadAsync(parse, cancellationToken);
            report.Add(await WebhookSender.Shared.SendAsync(raw.Body, options, report, cancellationToken));
            return report.Complete();
        }

        await using Stream input = _body.OpenRead(parse);
        IAsyncEnumerable<WebhookBody> bodies = new PayloadBodies(
            _transform.Read(parse),
            _transform.ReadAsArray(parse),
            ReadBatchSize(parse),
            AllowsMany: parse.GetValue(_each) || _transform.ReadAsArray(parse)).ReadAsync(input, cancellationToken);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = _throttleLimit.Read(parse, otherwise: 1),
            CancellationToken = cancellationToken,
        };

        // A read error stops the reading but not the deliveries in progress, so they get the command's token and not the loop's.
        await Parallel.ForEachAsync(bodies, parallel, async (body, _) =>
            report.Add(await WebhookSender.Shared.SendAsync(body, options, report, cancellationToken)));
        return report.Complete();
    }

    private int ReadBatchSize(ParseResult parse)
    {
        int size = _transform.ReadBatchSize(parse);
        if (!parse.GetValue(_each))
        {
            return size;
        }

        return size == 0 ? 1 : throw CommandLineErrors.OptionsExclude("--each", "--batch-size");
    }
}
