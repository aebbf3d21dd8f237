using System.Globalization;

namespace WebhookTools.Cli.Syntax;

/// <summary>Sizes in bytes: <c>25165824</c>, <c>24MiB</c>, <c>24MB</c>.</summary>
internal static class ByteSizeSyntax
{
    // IEC units are powers of 1024, SI units powers of 1000: https://physics.nist.gov/cuu/Units/binary.html
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("KiB", 1L << 10),
        ("MiB", 1L << 20),
        ("GiB", 1L << 30),
        ("TiB", 1L << 40),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000),
        ("B", 1),
        (string.Empty, 1),
    ];

    public static ValueSyntax<long> Value { get; } = new("SIZE", "a size in bytes, or with a unit: 24MB (24,000,000), 24MiB (25,165,824), KB, KiB, GB, GiB", TryParse);

    /// <summary>Formats a size in the largest unit that divides it.</summary>
    public static string Format(long size)
    {
        foreach ((string suffix, long factor) in Units.OrderByDescending(unit => unit.Factor))
        {
            if (size >= factor && size % factor == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{size / factor}{suffix}");
            }
        }

        return size.ToString(CultureInfo.InvariantCulture);
    }

    private static bool TryParse(string text, out long value)
    {
        value = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        foreach ((string suffix, long factor) in Units)
        {
            if (!rest.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            ReadOnlySpan<char> number = rest[..^suffix.Length].TrimEnd();
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count) || count > long.MaxValue / factor)
            {
                return false;
            }

            decimal bytes = count * factor;
            value = (long)bytes;
            return bytes == value;
        }

        return false;
    }
}
