using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebhookTools.Core.Payloads;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Wrong input of all kinds, always the same: nothing but an error of ours comes of it, and we and the framework's reader agree on what is JSON.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class JsonFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 30_000;

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "null", "true", "fals", "NaN", "-", "0", "1e", ".5", "1.0", "//", "/**/", "\"name\":", "\"a\":{", "😀", "\uFEFF", " ", "\n", "\0",
    ];

    private static readonly string[] Seeds =
    [
        """{"a":{"name":"x","b":[1,-2.5e+10,null,{"name":"y","c":"\u00e9\ud83d\ude00\n"}],"d":{}},"a.x.b":true,"e":[[],[[false]]]}""",
        """[{"name":null,"k":"v"},{"k":0.10,"k":1}] """,
        "\"text\"",
    ];

    [Fact]
    public void Nothing_but_an_error_of_ours_comes_of_wrong_input()
    {
        var random = new Random(20260203);
        var mutation = new Mutation(random, Fragments);
        var transformers = new[] { PayloadOptions.Default, Json.OmitNull, Json.Flatten }.Select(options => new JsonTransformer(options)).ToArray();
        int rounds = 0;
        int accepted = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            rounds++;
            byte[] input = round % 10 == 0 ? RandomBytes(random) : mutation.Of(Seed(random));
            foreach (JsonTransformer transformer in transformers)
            {
                accepted += Judge(transformer, input) ? 1 : 0;
            }
        }

        // Both sides of the border were met.
        output.WriteLine($"{rounds} inputs, {transformers.Length} transformers, {accepted} times accepted.");
        Assert.InRange(accepted, rounds / 20, rounds * 2);
    }

    [Fact]
    public async Task A_stream_of_wrong_input_gives_nothing_but_an_error_of_ours()
    {
        var random = new Random(20260204);
        var mutation = new Mutation(random, Fragments);
        foreach (int round in LongForm.FuzzRounds(Rounds / 10))
        {
            byte[] input = [.. mutation.Of(Seed(random)), (byte)'\n', .. mutation.Of(Seed(random))];
            (string Output, long? Line, long? BytePosition) whole = await TransformAsync(input, int.MaxValue);
            (string Output, long? Line, long? BytePosition) pieces = await TransformAsync(input, 1 + random.Next(9));
            Assert.True(whole == pieces, $"round {round}: {Convert.ToHexString(input)}: {whole} and {pieces}");
        }
    }

    private static bool Judge(JsonTransformer transformer, byte[] input)
    {
        var output = new ArrayBufferWriter<byte>();
        string? error = null;
        try
        {
            transformer.Transform(input, output);
        }
        catch (PayloadException exception)
        {
            error = exception.ErrorId;
        }

        bool isJson = IsJson(input);
        bool isUnicode = Utf8.IsValid(input) && error is not "JsonLoneSurrogate";
        Assert.True((error is null) == (isJson && isUnicode), $"{Encoding.UTF8.GetString(input)} ({Convert.ToHexString(input)}): {error ?? "accepted"}");
        if (error is null)
        {
            Assert.True(IsJson(output.WrittenSpan) && Utf8.IsValid(output.WrittenSpan));
        }

        return error is null;
    }

    private static bool IsJson(ReadOnlySpan<byte> input)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var reader = new Utf8JsonReader(input.StartsWith(mark) ? input[mark.Length..] : input, new JsonReaderOptions { MaxDepth = PayloadOptions.DefaultMaximumDepth });
        try
        {
            bool any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<(string Output, long? Line, long? BytePosition)> TransformAsync(byte[] input, int piece)
    {
        using var output = new MemoryStream();
        PayloadException? error = null;
        try
        {
            await JsonStreamTransformer.TransformAsync(new PieceStream(input, piece), output, Json.Flatten, asArray: false, 0, CancellationToken.None);
        }
        catch (PayloadException exception)
        {
            error = exception;
        }

        return (Encoding.UTF8.GetString(output.ToArray()), error?.Line, error?.BytePosition);
    }

    private static byte[] Seed(Random random) => Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }
}
