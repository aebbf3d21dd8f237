namespace WebhookTools.Core.Signatures.Text;

/// <summary>Ids of messages, for the schemes that sign one.</summary>
internal static class MessageId
{
    private const int ByteCount = 16;

    /// <summary>A new id: <c>msg_</c> and 32 hexadecimal digits. No full stop may be in it, since that ends the id in the signed content.</summary>
    public static string Create(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        random.Fill(bytes);
        return "msg_" + Convert.ToHexStringLower(bytes);
    }
}
