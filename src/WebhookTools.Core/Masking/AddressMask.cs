using System.Text.RegularExpressions;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Masking;

/// <summary>
/// Makes the address of a receiver fit to be shown. Everything in it that may grant access is masked: user information, the values
/// in the query, the fragment, and long random segments of the path, which are the secret of an incoming-webhook address.
/// </summary>
public static partial class AddressMask
{
    private const int ShortestRandomText = 20;

    /// <summary>Returns the address as it may be shown.</summary>
    public static string Show(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri)
        {
            return ShowTarget(address.OriginalString);
        }

        // Without a host, or in another scheme, there is no telling what the rest is, for example in user:password@host.
        if (address.Host.Length == 0)
        {
            return $"{address.Scheme}:{WebhookSecret.Mask}";
        }

        string target = address.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped);
        string shown = address.Scheme is "http" or "https" ? ShowTarget(target) : target.Length > 1 ? "/" + WebhookSecret.Mask : target;
        return address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + shown;
    }

    /// <summary>True if a text is long and mixes upper case, lower case and digits as random texts do.</summary>
    public static bool IsRandom(ReadOnlySpan<char> text)
    {
        if (text.Length < ShortestRandomText)
        {
            return false;
        }

        bool hasLower = text.ContainsAnyInRange('a', 'z');
        bool hasUpper = text.ContainsAnyInRange('A', 'Z');
        bool hasDigit = text.ContainsAnyInRange('0', '9');
        return hasDigit ? hasLower || hasUpper : hasLower && hasUpper;
    }

    private static string ShowTarget(string target)
    {
        int end = target.AsSpan().IndexOfAny('?', '#') is var mark and >= 0 ? mark : target.Length;
        string path = Segment().Replace(target[..end], static segment => IsRandom(segment.ValueSpan) ? WebhookSecret.Mask : segment.Value);
        return path + Value().Replace(target[end..], static value => value.Groups["mark"].Value + WebhookSecret.Mask);
    }

    [GeneratedRegex("[^/]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Segment();

    // The values of parameters, parameters without a value, and the fragment.
    [GeneratedRegex("(?<mark>[?&][^=&#]*=)[^&#]*|(?<mark>[?&])[^=&#]+(?=[&#]|$)|(?<mark>#).+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Value();
}

/// <summary>The address of a delivery, for messages: <see cref="AddressMask.Show"/>, with the delivery's own secrets masked as well.</summary>
public sealed class ShownAddress(Uri address, SecretMask mask)
{
    private string? _text;

    /// <inheritdoc/>
    public override string ToString() => _text ??= mask.Mask(AddressMask.Show(address));
}
