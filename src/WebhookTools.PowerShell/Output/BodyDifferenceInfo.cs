using System.Globalization;
using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>Where two bodies part.</summary>
public sealed class BodyDifferenceInfo
{
    internal BodyDifferenceInfo(BodyDifference difference)
    {
        Offset = difference.Offset;
        Line = difference.Line;
        Column = difference.Column;
        ExpectedLength = difference.ExpectedLength;
        ReceivedLength = difference.ReceivedLength;
        Expected = difference.Expected.Text;
        Received = difference.Received.Text;
        Change = difference.Change;
    }

    /// <summary>The first byte that is not the same, from 0.</summary>
    public long Offset { get; }

    /// <summary>Its line, from 1.</summary>
    public int Line { get; }

    /// <summary>Its byte in the line, from 1.</summary>
    public int Column { get; }

    /// <summary>The length of the sender's body.</summary>
    public long ExpectedLength { get; }

    /// <summary>The length of the body that came.</summary>
    public long ReceivedLength { get; }

    /// <summary>The bytes around that place as the sender has them.</summary>
    public string Expected { get; }

    /// <summary>The bytes around that place that came.</summary>
    public string Received { get; }

    /// <summary>What turns the one into the other, or null.</summary>
    public string? Change { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"byte {Offset}, line {Line}, column {Column}");
}
