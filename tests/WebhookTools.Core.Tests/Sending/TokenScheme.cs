using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>A scheme that sends the secret itself.</summary>
internal sealed class TokenScheme : SignatureScheme
{
    public override string Name => "Token";

    public override string Description => "For tests.";

    public override IReadOnlyList<string> HeaderNames { get; } = ["X-Plain"];

    public override SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random) => new()
    {
        Scheme = Name,
        Headers = [new("X-Plain", secrets[0].Reveal())],
        Value = secrets[0].Reveal(),
        SignedContent = new SignedContent(),
    };

    public override SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider) =>
        throw new NotSupportedException();

    public override WebhookSecret NewSecret(IRandomSource random, int? byteCount = null) => throw new NotSupportedException();
}
