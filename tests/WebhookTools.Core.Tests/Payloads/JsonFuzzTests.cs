using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Wrong input of all kinds, always the same: nothing but an error of ours comes of it, and we and the framework's reader agree on what is JSON.</summary>
public sealed class JsonFuzzTests
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
        var transformers = new[] { PayloadOptions.Default, Json.OmitNull, Json.Flatten }.Select(options => new JsonTransformer(options)).ToArray();
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] input = round % 10 == 0 ? RandomBytes(random) : Mutated(random);
            foreach (JsonTransformer transformer in transformers)
            {
                accepted += Judge(transformer, input) ? 1 : 0;
            }
        }

        // Both sides of the border were met.
        Assert.InRange(accepted, Rounds / 20, Rounds * 2);
    }

    [Fact]
    public async Task A_stream_of_wrong_input_gives_nothing_but_an_error_of_ours()
    {
        var random = new Random(20260204);
        for (int round = 0; round < Rounds / 10; round++)
        {
            byte[] input = [.. Mutated(random), (byte)'\n', .. Mutated(random)];
            (string Output, long? Line, long? BytePosition) whole = await TransformAsync(input, int.MaxValue);
            (string Output, long? Line, long? BytePosition) pieces = await TransformAsync(input, 1 + random.Next(9));
            Assert.True(whole == pieces, $"{Convert.ToHexString(input)}: {whole} and {pieces}");
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

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutated(Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)])];
        for (int change = random.Next(4); change > 0; change--)
        {
            int position = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when position < bytes.Count:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 1 when position < bytes.Count:
                    bytes.RemoveRange(position, Math.Min(1 + random.Next(5), bytes.Count - position));
                    break;
                case 2:
                    bytes.InsertRange(position, bytes.GetRange(position, Math.Min(random.Next(20), bytes.Count - position)));
                    break;
                case 3:
                    bytes.RemoveRange(position, bytes.Count - position);
                    break;
                default:
                    bytes.InsertRange(position, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
