using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>All changes of the secret, the most common first.</summary>
internal static class SecretRules
{
    private const string Prefix = "whsec_";
    private const string VersionedPrefix = "v1,whsec_";
    private const string CleanFix = "Store the secret on both sides as the provider shows it, without quotes, white space or a line end.";

    /// <summary>All of them.</summary>
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
            Change = "the secret without the white space around it",
            Cause = "The secret given here has white space or a line end around it that the sender's has not.",
            Fix = "Remove it where the secret is stored: write the file with printf %s or Set-Content -NoNewline, and mind kubectl create secret --from-file, which keeps the line end.",
            ChangeText = static text => text.Trim() is var trimmed && trimmed.Length < text.Length ? trimmed : null,
        },
        new()
        {
            Id = "secret.newline-added",
            Rank = 7,
            Side = FixSide.Sender,
            Change = "the secret with a line feed behind it",
            Cause = "The sender's secret has a line feed behind it that the one given here has not: it was written with echo, or read from a file with its line end.",
            Fix = "Trim the sender's secret, or write it with printf %s.",
            ChangeText = static text => text + "\n",
        },
        new()
        {
            Id = "secret.newline-added",
            Rank = 41,
            Side = FixSide.Sender,
            Change = "the secret with CRLF behind it",
            Cause = "The sender's secret has a carriage return and a line feed behind it that the one given here has not: it was read from a file with its line end.",
            Fix = "Trim the sender's secret, or write the file without a line end: Set-Content -NoNewline.",
            ChangeText = static text => text + "\r\n",
        },
        new()
        {
            Id = "secret.space-added",
            Rank = 42,
            Side = FixSide.Sender,
            Change = "the secret with a space behind it",
            Cause = "The sender's secret has a space behind it that the one given here has not.",
            Fix = CleanFix,
            ChangeText = static text => text + " ",
        },
        new()
        {
            Id = "secret.quotes-removed",
            Rank = 12,
            Side = FixSide.Configuration,
            Change = "the secret without the quotes around it",
            Cause = "The secret given here has quotes around it that belong to a configuration file and not to the secret.",
            Fix = "Remove the quotes: docker's --env-file and many others take them as a part of the value.",
            ChangeText = static text => text.Length > 2 && text[0] == text[^1] && text[0] is '"' or '\'' or '`' ? text[1..^1] : null,
        },
        new()
        {
            Id = "secret.quotes-added",
            Rank = 13,
            Side = FixSide.Sender,
            Change = "the secret in double quotes",
            Cause = "The sender's secret has double quotes around it that belong to a configuration file and not to the secret.",
            Fix = "Remove the quotes from the sender's setting: docker's --env-file and many others take them as a part of the value.",
            ChangeText = static text => $"\"{text}\"",
        },
        new()
        {
            Id = "secret.quotes-added",
            Rank = 30,
            Side = FixSide.Sender,
            Change = "the secret in single quotes",
            Cause = "The sender's secret has single quotes around it that belong to a configuration file and not to the secret.",
            Fix = "Remove the quotes from the sender's setting.",
            ChangeText = static text => $"'{text}'",
        },
        new()
        {
            Id = "secret.prefix-removed",
            Rank = 8,
            Side = FixSide.Configuration,
            Change = "the secret without 'whsec_'",
            Cause = "The sender's secret is without the 'whsec_' that stands before the one given here.",
            Fix = "Agree on one: in this scheme the prefix is a part of the secret, and both sides must have it or neither.",
            ChangeText = static text => text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null,
        },
        new()
        {
            Id = "secret.versioned-prefix-removed",
            Rank = 4,
            Side = FixSide.Configuration,
            Change = "the secret without 'v1,'",
            Cause = "The secret given here begins with 'v1,', which belongs to a list of secrets and not to the secret.",
            Fix = "Give the secret from 'whsec_' on: some services show it as v1,whsec_….",
            ChangeText = static text => text.StartsWith(VersionedPrefix, StringComparison.Ordinal) ? text[3..] : null,
        },
        new()
        {
            Id = "secret.versioned-prefix-removed",
            Rank = 31,
            Side = FixSide.Configuration,
            Change = "the secret without 'v1,whsec_'",
            Cause = "The sender's secret is without the 'v1,whsec_' that stands before the one given here.",
            Fix = "Agree on one: some services show the secret as v1,whsec_… and sign with what stands behind it.",
            ChangeText = static text => text.StartsWith(VersionedPrefix, StringComparison.Ordinal) ? text[VersionedPrefix.Length..] : null,
        },
        new()
        {
            Id = "secret.prefix-added",
            Rank = 16,
            Side = FixSide.Configuration,
            Change = "the secret with 'whsec_' before it",
            Cause = "The sender's secret has 'whsec_' before it, and the one given here has not: in this scheme it is a part of the secret.",
            Fix = "Give the whole secret, 'whsec_' included.",
            ChangeText = static text => text.StartsWith(Prefix, StringComparison.Ordinal) ? null : Prefix + text,
        },
        new()
        {
            Id = "secret.url-decoded",
            Rank = 32,
            Side = FixSide.Configuration,
            Change = "the secret URL-decoded",
            Cause = "The secret given here is URL-encoded, as %2B for +, and the sender's is not.",
            Fix = "Give the secret as the provider shows it: it was copied out of an address.",
            ChangeText = static text => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : null,
        },
        new()
        {
            Id = "secret.url-encoded",
            Rank = 43,
            Side = FixSide.Sender,
            Change = "the secret URL-encoded",
            Cause = "The sender's secret is URL-encoded, as %2B for +, and the one given here is not.",
            Fix = "Let the sender decode the secret that it takes out of an address.",
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
            Change = "the bytes that the secret's base64 stands for as the key",
            Cause = "The sender decodes the secret from base64 and signs with its bytes; in this scheme the text itself is the key.",
            Fix = "Agree on one: choose a scheme whose secrets are base64 (StandardWebhooks, Svix) here, or let the sender use the text.",
            MakeKey = static text => DecodeBase64(WithoutPrefix(text)),
        },
        new()
        {
            Id = "secret.used-as-text",
            Rank = 6,
            Side = FixSide.Sender,
            Change = "the secret's text as the key",
            Cause = "The sender signs with the text of the secret, 'whsec_' included; in this scheme the bytes that its base64 stands for are the key.",
            Fix = "Let the sender remove 'whsec_', decode the rest from base64 and use the bytes as the key.",
            MakeKey = static text => Encoding.UTF8.GetBytes(text),
        },
        new()
        {
            Id = "secret.used-as-text",
            Rank = 10,
            Side = FixSide.Sender,
            Change = "the text behind 'whsec_' as the key",
            Cause = "The sender signs with the text behind 'whsec_'; in this scheme the bytes that its base64 stands for are the key.",
            Fix = "Let the sender decode what stands behind 'whsec_' from base64 and use the bytes as the key.",
            MakeKey = static text => WithoutPrefix(text) is var rest && rest.Length < text.Length ? Encoding.UTF8.GetBytes(rest) : null,
        },
        new()
        {
            Id = "secret.hex-decoded",
            Rank = 14,
            Side = FixSide.Configuration,
            Change = "the bytes that the secret's hexadecimal digits stand for as the key",
            Cause = "The sender decodes the secret from hexadecimal and signs with its bytes; in this scheme the secret is not hexadecimal.",
            Fix = "Agree on one: let the sender use the secret as this scheme does, or give a secret whose text is the key.",
            MakeKey = static text => DecodeHex(WithoutPrefix(text)),
        },
        new()
        {
            Id = "secret.base64-encoded",
            Rank = 44,
            Side = FixSide.Sender,
            Change = "the base64 of the secret as the key",
            Cause = "The sender encodes the secret in base64 and signs with that text, as Kubernetes shows secrets.",
            Fix = "Let the sender use the secret as it is, decoded from base64 where a store shows it so.",
            MakeKey = static text => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        },
        new()
        {
            Id = "secret.utf-16",
            Rank = 33,
            Side = FixSide.Sender,
            Change = "the secret as UTF-16",
            Cause = "The sender uses the secret's UTF-16 bytes as the key: .NET's Encoding.Unicode is UTF-16.",
            Fix = "Let the sender use Encoding.UTF8.",
            MakeKey = static text => Encoding.Unicode.GetBytes(text),
        },
        new()
        {
            Id = "secret.latin-1",
            Rank = 45,
            Side = FixSide.Sender,
            Change = "the secret as Latin-1",
            Cause = "The sender uses the secret's Latin-1 bytes as the key, and the secret has characters beyond ASCII.",
            Fix = "Let the sender use UTF-8, or choose a secret of ASCII characters.",
            MakeKey = static text => Ascii.IsValid(text) ? null : Encoding.Latin1.GetBytes(text),
        },
        new()
        {
            Id = "secret.empty",
            Rank = 11,
            Side = FixSide.Sender,
            Change = "an empty secret",
            Cause = "The sender signs with an empty secret: its setting is not there, or its variable has another name.",
            Fix = "Give the sender its secret, and let it refuse to start without one: with an empty secret anyone can sign.",
            MakeKey = static _ => [],
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

/// <summary>A change of the secret: either of its text, which the scheme then reads as ever, or of how the text becomes a key.</summary>
internal sealed record SecretRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Secret;

    /// <summary>Changes the text; null where it cannot be.</summary>
    public Func<string, string?>? ChangeText { get; init; }

    /// <summary>Makes the key; null where the text gives none.</summary>
    public Func<string, byte[]?>? MakeKey { get; init; }
}
