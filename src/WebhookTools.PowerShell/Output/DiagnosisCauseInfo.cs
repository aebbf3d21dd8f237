using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>One thing that is wrong.</summary>
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

    /// <summary>Stable, as body.final-newline-removed.</summary>
    public string Id { get; }

    /// <summary>Body, Secret, Algorithm, Encoding, Construction, Time or Header.</summary>
    public string Category { get; }

    /// <summary>Where it is mended: Sender, Receiver or Configuration.</summary>
    public string Side { get; }

    /// <summary>What was changed to arrive at the received signature.</summary>
    public string Change { get; }

    /// <summary>What is wrong.</summary>
    public string Text { get; }

    /// <summary>What to change.</summary>
    public string Fix { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
