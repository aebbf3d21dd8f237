namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>The multiples of one point, by which it is multiplied without doubling: one addition for each hexadecimal digit of the factor.</summary>
internal sealed class EdwardsMultiples
{
    private const int Digits = 64;
    private const int Base = 16;

    /// <summary>By the digit's place and its value; nothing where it is 0.</summary>
    private readonly EdwardsAddend[,] _multiples = new EdwardsAddend[Digits, Base];

    public EdwardsMultiples(EdwardsPoint point)
    {
        for (int place = 0; place < Digits; place++)
        {
            var first = new EdwardsAddend(point);
            EdwardsPoint multiple = EdwardsPoint.CreateNeutral();
            multiple.Add(first);
            for (int digit = 1; digit < Base; digit++)
            {
                _multiples[place, digit] = digit == 1 ? first : new EdwardsAddend(multiple);
                multiple.Add(first);
            }

            point = multiple;
        }
    }

    /// <summary>The base point's.</summary>
    public static EdwardsMultiples OfBase { get; } = new(EdwardsPoint.Base);

    /// <summary>Multiplies.</summary>
    /// <param name="factor">32 bytes, little-endian.</param>
    public EdwardsPoint Multiply(ReadOnlySpan<byte> factor)
    {
        EdwardsPoint product = EdwardsPoint.CreateNeutral();
        for (int place = 0; place < Digits; place++)
        {
            int digit = (factor[place / 2] >> (place % 2 * 4)) & (Base - 1);
            if (digit > 0)
            {
                product.Add(_multiples[place, digit]);
            }
        }

        return product;
    }
}
