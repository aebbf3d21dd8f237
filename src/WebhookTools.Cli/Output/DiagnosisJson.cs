using System.Text.Json;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Diagnosis;

namespace WebhookTools.Cli.Output;

internal static class DiagnosisJson
{
    public static void Write(Utf8JsonWriter writer, SignatureDiagnosis diagnosis)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", diagnosis.IsValid);
        writer.WriteString("verdict", TextSyntax.Kebab(diagnosis.Verdict.ToString()));
        writer.WriteString("scheme", diagnosis.Scheme);
        writer.WriteString("reason", diagnosis.Reason);
        writer.WriteString("headerName", diagnosis.HeaderName);
        writer.WriteString("expected", diagnosis.Expected);
        writer.WriteString("received", diagnosis.Received);
        writer.WriteString("cause", diagnosis.Cause);
        writer.WriteString("fix", diagnosis.Fix);
        WriteCauses(writer, diagnosis.Causes);
        writer.WritePropertyName("signedContent");
        Write(writer, diagnosis.SignedContent);
        writer.WritePropertyName("proof");
        Write(writer, diagnosis.Proof);
        writer.WritePropertyName("difference");
        Write(writer, diagnosis.Difference);
        WriteTried(writer, diagnosis.Tried);
        writer.WriteStartArray("notes");
        foreach (string note in diagnosis.Notes)
        {
            writer.WriteStringValue(note);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCauses(Utf8JsonWriter writer, IReadOnlyList<DiagnosisCause> causes)
    {
        writer.WriteStartArray("causes");
        foreach (DiagnosisCause cause in causes)
        {
            writer.WriteStartObject();
            writer.WriteString("id", cause.Id);
            writer.WriteString("category", TextSyntax.Kebab(cause.Category.ToString()));
            writer.WriteString("side", TextSyntax.Kebab(cause.Side.ToString()));
            writer.WriteString("change", cause.Change);
            writer.WriteString("text", cause.Text);
            writer.WriteString("fix", cause.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SignedContentPreview? content)
    {
        if (content is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("text", content.Text);
        writer.WriteBoolean("whole", content.IsWhole);
        writer.WriteNumber("length", content.Length);
        writer.WriteString("sha256", content.Sha256);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, DiagnosisProof? proof)
    {
        if (proof is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("check", proof.Check);
        writer.WriteString("algorithm", proof.Algorithm);
        writer.WriteString("key", proof.Key);
        writer.WriteNumber("secretIndex", proof.SecretIndex);
        writer.WriteString("signature", proof.Signature);
        writer.WritePropertyName("signedContent");
        Write(writer, proof.SignedContent);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BodyDifference? difference)
    {
        if (difference is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("offset", difference.Offset);
        writer.WriteNumber("line", difference.Line);
        writer.WriteNumber("column", difference.Column);
        writer.WriteNumber("expectedLength", difference.ExpectedLength);
        writer.WriteNumber("receivedLength", difference.ReceivedLength);
        writer.WriteString("expected", difference.Expected.Text);
        writer.WriteString("received", difference.Received.Text);
        writer.WriteString("change", difference.Change);
        writer.WriteEndObject();
    }

    private static void WriteTried(Utf8JsonWriter writer, SearchSummary tried)
    {
        writer.WriteStartObject("tried");
        writer.WriteNumber("combinations", tried.Combinations);
        writer.WriteNumber("durationMs", Math.Round(tried.Duration.TotalMilliseconds, 1));
        writer.WriteBoolean("cutShort", tried.IsCutShort);
        writer.WriteStartArray("alone");
        foreach (RuleResult result in tried.Singles)
        {
            writer.WriteStartObject();
            writer.WriteString("id", result.Id);
            writer.WriteString("category", TextSyntax.Kebab(result.Category.ToString()));
            writer.WriteString("change", result.Change);
            writer.WriteString("outcome", TextSyntax.Kebab(result.Outcome.ToString()));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("pairs");
        foreach (RulePairCount pairs in tried.Pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("first", TextSyntax.Kebab(pairs.First.ToString()));
            writer.WriteString("second", TextSyntax.Kebab(pairs.Second.ToString()));
            writer.WriteNumber("tried", pairs.Tried);
            writer.WriteNumber("notTried", pairs.NotTried);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
