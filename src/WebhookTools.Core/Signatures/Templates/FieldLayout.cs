namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A header of named fields: a time and one or more signatures, as <c>t=1533204620,v1=2220f8…</c>.</summary>
/// <param name="HeaderName">The header.</param>
/// <param name="Separator">What parts the fields.</param>
/// <param name="TimestampField">The name of the field with the time.</param>
/// <param name="SignatureField">The name of the fields with a signature.</param>
/// <param name="ContentSeparator">What parts the time and the body in the signed content.</param>
internal sealed record FieldLayout(string HeaderName, char Separator, string TimestampField, string SignatureField, char ContentSeparator);
