using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>What holds for every JSON value.</summary>
public sealed class PayloadProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40);

    [Fact]
    public void Compact_JSON_reads_as_what_was_given() => Check(json =>
    {
        using JsonDocument before = JsonDocument.Parse(json);
        using JsonDocument after = JsonDocument.Parse(Json.Transform(json));
        return JsonElement.DeepEquals(before.RootElement, after.RootElement);
    });

    [Fact]
    public void Compact_JSON_stays_as_it_is() => Check(json =>
    {
        string once = Json.Transform(json);
        return string.Equals(once, Json.Transform(once), StringComparison.Ordinal);
    });

    [Fact]
    public void Without_null_members_it_stays_so_and_none_is_left() => Check(json =>
    {
        string once = Json.Transform(json, Json.OmitNull);
        return !once.Contains(":null", StringComparison.Ordinal) && string.Equals(once, Json.Transform(once, Json.OmitNull), StringComparison.Ordinal);
    });

    [Fact]
    public void Flat_JSON_stays_as_it_is() => Check(json =>
    {
        string once = Json.Transform(json, Json.Flatten);
        return string.Equals(once, Json.Transform(once, Json.Flatten), StringComparison.Ordinal);
    });

    [Fact]
    public void Flattening_loses_no_leaf_but_to_a_later_one_of_the_same_key() => Check(json =>
    {
        using JsonDocument before = JsonDocument.Parse(json);
        using JsonDocument after = JsonDocument.Parse(Json.Transform(json, Json.Flatten));
        var expected = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach ((string key, JsonElement value) in ReferenceFlattener.Leaves(before.RootElement))
        {
            expected[key] = value;
        }

        return after.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText()))
            .SequenceEqual(expected.Select(leaf => (leaf.Key, Json.Transform(leaf.Value.GetRawText()))));
    });

    [Fact]
    public void Flattening_does_not_depend_on_the_order_of_unrelated_members() => Check(json =>
    {
        using JsonDocument document = JsonDocument.Parse(json);
        List<(string Key, JsonElement Value)> leaves = [.. ReferenceFlattener.Leaves(document.RootElement)];
        if (leaves.DistinctBy(leaf => leaf.Key, StringComparer.Ordinal).Count() < leaves.Count)
        {
            // Members whose keys collide are not unrelated: the last one wins.
            return true;
        }

        string turned = Turned(document.RootElement);
        using JsonDocument one = JsonDocument.Parse(Json.Transform(json, Json.Flatten));
        using JsonDocument other = JsonDocument.Parse(Json.Transform(turned, Json.Flatten));
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    });

    [Fact]
    public void A_stream_gives_what_its_values_give() => Check(json =>
    {
        using var input = new PieceStream(System.Text.Encoding.UTF8.GetBytes(json + json + "\n" + json), 7);
        using var output = new MemoryStream();
        Task<long> task = JsonStreamTransformer.TransformAsync(input, output, Json.Flatten, asArray: false, 0, CancellationToken.None);
        string line = Json.Transform(json, Json.Flatten) + "\n";

        // Neither stream ever waits, so the task has ended.
        return task.IsCompletedSuccessfully && string.Equals(line + line + line, System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    });

    [Fact]
    public void An_object_is_written_as_the_JSON_that_it_was_read_from() => Check(json =>
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return string.Equals(Json.Transform(json), Json.Serialize(document), StringComparison.Ordinal);
    });

    private static void Check(Func<string, bool> holds) => Prop.ForAll(JsonGenerator.Objects, holds).Check(Settings);

    /// <summary>The same value with the members of each object in the opposite order.</summary>
    private static string Turned(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Reverse().Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Turned(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Turned))}]",
        _ => value.GetRawText(),
    };
}
