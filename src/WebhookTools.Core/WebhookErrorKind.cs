namespace WebhookTools.Core;

/// <summary>The kind of an error. Front ends translate it: PowerShell into an error category, the command line into an exit code.</summary>
public enum WebhookErrorKind
{
    /// <summary>An option has a value that is not allowed, or two options exclude each other.</summary>
    InvalidArgument,

    /// <summary>The input cannot be read: invalid JSON, a cycle, a malformed header.</summary>
    InvalidData,

    /// <summary>A secret is empty or does not have the format that its scheme requires.</summary>
    InvalidSecret,

    /// <summary>A file or a folder does not exist.</summary>
    NotFound,

    /// <summary>The operating system denied access.</summary>
    PermissionDenied,

    /// <summary>A resource is in use or not available: a port, or a journal that another process has open.</summary>
    ResourceUnavailable,

    /// <summary>The connection failed: the host could not be resolved, or the connection was refused or reset.</summary>
    ConnectionFailed,

    /// <summary>The other side did not respond in time.</summary>
    Timeout,

    /// <summary>The other side's certificate is not trusted, or the TLS handshake failed.</summary>
    CertificateInvalid,

    /// <summary>The other side rejected the credentials or the signature (401, 403).</summary>
    AuthenticationFailed,

    /// <summary>The other side rejected the request (any other 4xx, a redirect that is not followed, a body that reports a failure).</summary>
    Rejected,

    /// <summary>The other side limits the number of requests (429).</summary>
    RateLimited,

    /// <summary>The other side failed (5xx).</summary>
    ServerFailed,

    /// <summary>Writing to disk failed: the disk is full or reports an error.</summary>
    WriteFailed,
}
