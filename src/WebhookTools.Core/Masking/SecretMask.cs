using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Masking;

/// <summary>
/// Masks given secrets with <c>***</c>: as they are, percent-encoded, in hexadecimal and in base64, also where they are only a part
/// of what was encoded, such as the password in basic credentials.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>The shortest secret, in characters, that is masked within a text. A shorter one would match by chance, and the matches would reveal it.</summary>
    public const int ShortestInText = 8;

    /// <summary>A value is masked as a whole, which reveals less, so shorter secrets are looked for.</summary>
    private const int ShortestInValue = 4;

    /// <summary>A proxy or a link within a link may encode an address again.</summary>
    private const int MaximumDecodings = 3;

    /// <summary>Prefixes that are not part of the key, so that the rest is the secret as well.</summary>
    private static readonly string[] Prefixes = ["whsec_", "whsk_"];

    /// <summary>A value with a secret parameter or user information contains one of these.</summary>
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("?&;#@%");

    private readonly string[] _secrets;

    /// <summary>Creates a mask for secrets. Empty ones are ignored.</summary>
    public SecretMask(IEnumerable<string?> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);

        // Longer secrets come first: masking a part of a longer secret would leave the rest of it visible.
        _secrets = [.. secrets.OfType<string>().SelectMany(WithoutPrefix).Where(static secret => secret.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(static secret => secret.Length)];
    }

    // Most masks never see a text.
    private SearchValues<string> InText => field ??= CreateForms(ShortestInText);

    private SearchValues<string> InValue => field ??= CreateForms(ShortestInValue);

    /// <summary>Returns the text with every secret masked.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsSecret(text))
        {
            return WebhookSecret.Mask;
        }

        if (!Occurs(text, InText))
        {
            return text;
        }

        foreach (string secret in _secrets)
        {
            text = secret.Length >= ShortestInText ? text.Replace(secret, WebhookSecret.Mask, StringComparison.Ordinal) : text;
        }

        text = Word().Replace(text, MaskMatch);
        text = Path().Replace(text, MaskMatch);
        return Occurs(text, InText) ? WebhookSecret.Mask : text;
    }

    /// <summary>Returns a header's value. It is masked as a whole if its name suggests a secret or if it contains one; in an address within it, secret parameters are masked.</summary>
    public string MaskHeader(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (SecretNames.IsSecret(name) || Contains(value))
        {
            return WebhookSecret.Mask;
        }

        if (!value.AsSpan().ContainsAny(AddressCharacters))
        {
            return value;
        }

        int query = value.IndexOf('?', StringComparison.Ordinal) + 1;
        value = query == 0 ? value : value[..query] + MaskQuery(value[query..]);
        return HoldsSecretParameter(value) || UserInformation().IsMatch(value) ? WebhookSecret.Mask : value;
    }

    /// <summary>Returns a path with each segment masked that contains a secret.</summary>
    public string MaskPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool hasShort = _secrets is [.., { Length: < ShortestInValue }];
        if (!hasShort && !Contains(path))
        {
            return path;
        }

        path = string.Join('/', path.Split('/').Select(segment => Contains(segment) ? WebhookSecret.Mask : segment));
        return Contains(path) ? "/" + WebhookSecret.Mask : path;
    }

    /// <summary>Returns a query with each parameter masked whose name suggests a secret, or that contains one.</summary>
    public string MaskQuery(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return string.Join('&', query.Split('&').Select(MaskParameter));
    }

    private string MaskParameter(string parameter)
    {
        int value = parameter.IndexOf('=', StringComparison.Ordinal) + 1;
        if (value > 0 && SecretNames.IsSecretParameter(Decode(parameter[..(value - 1)])))
        {
            return parameter[value..] is WebhookSecret.Mask ? parameter : parameter[..value] + WebhookSecret.Mask;
        }

        return Contains(parameter) || Contains(parameter[value..]) || HoldsSecretParameter(parameter[value..]) ? WebhookSecret.Mask : parameter;
    }

    private bool Contains(string value) => IsSecret(value) || Occurs(value, InValue);

    private bool IsSecret(string text) => Array.IndexOf(_secrets, text) >= 0;

    private string MaskMatch(Match match) => Occurs(match.Value, InText) ? WebhookSecret.Mask : match.Value;

    private static bool Occurs(string text, SearchValues<string> forms) =>
        text.AsSpan().ContainsAny(forms) || (IsEncoded(text) && Decodings(text).Any(decoded => decoded.AsSpan().ContainsAny(forms)));

    private static bool IsEncoded(string text) => text.AsSpan().ContainsAny('%', '+');

    /// <summary>True if a text contains an address, encoded or not, with a parameter that is secret and not masked.</summary>
    private static bool HoldsSecretParameter(string text) =>
        Decodings(text).Prepend(text).Any(static decoded => Parameter().Matches(decoded).Any(static match => SecretNames.IsSecretParameter(match.Groups["name"].Value)));

    /// <summary>Returns what a text may be the encoding of. A plus sign is a space in forms and in many queries, and itself elsewhere.</summary>
    private static IEnumerable<string> Decodings(string text)
    {
        for (int count = 0; count < MaximumDecodings && IsEncoded(text); count++)
        {
            yield return Decode(text);
            string decoded = Uri.UnescapeDataString(text);
            if (decoded.Equals(text, StringComparison.Ordinal))
            {
                yield break;
            }

            yield return text = decoded;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static IEnumerable<string> WithoutPrefix(string secret) =>
        Array.Find(Prefixes, prefix => secret.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? [secret, secret[prefix.Length..]] : [secret];

    private SearchValues<string> CreateForms(int shortest) => SearchValues.Create(
        [.. _secrets.Where(secret => secret.Length >= shortest).SelectMany(FormsOf).Distinct(StringComparer.Ordinal)],
        StringComparison.Ordinal);

    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);

        // What base64 makes of a text depends on its place in the group of three bytes. The characters that depend on its
        // neighbors are left out.
        for (int before = 0; before < 3; before++)
        {
            string encoded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            string certain = encoded[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            yield return certain;
            yield return certain.Replace('+', '-').Replace('/', '_');
        }
    }

    [GeneratedRegex("[\\w+.~%-]+={0,2}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();

    [GeneratedRegex("[\\w+.~%/-]+={0,2}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Path();

    [GeneratedRegex(@"[?&;#]\s*(?<name>[^=&;?#\s]+)=(?!\*\*\*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parameter();

    [GeneratedRegex("//[^/?#@\\s]+@", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UserInformation();
}
