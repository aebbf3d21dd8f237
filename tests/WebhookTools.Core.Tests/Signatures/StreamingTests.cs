using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class StreamingTests
{
    private static readonly WebhookSecret Secret = SchemeSample.Secret("a secret");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((16 * 1024) - 1)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData((256 * 1024) - 1)]
    [InlineData(256 * 1024)]
    [InlineData((1024 * 1024) + 3)]
    public async Task Bodies_of_every_size_have_the_same_signature_in_memory_and_in_a_file(int length)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("body");
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        foreach (string scheme in (string[])["GitHub", "Slack"])
        {
            string fromMemory = Sign(scheme, WebhookBody.FromBytes(bytes));

            Assert.Equal(fromMemory, Sign(scheme, WebhookBody.FromFile(path)));
            Assert.Equal(fromMemory, Sign(scheme, WebhookBody.FromBytes(new ReadOnlyMemory<byte>([9, .. bytes, 9], 1, length))));
        }
    }

    [Fact]
    public void A_large_file_is_signed_in_flat_memory()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("large");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(64 * 1024 * 1024);
        }

        WebhookBody body = WebhookBody.FromFile(path);
        _ = Sign("GitHub", WebhookBody.Empty);
        long before = GC.GetAllocatedBytesForCurrentThread();

        _ = Sign("GitHub", body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void Verifying_a_small_body_allocates_little()
    {
        SignatureRequest request = SchemeSample.Request("GitHub");
        SignatureHeaders headers = SchemeSample.Sign("GitHub", Secret).Headers();
        var clock = new ManualTimeProvider(SchemeSample.Now);
        SignatureScheme scheme = SignatureSchemes.Get("GitHub");
        WebhookSecret[] secrets = [Secret];
        _ = scheme.Verify(request, headers, secrets, SignatureOptions.Default, clock);
        const int Rounds = 100;
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int round = 0; round < Rounds; round++)
        {
            _ = scheme.Verify(request, headers, secrets, SignatureOptions.Default, clock);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds, 0, 512);
    }

    private static string Sign(string scheme, WebhookBody body) => SchemeSample.Sign(scheme, SchemeSample.Request(scheme) with { Body = body }, Secret).Value;
}
