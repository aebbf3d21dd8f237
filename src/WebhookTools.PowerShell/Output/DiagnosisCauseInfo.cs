using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>A cause of a signature that does not match.</summary>
public sealed class DiagnosisCauseInfo
{
    internal DiagnosisCauseInfo(DiagnosisCause cause)
    {
        Id = cause.Id;
        Category = cause.Category.ToString();
        Side = cause.Side.ToString();
        Change = cause.Change;
        Text = cause.Text;
        Fix = cause.Fix;
    }

    /// <summary>A stable id such as body.final-newline-removed.</summary>
    public string Id { get; }

    /// <summary>The kind of cause: Body, Secret, Algorithm, Encoding, Construction, Time or Header.</summary>
    public string Category { get; }

    /// <summary>The side that needs the fix: Sender, Receiver or Configuration.</summary>
    public string Side { get; }

    /// <summary>The changed input that reproduces the received signature.</summary>
    public string Change { get; }

    /// <summary>A description of the cause.</summary>
    public string Text { get; }

    /// <summary>What to change.</summary>
    public string Fix { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
