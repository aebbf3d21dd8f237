using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>Rules that hold for every scheme. They are tested for each registered scheme.</summary>
public sealed class EverySchemeTests
{
    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void What_is_signed_verifies(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, secret);

        SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Received(name, signed), signed.Headers(), secret);

        Assert.Equal((SignatureVerdict.Valid, 0, name), (verification.Verdict, verification.SecretIndex, verification.Scheme));
        Assert.Equal(signed.Timestamp ?? verification.Timestamp, verification.Timestamp);
        Assert.Equal(signed.Id, verification.Id);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesCoveringBody), MemberType = typeof(SchemeSample))]
    public void A_body_with_any_byte_changed_is_invalid(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureRequest request = SchemeSample.Request(name);
        SignatureHeaders headers = SchemeSample.Sign(name, secret).Headers();
        byte[] body = request.Body.ReadAll().ToArray();
        for (int index = 0; index < body.Length; index++)
        {
            byte[] spoiled = [.. body];
            spoiled[index] ^= 0x01;
            SignatureVerification verification = SchemeSample.Verify(name, request with { Body = WebhookBody.FromBytes(spoiled) }, headers, secret);
            Assert.True(verification.Verdict == SignatureVerdict.Invalid, $"byte {index}: {verification.Verdict}, {verification.Reason}");
        }
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesCoveringBody), MemberType = typeof(SchemeSample))]
    public void Bodies_of_any_bytes_sign_and_verify(string name)
    {
        var random = new Random(20251121);
        SignatureOptions options = SchemeSample.Options(name) with { Tolerance = TimeSpan.Zero };
        SignatureScheme scheme = SignatureSchemes.Get(name);
        for (int round = 0; round < 50; round++)
        {
            byte[] body = new byte[random.Next(3) * random.Next(40_000 / (1 + round))];
            random.NextBytes(body);
            SignatureRequest request = SchemeSample.Request(name) with { Body = WebhookBody.FromBytes(body), ContentType = name is "Mandrill" ? "application/x-www-form-urlencoded" : null };
            WebhookSecret secret = SchemeSample.NewSecret(name);

            SignatureResult signed = scheme.Sign(request, [secret], options, TimeProvider.System, SystemRandomSource.Instance);

            SignatureVerification verification = scheme.Verify(request.With(signed), signed.Headers(), [secret], options, TimeProvider.System);
            Assert.True(verification.IsValid, verification.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Another_secret_is_invalid(string name)
    {
        SignatureResult signed = SchemeSample.Sign(name, SchemeSample.NewSecret(name));

        SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Received(name, signed), signed.Headers(), SchemeSample.NewSecret(name));

        Assert.Equal((SignatureVerdict.Invalid, -1), (verification.Verdict, verification.SecretIndex));
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Any_of_several_secrets_may_match(string name)
    {
        WebhookSecret old = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, old);

        SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Received(name, signed), signed.Headers(), SchemeSample.NewSecret(name), old);

        Assert.Equal((SignatureVerdict.Valid, 1), (verification.Verdict, verification.SecretIndex));
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Signing_with_several_secrets_satisfies_the_holder_of_the_first(string name)
    {
        WebhookSecret first = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, first, SchemeSample.NewSecret(name));

        Assert.True(SchemeSample.Verify(name, SchemeSample.Received(name, signed), signed.Headers(), first).IsValid);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesWithTolerance), MemberType = typeof(SchemeSample))]
    public void A_signature_is_valid_up_to_the_limits_of_the_tolerance(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureRequest request = SchemeSample.Request(name);
        SignatureHeaders headers = SchemeSample.Sign(name, secret).Headers();
        TimeSpan window = SignatureSchemes.Get(name).DefaultTolerance!.Value;
        TimeSpan moment = TimeSpan.FromMilliseconds(1);

        Assert.Equal(SignatureVerdict.Valid, VerdictAt(SchemeSample.Now + window));
        Assert.Equal(SignatureVerdict.Expired, VerdictAt(SchemeSample.Now + window + moment));
        Assert.Equal(SignatureVerdict.Valid, VerdictAt(SchemeSample.Now - window));
        Assert.Equal(SignatureVerdict.NotYetValid, VerdictAt(SchemeSample.Now - window - moment));

        SignatureVerdict VerdictAt(DateTimeOffset now) => SchemeSample.Verify(name, request, headers, now, secret).Verdict;
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesWithTolerance), MemberType = typeof(SchemeSample))]
    public void A_wrong_signature_is_invalid_and_never_expired(string name)
    {
        SignatureHeaders headers = SchemeSample.Sign(name, SchemeSample.NewSecret(name)).Headers();

        SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Request(name), headers, SchemeSample.Now.AddDays(1), SchemeSample.NewSecret(name));

        Assert.Equal(SignatureVerdict.Invalid, verification.Verdict);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesWithTolerance), MemberType = typeof(SchemeSample))]
    public void A_tolerance_of_zero_ignores_the_timestamp(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureHeaders headers = SchemeSample.Sign(name, secret).Headers();
        var options = new SignatureOptions { Tolerance = TimeSpan.Zero };

        SignatureVerification verification = SignatureSchemes.Get(name).Verify(
            SchemeSample.Request(name), headers, [secret], options, new ManualTimeProvider(SchemeSample.Now.AddYears(5)));

        Assert.True(verification.IsValid);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.NamesWithTolerance), MemberType = typeof(SchemeSample))]
    public void A_callers_tolerance_replaces_the_schemes_default(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureHeaders headers = SchemeSample.Sign(name, secret).Headers();
        var options = new SignatureOptions { Tolerance = TimeSpan.FromSeconds(2) };

        SignatureVerification verification = SignatureSchemes.Get(name).Verify(
            SchemeSample.Request(name), headers, [secret], options, new ManualTimeProvider(SchemeSample.Now.AddSeconds(3)));

        Assert.Equal(SignatureVerdict.Expired, verification.Verdict);
        Assert.Contains("3 s old", verification.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Header_names_are_case_insensitive_and_values_are_trimmed(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        var headers = new SignatureHeaders();
        SignatureResult signed = SchemeSample.Sign(name, secret);
        foreach ((string header, string value) in signed.Headers)
        {
            headers.Add(header.ToUpperInvariant(), $"  {value}\t");
        }

        Assert.True(SchemeSample.Verify(name, SchemeSample.Received(name, signed), headers, secret).IsValid);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Each_missing_header_is_named(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        IReadOnlyList<KeyValuePair<string, string>> lines = SchemeSample.Sign(name, secret).Headers;
        foreach (KeyValuePair<string, string> missing in lines)
        {
            SignatureHeaders headers = SchemeSample.Headers([.. lines.Where(line => !string.Equals(line.Key, missing.Key, StringComparison.Ordinal)).Select(line => (line.Key, line.Value))]);

            SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Request(name), headers, secret);

            Assert.Equal(SignatureVerdict.HeaderMissing, verification.Verdict);
            Assert.Contains(missing.Key, verification.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Each_empty_header_is_malformed(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        IReadOnlyList<KeyValuePair<string, string>> lines = SchemeSample.Sign(name, secret).Headers;
        foreach (KeyValuePair<string, string> empty in lines)
        {
            SignatureHeaders headers = SchemeSample.Headers([.. lines.Select(line => (line.Key, string.Equals(line.Key, empty.Key, StringComparison.Ordinal) ? string.Empty : line.Value))]);

            SignatureVerification verification = SchemeSample.Verify(name, SchemeSample.Request(name), headers, secret);

            Assert.Equal(SignatureVerdict.HeaderMalformed, verification.Verdict);
            Assert.Contains("Expected ", verification.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void No_secret_at_all_is_an_error(string name)
    {
        Assert.Equal("SecretMissing", Assert.Throws<SignatureException>(() => SchemeSample.Sign(name)).ErrorId);
        Assert.Equal("SecretMissing", Assert.Throws<SignatureException>(() => SchemeSample.Verify(name, SchemeSample.Request(name), new SignatureHeaders())).ErrorId);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void An_empty_secret_is_an_error_even_next_to_a_valid_one(string name)
    {
        WebhookSecret[] secrets = [SchemeSample.NewSecret(name), SchemeSample.Secret(string.Empty)];

        SignatureException error = Assert.Throws<SignatureException>(() => SchemeSample.Verify(name, SchemeSample.Request(name), new SignatureHeaders(), secrets));

        Assert.Equal((WebhookErrorKind.InvalidSecret, "SecretEmpty"), (error.Kind, error.ErrorId));
        Assert.Contains("Secret 2 of 2", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void A_negative_tolerance_is_an_error(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        var options = new SignatureOptions { Tolerance = TimeSpan.FromSeconds(-1) };

        SignatureException error = Assert.Throws<SignatureException>(
            () => SignatureSchemes.Get(name).Verify(SchemeSample.Request(name), new SignatureHeaders(), [secret], options, TimeProvider.System));

        Assert.Equal("SignatureToleranceNegative", error.ErrorId);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Two_new_secrets_differ_and_are_never_shown(string name)
    {
        WebhookSecret first = SchemeSample.NewSecret(name);

        Assert.NotEqual(first.Reveal(), SchemeSample.NewSecret(name).Reveal(), StringComparer.Ordinal);
        Assert.Equal("***", first.ToString());
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void A_scheme_describes_itself(string name)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);

        Assert.NotEmpty(scheme.Description);
        Assert.DoesNotContain('\n', scheme.Description);
        Assert.Equal(SchemeSample.Sign(name, SchemeSample.NewSecret(name)).Headers.Select(line => line.Key).Order(StringComparer.Ordinal), WrittenNames(scheme).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void The_verification_secret_is_the_secret_itself_or_the_public_key(string name)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, secret);

        WebhookSecret forReceiver = scheme.GetVerificationSecret(secret);

        Assert.True(SchemeSample.Verify(name, SchemeSample.Received(name, signed), signed.Headers(), forReceiver).IsValid);
        Assert.Equal(name is "Discord" or "StandardWebhooksEd25519", !string.Equals(secret.Reveal(), forReceiver.Reveal(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void A_file_has_the_same_signature_as_its_bytes_in_memory(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("body");
        SignatureRequest inMemory = SchemeSample.Request(name);
        File.WriteAllBytes(path, inMemory.Body.ReadAll().ToArray());
        SignatureRequest fromFile = inMemory with { Body = WebhookBody.FromFile(path) };
        WebhookSecret secret = SchemeSample.NewSecret(name);

        SignatureResult signed = SchemeSample.Sign(name, fromFile, secret);

        Assert.Equal(SchemeSample.Sign(name, inMemory, secret).Value, signed.Value);
        Assert.True(SchemeSample.Verify(name, fromFile.With(signed), signed.Headers(), secret).IsValid);
    }

    /// <summary>With the sample's options, Hmac also signs an id and a timestamp.</summary>
    private static IEnumerable<string> WrittenNames(SignatureScheme scheme) =>
        scheme.Name is "Hmac" ? [.. scheme.HeaderNames, "X-Signature-Id", "X-Signature-Timestamp"] : scheme.HeaderNames;
}
