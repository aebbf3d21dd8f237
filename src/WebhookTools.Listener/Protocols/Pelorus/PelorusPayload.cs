using System.Globalization;
using System.Text.Json;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>
/// A payload, checked member by member in the order of Pelorus' models. The first error is reported in the words of its validator
/// (pydantic, version 1), as <c>message: member</c>.
/// </summary>
internal sealed class PelorusPayload(JsonElement body)
{
    private const int MaximumApp = 200;
    private const int MaximumNamespace = 63;
    private const int ShortHashLength = 7;
    private const int FullHashLength = 40;
    private const long EarliestTimestamp = 1262307661;
    private const long LatestTimestamp = 2840144461;
    private const string ImagePrefix = "sha256:";
    private const int ImageDigits = 64;
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(30);

    private string _app = string.Empty;
    private long _timestamp;
    private string? _imageSha;
    private string? _namespace;
    private string? _commitHash;
    private string? _failureId;
    private string? _failureEvent;

    /// <summary>Reads the members of an event.</summary>
    /// <returns>The first error, or an empty string.</returns>
    /// <exception cref="InvalidOperationException">A string contains a lone surrogate.</exception>
    public string Read(string eventName, DateTimeOffset now)
    {
        string error = ReadText("app", MaximumApp, out string? app);
        _app = app ?? string.Empty;
        if (error.Length == 0)
        {
            error = ReadTimestamp(hasMaximumAge: !string.Equals(eventName, PelorusEvents.CommitTime, StringComparison.Ordinal), now);
        }

        if (error.Length > 0)
        {
            return error;
        }

        return string.Equals(eventName, PelorusEvents.Failure, StringComparison.Ordinal) ? ReadFailure() : ReadImage(eventName);
    }

    /// <summary>Returns the event, once <see cref="Read"/> has found no error.</summary>
    public PelorusEvent ToEvent(string eventName) => new()
    {
        Name = eventName,
        App = _app,
        Timestamp = _timestamp,
        ImageSha = _imageSha,
        Namespace = _namespace,
        CommitHash = _commitHash,
        FailureId = _failureId,
        FailureEvent = _failureEvent,
    };

    private string ReadFailure()
    {
        string error = ReadText("failure_id", int.MaxValue, out _failureId);
        if (error.Length == 0)
        {
            error = ReadText("failure_event", int.MaxValue, out _failureEvent);
        }

        if (error.Length > 0)
        {
            return error;
        }

        return _failureEvent is PelorusEvents.Created or PelorusEvents.Resolved
            ? string.Empty
            : "value is not a valid enumeration member; permitted: 'created', 'resolved': failure_event";
    }

    private string ReadImage(string eventName)
    {
        string error = ReadText("image_sha", int.MaxValue, out _imageSha);
        if (error.Length == 0 && !IsImage(_imageSha!))
        {
            error = "string does not match regex \"^sha256:[a-f0-9]{64}$\": image_sha";
        }

        if (error.Length == 0)
        {
            error = ReadText("namespace", MaximumNamespace, out _namespace);
        }

        return error.Length == 0 && string.Equals(eventName, PelorusEvents.CommitTime, StringComparison.Ordinal) ? ReadHash() : error;
    }

    private string ReadHash()
    {
        string error = ReadText("commit_hash", FullHashLength, out _commitHash);
        if (error.Length > 0)
        {
            return error;
        }

        int length = LengthOf(_commitHash!);
        if (length < ShortHashLength)
        {
            return $"ensure this value has at least {ShortHashLength} characters: commit_hash";
        }

        return length is ShortHashLength or FullHashLength
            ? string.Empty
            : $"Git SHA-1 hash must be either {ShortHashLength} (short) or {FullHashLength} (long) characters long: commit_hash";
    }

    private string ReadText(string name, int maximum, out string? text)
    {
        text = null;
        if (!body.TryGetProperty(name, out JsonElement member))
        {
            return "field required: " + name;
        }

        if (member.ValueKind == JsonValueKind.Null)
        {
            return "none is not an allowed value: " + name;
        }

        text = JsonMembers.Text(member);
        if (text is null)
        {
            return "str type expected: " + name;
        }

        return LengthOf(text) > maximum ? string.Create(CultureInfo.InvariantCulture, $"ensure this value has at most {maximum} characters: {name}") : string.Empty;
    }

    private string ReadTimestamp(bool hasMaximumAge, DateTimeOffset now)
    {
        const string Name = "timestamp";
        if (!body.TryGetProperty(Name, out JsonElement member))
        {
            return "field required: " + Name;
        }

        if (member.ValueKind == JsonValueKind.Null)
        {
            return "none is not an allowed value: " + Name;
        }

        if (!TryReadInteger(member, out _timestamp))
        {
            return "value is not a valid integer: " + Name;
        }

        if (_timestamp < EarliestTimestamp)
        {
            return string.Create(CultureInfo.InvariantCulture, $"ensure this value is greater than or equal to {EarliestTimestamp}: {Name}");
        }

        if (_timestamp > LatestTimestamp)
        {
            return string.Create(CultureInfo.InvariantCulture, $"ensure this value is less than or equal to {LatestTimestamp}: {Name}");
        }

        return hasMaximumAge && now - DateTimeOffset.FromUnixTimeSeconds(_timestamp) > MaximumAge
            ? "Timestamp cannot be older than 30 minutes: " + Name
            : string.Empty;
    }

    private static bool TryReadInteger(JsonElement member, out long value)
    {
        value = 0;
        return member.ValueKind switch
        {
            JsonValueKind.Number => member.TryGetInt64(out value) || (member.TryGetDouble(out double number) && TryTruncate(number, out value)),
            JsonValueKind.String => long.TryParse(member.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    private static bool TryTruncate(double number, out long value)
    {
        bool isInRange = Math.Abs(number) < long.MaxValue;
        value = isInRange ? (long)number : 0;
        return isInRange;
    }

    private static bool IsImage(string text) =>
        text.Length == ImagePrefix.Length + ImageDigits
        && text.StartsWith(ImagePrefix, StringComparison.Ordinal)
        && text.AsSpan(ImagePrefix.Length).IndexOfAnyExcept(PelorusEvents.LowerHexDigits) < 0;

    /// <summary>Counts characters as Python does: by code point.</summary>
    private static int LengthOf(string text) => text.EnumerateRunes().Count();
}
