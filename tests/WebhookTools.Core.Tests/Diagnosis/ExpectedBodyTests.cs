using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class ExpectedBodyTests
{
    [Fact]
    public void The_very_byte_where_both_bodies_part_is_shown()
    {
        SpoiledSignature spoiled = Changed(came: "{\n  \"name\": \"caf\u00e9\",\n  \"price\": 10.0\n}", sent: "{\n  \"name\": \"caf\u00e9\",\n  \"price\": 10.5\n}");

        SignatureDiagnosis diagnosis = Diagnose(spoiled);

        Assert.Equal("body.changed-on-the-way", Assert.Single(diagnosis.Causes).Id);
        Assert.NotNull(diagnosis.Proof);
        BodyDifference difference = diagnosis.Difference!;
        Assert.Equal((35L, 3, 15), (difference.Offset, difference.Line, difference.Column));
        Assert.Equal((byte)'5', difference.Expected.Bytes.Span[difference.Expected.Mark]);
        Assert.Equal((byte)'0', difference.Received.Bytes.Span[difference.Received.Mark]);
        Assert.EndsWith("10.0\\n}", difference.Received.Text, StringComparison.Ordinal);
        Assert.Contains("30 0a 7d", difference.Received.Hex, StringComparison.Ordinal);
        Assert.Null(difference.Change);
    }

    [Fact]
    public void What_turned_the_one_into_the_other_is_named()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(came: "{\"a\":1,\"b\":[true]}", sent: "{ \"a\": 1, \"b\": [ true ] }"));

        Assert.Equal("the JSON without white space", diagnosis.Difference!.Change);
    }

    [Fact]
    public void Two_steps_that_turned_the_one_into_the_other_are_named()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(came: "{\"a\":1,\"b\":2}", sent: "{ \"b\": 2, \"a\": 1 }"));

        Assert.Contains("sorted", diagnosis.Difference!.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_was_emptied_is_told_as_a_redirect()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(came: string.Empty, sent: "{\"a\":1}"));

        Assert.Equal("body.emptied-on-the-way", Assert.Single(diagnosis.Causes).Id);
        Assert.Contains("redirect", diagnosis.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_body_without_the_senders_is_told_as_a_guess_and_not_as_a_cause()
    {
        SignatureDiagnosis diagnosis = Changed(came: string.Empty, sent: "{\"a\":1}").Diagnose();

        Assert.Empty(diagnosis.Causes);
        Assert.Contains(diagnosis.Notes, note => note.Contains("redirect", StringComparison.Ordinal));
    }

    [Fact]
    public void The_senders_body_and_a_second_change_go_together()
    {
        SpoiledSignature spoiled = Changed(came: "{\"a\":2}", sent: "{\"a\":1}") with { Key = SpoiledSignature.Bytes(SpoiledSignature.PlainSecret + "\n") };

        SignatureDiagnosis diagnosis = Diagnose(spoiled);

        Assert.Equal("body.changed-on-the-way secret.newline-added", string.Join(' ', diagnosis.Causes.Select(cause => cause.Id)));
    }

    [Fact]
    public void The_same_body_on_both_sides_is_said()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(came: "{}", sent: "{}") with { Key = [1] });

        Assert.Null(diagnosis.Difference);
        Assert.Contains(diagnosis.Notes, note => note.Contains("byte for byte", StringComparison.Ordinal));
    }

    private static SpoiledSignature Changed(string came, string sent) => new()
    {
        Name = "changed",
        Causes = [],
        Body = SpoiledSignature.Bytes(came),
        SignedBody = SpoiledSignature.Bytes(sent),
    };

    private static SignatureDiagnosis Diagnose(SpoiledSignature spoiled) =>
        spoiled.Diagnose(new DiagnosisOptions { ExpectedBody = WebhookBody.FromBytes(spoiled.SignedBody!) });
}
