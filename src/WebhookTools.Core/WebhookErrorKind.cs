namespace WebhookTools.Core;

/// <summary>What went wrong, in the terms that a door translates: PowerShell into an error category, the command line into an exit code.</summary>
public enum WebhookErrorKind
{
    /// <summary>An option has a value that is not allowed, or two options exclude each other.</summary>
    InvalidArgument,

    /// <summary>Data that was given cannot be read: JSON that is not JSON, a cycle, a header without its parts.</summary>
    InvalidData,

    /// <summary>A secret is empty or not in the format that its scheme needs.</summary>
    InvalidSecret,

    /// <summary>A file or a folder does not exist.</summary>
    NotFound,

    /// <summary>The operating system refused access.</summary>
    PermissionDenied,

    /// <summary>Something is in use or not available: a port, a journal of another process.</summary>
    ResourceUnavailable,

    /// <summary>No connection: unknown host, refused, reset.</summary>
    ConnectionFailed,

    /// <summary>The other side did not answer in time.</summary>
    Timeout,

    /// <summary>The certificate of the other side is not trusted, or TLS failed.</summary>
    CertificateInvalid,

    /// <summary>The other side refused the credentials or the signature (401, 403).</summary>
    AuthenticationFailed,

    /// <summary>The other side refused the request (another 4xx, a redirect that is not followed, a body that reports failure).</summary>
    Rejected,

    /// <summary>The other side asks for fewer requests (429).</summary>
    RateLimited,

    /// <summary>The other side failed (5xx).</summary>
    ServerFailed,

    /// <summary>Writing to disk failed: it is full, or the device reports an error.</summary>
    WriteFailed,
}
