using System.Globalization;
using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>The first difference between the sender's body and the received body.</summary>
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

    /// <summary>The zero-based offset of the first byte that differs.</summary>
    public long Offset { get; }

    /// <summary>The line of that byte, starting at 1.</summary>
    public int Line { get; }

    /// <summary>The position of that byte in its line, starting at 1.</summary>
    public int Column { get; }

    /// <summary>The length of the sender's body in bytes.</summary>
    public long ExpectedLength { get; }

    /// <summary>The length of the received body in bytes.</summary>
    public long ReceivedLength { get; }

    /// <summary>The sender's body around the difference.</summary>
    public string Expected { get; }

    /// <summary>The received body around the difference.</summary>
    public string Received { get; }

    /// <summary>The transformation that turns the sender's body into the received body, or null if it is unknown.</summary>
    public string? Change { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"byte {Offset}, line {Line}, column {Column}");
}
