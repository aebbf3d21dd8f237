using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>All secret rules, most common first.</summary>
internal static class SecretRules
{
    private const string Prefix = "whsec_";
    private const string VersionedPrefix = "v1,whsec_";
    private const string CleanFix = "Store the secret on both sides exactly as the provider shows it, without quotes, white space or a line ending.";

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        .. TextRules().Concat(KeyRules()).OrderBy(rule => rule.Rank),
    ];

    private static IEnumerable<SecretRule> TextRules() =>
    [
        new()
        {
            Id = "secret.white-space-trimmed",
            Rank = 4,
            Side = FixSide.Configuration,
            Change = "the secret without surrounding white space",
            Cause = "The receiver's secret has leading or trailing white space, such as a line ending, that the sender's secret does not have.",
            Fix = "Remove it where the secret is stored. Write files with printf %s or Set-Content -NoNewline; kubectl create secret --from-file keeps a final line ending.",
            ChangeText = static text => text.Trim() is var trimmed && trimmed.Length < text.Length ? trimmed : null,
        },
        new()
        {
            Id = "secret.newline-added",
            Rank = 7,
            Side = FixSide.Sender,
            Change = "the secret with a trailing line feed",
            Cause = "The sender's secret has a trailing line feed that the receiver's secret does not have. It was written with echo, or read from a file without trimming.",
            Fix = "Trim the secret at the sender, or write it with printf %s.",
            ChangeText = static text => text + "\n",
        },
        new()
        {
            Id = "secret.newline-added",
            Rank = 41,
            Side = FixSide.Sender,
            Change = "the secret with a trailing CRLF",
            Cause = "The sender's secret has a trailing CRLF that the receiver's secret does not have. It was read from a file without trimming.",
            Fix = "Trim the secret at the sender, or write the file without a line ending: Set-Content -NoNewline.",
            ChangeText = static text => text + "\r\n",
        },
        new()
        {
            Id = "secret.space-added",
            Rank = 42,
            Side = FixSide.Sender,
            Change = "the secret with a trailing space",
            Cause = "The sender's secret has a trailing space that the receiver's secret does not have.",
            Fix = CleanFix,
            ChangeText = static text => text + " ",
        },
        new()
        {
            Id = "secret.quotes-removed",
            Rank = 12,
            Side = FixSide.Configuration,
            Change = "the secret without its quotes",
            Cause = "The receiver's secret is enclosed in quotes that belong to the configuration file, not to the secret.",
            Fix = "Remove the quotes. docker --env-file and similar formats treat them as part of the value.",
            ChangeText = static text => text.Length > 2 && text[0] == text[^1] && text[0] is '"' or '\'' or '`' ? text[1..^1] : null,
        },
        new()
        {
            Id = "secret.quotes-added",
            Rank = 13,
            Side = FixSide.Sender,
            Change = "the secret in double quotes",
            Cause = "The sender's secret is enclosed in double quotes that belong to the configuration file, not to the secret.",
            Fix = "Remove the quotes from the sender's configuration. docker --env-file and similar formats treat them as part of the value.",
            ChangeText = static text => $"\"{text}\"",
        },
        new()
        {
            Id = "secret.quotes-added",
            Rank = 30,
            Side = FixSide.Sender,
            Change = "the secret in single quotes",
            Cause = "The sender's secret is enclosed in single quotes that belong to the configuration file, not to the secret.",
            Fix = "Remove the quotes from the sender's configuration.",
            ChangeText = static text => $"'{text}'",
        },
        new()
        {
            Id = "secret.prefix-removed",
            Rank = 8,
            Side = FixSide.Configuration,
            Change = "the secret without 'whsec_'",
            Cause = "The sender's secret lacks the 'whsec_' prefix that the receiver's secret has.",
            Fix = "Use the same secret on both sides. In this scheme the prefix is part of the secret.",
            ChangeText = static text => text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null,
        },
        new()
        {
            Id = "secret.versioned-prefix-removed",
            Rank = 4,
            Side = FixSide.Configuration,
            Change = "the secret without 'v1,'",
            Cause = "The receiver's secret starts with 'v1,', which belongs to a list of secrets, not to the secret.",
            Fix = "Use the secret from 'whsec_' onwards. Some services show it as v1,whsec_….",
            ChangeText = static text => text.StartsWith(VersionedPrefix, StringComparison.Ordinal) ? text[3..] : null,
        },
        new()
        {
            Id = "secret.versioned-prefix-removed",
            Rank = 31,
            Side = FixSide.Configuration,
            Change = "the secret without 'v1,whsec_'",
            Cause = "The sender's secret lacks the 'v1,whsec_' prefix that the receiver's secret has.",
            Fix = "Use the same secret on both sides. Some services show it as v1,whsec_… but sign with the part after the prefix.",
            ChangeText = static text => text.StartsWith(VersionedPrefix, StringComparison.Ordinal) ? text[VersionedPrefix.Length..] : null,
        },
        new()
        {
            Id = "secret.prefix-added",
            Rank = 16,
            Side = FixSide.Configuration,
            Change = "the secret with a 'whsec_' prefix",
            Cause = "The receiver's secret lacks the 'whsec_' prefix that the sender's secret has. In this scheme the prefix is part of the secret.",
            Fix = "Use the whole secret, including 'whsec_'.",
            ChangeText = static text => text.StartsWith(Prefix, StringComparison.Ordinal) ? null : Prefix + text,
        },
        new()
        {
            Id = "secret.url-decoded",
            Rank = 32,
            Side = FixSide.Configuration,
            Change = "the secret URL-decoded",
            Cause = "The receiver's secret is URL-encoded (%2B for +), but the sender's secret is not.",
            Fix = "Use the secret as the provider shows it. It was copied from a URL.",
            ChangeText = static text => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : null,
        },
        new()
        {
            Id = "secret.url-encoded",
            Rank = 43,
            Side = FixSide.Sender,
            Change = "the secret URL-encoded",
            Cause = "The sender's secret is URL-encoded (%2B for +), but the receiver's secret is not.",
            Fix = "Decode the secret at the sender if it is read from a URL.",
            ChangeText = static text => WebUtility.UrlEncode(text),
        },
    ];

    private static IEnumerable<SecretRule> KeyRules() =>
    [
        new()
        {
            Id = "secret.base64-decoded",
            Rank = 5,
            Side = FixSide.Configuration,
            Change = "the base64-decoded secret as the key",
            Cause = "The sender base64-decodes the secret and signs with the resulting bytes, but in this scheme the text itself is the key.",
            Fix = "Verify with a scheme whose secrets are base64 (StandardWebhooks, Svix), or use the text as the key at the sender.",
            DeriveKey = static text => DecodeBase64(WithoutPrefix(text)),
        },
        new()
        {
            Id = "secret.used-as-text",
            Rank = 6,
            Side = FixSide.Sender,
            Change = "the text of the secret as the key",
            Cause = "The sender signed with the text of the secret, including 'whsec_', but in this scheme the base64-decoded bytes are the key.",
            Fix = "At the sender, remove 'whsec_', base64-decode the rest and use the bytes as the key.",
            DeriveKey = static text => Encoding.UTF8.GetBytes(text),
        },
        new()
        {
            Id = "secret.used-as-text",
            Rank = 10,
            Side = FixSide.Sender,
            Change = "the text after 'whsec_' as the key",
            Cause = "The sender signed with the text after 'whsec_', but in this scheme the base64-decoded bytes are the key.",
            Fix = "At the sender, base64-decode the text after 'whsec_' and use the bytes as the key.",
            DeriveKey = static text => WithoutPrefix(text) is var rest && rest.Length < text.Length ? Encoding.UTF8.GetBytes(rest) : null,
        },
        new()
        {
            Id = "secret.hex-decoded",
            Rank = 14,
            Side = FixSide.Configuration,
            Change = "the hex-decoded secret as the key",
            Cause = "The sender hex-decodes the secret and signs with the resulting bytes, but in this scheme the secret is not hexadecimal.",
            Fix = "Derive the key at the sender as this scheme does, or use a secret whose text is the key.",
            DeriveKey = static text => DecodeHex(WithoutPrefix(text)),
        },
        new()
        {
            Id = "secret.base64-encoded",
            Rank = 44,
            Side = FixSide.Sender,
            Change = "the base64-encoded secret as the key",
            Cause = "The sender signed with the base64-encoded text of the secret, as Kubernetes displays secrets.",
            Fix = "Use the secret itself at the sender. Base64-decode it first if the secret store displays it encoded.",
            DeriveKey = static text => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        },
        new()
        {
            Id = "secret.utf-16",
            Rank = 33,
            Side = FixSide.Sender,
            Change = "the secret encoded as UTF-16",
            Cause = "The sender encodes the secret as UTF-16 to obtain the key. .NET's Encoding.Unicode is UTF-16.",
            Fix = "Encode the secret as UTF-8 at the sender.",
            DeriveKey = static text => Encoding.Unicode.GetBytes(text),
        },
        new()
        {
            Id = "secret.latin-1",
            Rank = 45,
            Side = FixSide.Sender,
            Change = "the secret encoded as Latin-1",
            Cause = "The sender encodes the secret as Latin-1 to obtain the key, and the secret contains non-ASCII characters.",
            Fix = "Encode the secret as UTF-8 at the sender, or use a secret of ASCII characters only.",
            DeriveKey = static text => Ascii.IsValid(text) ? null : Encoding.Latin1.GetBytes(text),
        },
        new()
        {
            Id = "secret.empty",
            Rank = 11,
            Side = FixSide.Sender,
            Change = "an empty secret",
            Cause = "The sender signed with an empty secret. Its configuration setting is missing, or it reads a different variable.",
            Fix = "Configure the secret at the sender, and make the sender fail to start without one. With an empty secret, anyone can sign.",
            DeriveKey = static _ => [],
        },
    ];

    private static string WithoutPrefix(string text) =>
        text.StartsWith(VersionedPrefix, StringComparison.Ordinal) ? text[VersionedPrefix.Length..]
        : text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..]
        : text;

    private static byte[]? DecodeBase64(string text)
    {
        text = text.Trim();
        byte[] buffer = new byte[text.Length + 3];
        if (Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), buffer, out int written) && written > 0)
        {
            return buffer[..written];
        }

        return Base64Url.DecodeFromChars(text, buffer, out _, out written) == OperationStatus.Done && written > 0 ? buffer[..written] : null;
    }

    private static byte[]? DecodeHex(string text)
    {
        text = text.Trim();
        byte[] buffer = new byte[text.Length / 2];
        return text.Length is > 0 && text.Length % 2 == 0 && Convert.FromHexString(text, buffer, out _, out _) == OperationStatus.Done ? buffer : null;
    }
}

/// <summary>A rule that changes the secret: either its text, which the scheme then reads as usual, or how the key is derived from the text.</summary>
internal sealed record SecretRule : DiagnosisRule
{
    public override DiagnosisCategory Category => DiagnosisCategory.Secret;

    /// <summary>Returns the changed text, or null if the rule does not apply.</summary>
    public Func<string, string?>? ChangeText { get; init; }

    /// <summary>Derives the key from the text. Returns null if the rule does not apply.</summary>
    public Func<string, byte[]?>? DeriveKey { get; init; }
}
