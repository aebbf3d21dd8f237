using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>What the tests of deliveries share: a sender of the test's own, a clock that the test moves, options that no environment's proxy disturbs.</summary>
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

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Sender.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static DeliveryOptions To(Uri uri) => new() { Uri = uri, Connection = Direct };

    private protected static DeliveryOptions Once(Uri uri) => To(uri) with { Retry = new RetryOptions { MaximumRetryCount = 0 } };

    private protected static SigningOptions Signed(SignatureScheme scheme, string secret = "a-signing-secret") =>
        new() { Scheme = scheme, Secrets = [WebhookSecret.FromText(secret)] };

    /// <summary>Sends, with every wait between attempts passed at once; no test waits longer than this for anything.</summary>
    private protected async Task<DeliveryResult> SendAsync(DeliveryOptions options, WebhookBody? body = null, IDeliveryObserver? observer = null)
    {
        Task<DeliveryResult> delivery = BeginAsync(body ?? Body, options, observer, Cancelled);
        await Clock.PassWaitsAsync(delivery, options.Timeout).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        return await delivery;
    }

    /// <summary>Begins a delivery.</summary>
    private protected Task<DeliveryResult> BeginAsync(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer, CancellationToken cancellationToken) =>
        Sender.SendAsync(body, options, observer, cancellationToken);
}
