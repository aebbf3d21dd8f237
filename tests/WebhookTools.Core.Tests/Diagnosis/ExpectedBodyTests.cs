using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class ExpectedBodyTests
{
    [Fact]
    public void The_first_byte_that_differs_is_shown()
    {
        SpoiledSignature spoiled = Changed(received: "{\n  \"name\": \"caf\u00e9\",\n  \"price\": 10.0\n}", sent: "{\n  \"name\": \"caf\u00e9\",\n  \"price\": 10.5\n}");

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
    public void The_transformation_between_the_bodies_is_named()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(received: "{\"a\":1,\"b\":[true]}", sent: "{ \"a\": 1, \"b\": [ true ] }"));

        Assert.Equal("the JSON without white space", diagnosis.Difference!.Change);
    }

    [Fact]
    public void Two_transformations_between_the_bodies_are_named()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(received: "{\"a\":1,\"b\":2}", sent: "{ \"b\": 2, \"a\": 1 }"));

        Assert.Contains("sorted", diagnosis.Difference!.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void An_emptied_body_is_explained_by_a_redirect()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(received: string.Empty, sent: "{\"a\":1}"));

        Assert.Equal("body.emptied-on-the-way", Assert.Single(diagnosis.Causes).Id);
        Assert.Contains("redirect", diagnosis.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_body_without_the_senders_yields_a_note_instead_of_a_cause()
    {
        SignatureDiagnosis diagnosis = Changed(received: string.Empty, sent: "{\"a\":1}").Diagnose();

        Assert.Empty(diagnosis.Causes);
        Assert.Contains(diagnosis.Notes, note => note.Contains("redirect", StringComparison.Ordinal));
    }

    [Fact]
    public void The_senders_body_combines_with_a_second_change()
    {
        SpoiledSignature spoiled = Changed(received: "{\"a\":2}", sent: "{\"a\":1}") with { Key = SpoiledSignature.Bytes(SpoiledSignature.PlainSecret + "\n") };

        SignatureDiagnosis diagnosis = Diagnose(spoiled);

        Assert.Equal("body.changed-on-the-way secret.newline-added", string.Join(' ', diagnosis.Causes.Select(cause => cause.Id)));
    }

    [Fact]
    public void Equal_bodies_are_reported()
    {
        SignatureDiagnosis diagnosis = Diagnose(Changed(received: "{}", sent: "{}") with { Key = [1] });

        Assert.Null(diagnosis.Difference);
        Assert.Contains(diagnosis.Notes, note => note.Contains("byte for byte", StringComparison.Ordinal));
    }

    private static SpoiledSignature Changed(string received, string sent) => new()
    {
        Name = "changed",
        Causes = [],
        Body = SpoiledSignature.Bytes(received),
        SignedBody = SpoiledSignature.Bytes(sent),
    };

    private static SignatureDiagnosis Diagnose(SpoiledSignature spoiled) =>
        spoiled.Diagnose(new DiagnosisOptions { ExpectedBody = WebhookBody.FromBytes(spoiled.SignedBody!) });
}
