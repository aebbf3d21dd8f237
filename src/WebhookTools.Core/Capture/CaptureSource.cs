namespace WebhookTools.Core.Capture;

/// <summary>What a captured request was read from.</summary>
public enum CaptureSource
{
    /// <summary>An HTTP request as it stands on the wire: request line, headers, an empty line, the body.</summary>
    HttpMessage,

    /// <summary>What <c>curl -v</c> prints. It has no body.</summary>
    CurlVerbose,

    /// <summary>What <c>curl --trace</c> or <c>curl --trace-ascii</c> writes.</summary>
    CurlTrace,

    /// <summary>An HTTP archive (HAR), an entry of one, or the request of an entry.</summary>
    HttpArchive,

    /// <summary>A line of a webhook journal.</summary>
    JournalLine,

    /// <summary>A request that a listener of this process received, as its journal keeps it.</summary>
    Listener,

    /// <summary>Header lines alone, <c>Name: value</c>, with or without a body behind an empty line.</summary>
    HeaderText,
}
