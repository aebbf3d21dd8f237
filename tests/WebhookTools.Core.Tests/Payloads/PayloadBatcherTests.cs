using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

public sealed class PayloadBatcherTests
{
    [Theory]
    [InlineData(false, 0, "1|2|[3]|4|5")]
    [InlineData(false, 2, "1|2|[3]|4|5")]
    [InlineData(true, 1, "[1]|[2]|[[3]]|[4]|[5]")]
    [InlineData(true, 2, "[1,2]|[[3],4]|[5]")]
    [InlineData(true, 5, "[1,2,[3],4,5]")]
    [InlineData(true, 0, "[1,2,[3],4,5]")]
    public void Values_are_collected_into_bodies(bool asArray, int batchSize, string expected)
    {
        var batcher = new PayloadBatcher(asArray, batchSize);
        var bodies = new List<string>();
        foreach (string value in (string[])["1", "2", "[3]", "4", "5"])
        {
            if (batcher.Add(Encoding.UTF8.GetBytes(value)) is { } body)
            {
                bodies.Add(TextOf(body));
            }
        }

        if (batcher.Complete() is { } last)
        {
            bodies.Add(TextOf(last));
        }

        Assert.Equal(expected, string.Join('|', bodies));
        Assert.Null(batcher.Complete());
    }

    [Fact]
    public void Nothing_makes_no_body() => Assert.Null(new PayloadBatcher(asArray: true, 0).Complete());

    [Fact]
    public void A_body_stays_as_it_is_when_the_next_one_is_collected()
    {
        var batcher = new PayloadBatcher(asArray: true, 1);
        WebhookBody first = batcher.Add("1"u8)!;
        batcher.Add("2"u8);
        Assert.Equal("[1]", TextOf(first));
    }

    [Fact]
    public void A_negative_batch_size_is_refused() =>
        Assert.Equal("BatchSizeOutOfRange", Assert.Throws<WebhookException>(() => new PayloadBatcher(true, -1)).ErrorId);

    private static string TextOf(WebhookBody body) => Encoding.UTF8.GetString(body.ReadAll().Span);
}
