using System.Globalization;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>A scheme whose signature shows its input: the number of the signature, the time and the length of the body.</summary>
internal sealed class CountingScheme : SignatureScheme
{
    private int _count;

    public override string Name => "Counting";

    public override string Description => "For tests.";

    public override IReadOnlyList<string> HeaderNames { get; } = ["X-Test-Signature", "X-Test-Id"];

    public List<SignatureRequest> Signed { get; } = [];

    public override SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random)
    {
        int number = Interlocked.Increment(ref _count);
        lock (Signed)
        {
            Signed.Add(request);
        }

        string id = request.Id ?? "msg_" + number.ToString(CultureInfo.InvariantCulture);
        string value = string.Create(CultureInfo.InvariantCulture, $"n={number},t={request.Timestamp!.Value.ToUnixTimeSeconds()},b={request.Body.Length}");
        return new SignatureResult
        {
            Scheme = Name,
            Headers = [new("X-Test-Signature", value), new("X-Test-Id", id)],
            Value = value,
            SignedContent = new SignedContent { Body = request.Body },
            Id = id,
            Timestamp = request.Timestamp,
        };
    }

    public override SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider) =>
        throw new NotSupportedException();

    public override WebhookSecret NewSecret(IRandomSource random, int? byteCount = null) => throw new NotSupportedException();
}
