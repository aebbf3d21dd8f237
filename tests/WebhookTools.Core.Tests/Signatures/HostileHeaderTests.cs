using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>A sender may send anything. The result is a verdict, never an exception, and never valid.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class HostileHeaderTests
{
    private const int Rounds = 400;

    private static readonly string[] Fragments =
    [
        "sha256=", "sha1=", "v0=", "v1=", "v1,", "v1a,", "t=", "ts=", "h1=", ";", ",", " ", "=", ":", ".", "-1", "0", "99999999999999999999", "1763717400", "1763717400000", "٣",
        "\0", "\r\n", "\t", "\u001b[31m", "é", "\ud800", "😀", "%", "{", "}", "\"", new string('a', 64), new string('A', 43) + "=", "====", "{id}", "NaN", "+5", " 5", "0x10",
    ];

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Any_header_content_gets_a_verdict(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, secret);
        SignatureRequest request = SchemeSample.Received(name, signed);
        IReadOnlyList<KeyValuePair<string, string>> good = signed.Headers;
        var random = new Random(20251121);
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            var headers = new SignatureHeaders();
            int spoiled = random.Next(Math.Max(1, good.Count));
            for (int index = 0; index < good.Count; index++)
            {
                headers.Add(good[index].Key, index == spoiled ? Spoil(good[index].Value, random) : good[index].Value);
            }

            SignatureVerification verification = SchemeSample.Verify(name, request, headers, secret);

            Assert.True(!verification.IsValid || HoldsAllOf(headers, good), $"round {round} was taken for valid");
            Assert.NotEmpty(verification.Reason);
            Assert.DoesNotContain('\u001b', verification.Reason);
            Assert.DoesNotContain('\n', verification.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void A_header_of_a_megabyte_gets_a_verdict_at_once(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        foreach (string unit in (string[])["a", "v1,", "v1=a,", "v1,AAAA ", "h1=0;", ",", " ", "t=1,"])
        {
            var headers = new SignatureHeaders();
            foreach (string header in SignatureSchemes.Get(name).HeaderNames)
            {
                headers.Add(header, new StringBuilder().Insert(0, unit, (1 << 20) / unit.Length).ToString());
            }

            Assert.False(SchemeSample.Verify(name, SchemeSample.Request(name), headers, secret).IsValid && headers.Values.Count > 0);
        }
    }

    private static string Spoil(string value, Random random)
    {
        var text = new StringBuilder(value);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int index = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0 when index < text.Length:
                    text[index] = (char)random.Next(0x250);
                    break;
                case 1:
                    text.Insert(index, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 2:
                    text.Remove(index, random.Next(text.Length - index + 1));
                    break;
                default:
                    text.Clear().Append(string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Fragments[random.Next(Fragments.Length)])));
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Whether the headers still contain everything that was signed. Other list items, white space and the case of digits make
    /// no difference.
    /// </summary>
    private static bool HoldsAllOf(SignatureHeaders headers, IReadOnlyList<KeyValuePair<string, string>> good) =>
        good.All(line => headers.TryGet(line.Key, out string value)
            && line.Value.Split(' ', ',', ';').All(part => string.Concat(value.Where(character => !char.IsWhiteSpace(character))).Contains(part, StringComparison.OrdinalIgnoreCase)));
}
