namespace WebhookTools.Core.Signatures;

/// <summary>The registry: every scheme, one line each.</summary>
public static class SignatureSchemes
{
    /// <summary>All schemes, in the order in which they are listed.</summary>
    public static IReadOnlyList<SignatureScheme> All { get; } = [];

    /// <summary>The scheme of that name, in any case.</summary>
    /// <exception cref="SignatureException">There is none; the error lists those there are.</exception>
    public static SignatureScheme Get(string name) => throw new NotImplementedException();
}
