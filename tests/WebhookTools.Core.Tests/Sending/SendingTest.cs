using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The base of the tests of deliveries: a sender, a clock that the test moves, and options without the environment's proxy.</summary>
public abstract class SendingTest : IDisposable
{
    internal static readonly ConnectionOptions Direct = new() { NoProxy = true };
    internal static readonly WebhookBody Body = WebhookBody.FromText("""{"status":"firing"}""");

    private protected SendingTest()
    {
        Clock = new WaitingClock();
        Sender = new WebhookSender(Clock, new FixedRandom(0.5));
    }

    private protected WaitingClock Clock { get; }

    private protected WebhookSender Sender { get; }

    private protected static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Sender.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static DeliveryOptions To(Uri uri) => new() { Uri = uri, Connection = Direct };

    private protected static DeliveryOptions Once(Uri uri) => To(uri) with { Retry = new RetryOptions { MaximumRetryCount = 0 } };

    private protected static SigningOptions Signed(SignatureScheme scheme, string secret = "a-signing-secret") =>
        new() { Scheme = scheme, Secrets = [WebhookSecret.FromText(secret)] };

    /// <summary>Sends, and lets every delay between attempts pass at once.</summary>
    private protected async Task<DeliveryResult> SendAsync(DeliveryOptions options, WebhookBody? body = null, IDeliveryObserver? observer = null)
    {
        Task<DeliveryResult> delivery = BeginAsync(body ?? Body, options, observer, Canceled);
        await Clock.PassWaitsAsync(delivery, options.Timeout).WaitAsync(TimeSpan.FromSeconds(30), Canceled);
        return await delivery;
    }

    private protected Task<DeliveryResult> BeginAsync(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer, CancellationToken cancellationToken) =>
        Sender.SendAsync(body, options, observer, cancellationToken);
}

/// <summary>A random source that always returns the same number.</summary>
internal sealed class FixedRandom(double number) : IRandomSource
{
    public void Fill(Span<byte> destination) => destination.Fill((byte)(number * 256));

    public double NextDouble() => number;
}
