using System.Text;

namespace WebhookTools.Tests;

/// <summary>Mutates valid input for fuzz tests: changes, removes, repeats and truncates bytes, and inserts fragments that are significant to the parser.</summary>
public sealed class Mutation(Random random, params IEnumerable<string> fragments)
{
    private readonly byte[][] _fragments = [.. fragments.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Returns a copy of the input with 0 to <paramref name="maximumChanges"/> mutations.</summary>
    public byte[] Of(ReadOnlySpan<byte> input, int maximumChanges = 3)
    {
        List<byte> bytes = [.. input];
        for (int change = random.Next(maximumChanges + 1); change > 0; change--)
        {
            int position = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when position < bytes.Count:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 1 when position < bytes.Count:
                    bytes.RemoveRange(position, Math.Min(1 + random.Next(5), bytes.Count - position));
                    break;
                case 2:
                    bytes.InsertRange(position, bytes.GetRange(position, Math.Min(random.Next(20), bytes.Count - position)));
                    break;
                case 3:
                    bytes.RemoveRange(position, bytes.Count - position);
                    break;
                default:
                    bytes.InsertRange(position, _fragments[random.Next(_fragments.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
