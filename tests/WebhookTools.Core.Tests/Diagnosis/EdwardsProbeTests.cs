using System.Security.Cryptography;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>The probe of Ed25519 says of a message what a verification says, without being one.</summary>
public sealed class EdwardsProbeTests
{
    [Fact]
    public void It_agrees_with_the_library_over_random_keys_messages_and_spoiled_signatures()
    {
        var random = new Random(20261121);
        int right = 0;
        for (int round = 0; round < 200; round++)
        {
            byte[] seed = NextBytes(random, 32);
            byte[] publicKey = Ed25519Algorithm.Library.GetPublicKey(seed);
            byte[] message = NextBytes(random, random.Next(200));
            byte[] signature = Ed25519Algorithm.Library.Sign(seed, message);
            switch (round % 5)
            {
                case 1:
                    signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    publicKey[random.Next(32)] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    message = NextBytes(random, 20);
                    break;
            }

            bool isRight = Ed25519Algorithm.Library.Verify(publicKey, message, signature);
            right += isRight ? 1 : 0;
            Assert.Equal(isRight, Fits(publicKey, message, signature));
        }

        Assert.InRange(right, 80, 120);
    }

    [Fact]
    public void One_probe_looks_through_many_messages()
    {
        byte[] seed = NextBytes(new Random(7), 32);
        byte[] publicKey = Ed25519Algorithm.Library.GetPublicKey(seed);
        byte[] signature = Ed25519Algorithm.Library.Sign(seed, "57"u8.ToArray());
        IEd25519Probe probe = Ed25519Algorithm.Library.CreateProbe(publicKey, signature);

        int[] found = [.. Enumerable.Range(0, 100).Where(number => probe.Fits(Digest(publicKey, System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{number}")), signature)))];

        Assert.Equal([57], found);
    }

    /// <summary>RFC 8032, 7.1, tests 1 to 3; and 5.1.3 and 5.1.7 on what is refused.</summary>
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b", true)]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00", true)]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a", true)]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac05d391b0a77904e98404ef037747a56e4a7c15e9716ed28dc027beceea1ec41a", false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a", false)]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a", false)]
    public void It_knows_the_published_signatures_and_refuses_what_is_no_point_and_no_number(string publicKey, string message, string signature, bool isRight)
    {
        (byte[] key, byte[] bytes, byte[] signed) = (Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.Equal(isRight, Ed25519Algorithm.Library.Verify(key, bytes, signed));
        Assert.Equal(isRight, Fits(key, bytes, signed));
    }

    private static bool Fits(byte[] publicKey, byte[] message, byte[] signature) =>
        Ed25519Algorithm.Library.CreateProbe(publicKey, signature).Fits(Digest(publicKey, message, signature));

    private static byte[] Digest(byte[] publicKey, byte[] message, byte[] signature) =>
        SHA512.HashData([.. signature.AsSpan(0, 32), .. publicKey, .. message]);

    private static byte[] NextBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
