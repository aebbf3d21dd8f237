namespace WebhookTools.Core.Payloads;

/// <summary>The errors of this room: each method's name is the error's id.</summary>
internal static class PayloadErrors
{
    public static PayloadException JsonInvalid(string expected, string found, JsonPosition position, string path) =>
        AtPosition(nameof(JsonInvalid), $"The JSON is not valid: {expected}, found {found}", "Correct the JSON at this place.", position, path);

    public static PayloadException JsonUnexpectedEnd(JsonPosition position, string path) =>
        AtPosition(nameof(JsonUnexpectedEnd), "The JSON ends before its value does", "Check that the input was not cut off and that each brace, bracket and quote is closed.", position, path);

    public static PayloadException JsonEmpty() =>
        new(nameof(JsonEmpty), "There is no JSON value: the input is empty or only whitespace.", "Give one JSON value, for instance {}.");

    public static PayloadException JsonTrailingData(string found, JsonPosition position) =>
        AtPosition(nameof(JsonTrailingData), $"The JSON value is complete, but more follows: expected the end, found {found}", "Give one value, or read the input as a stream of values (NDJSON).", position, path: null);

    public static PayloadException JsonTrailingComma(char closing, JsonPosition position, string path) =>
        AtPosition(nameof(JsonTrailingComma), $"The JSON is not valid: a comma stands before '{closing}'", "Remove the comma.", position, path);

    public static PayloadException JsonComment(JsonPosition position, string path) =>
        AtPosition(nameof(JsonComment), "The JSON is not valid: expected a value, found '/'; JSON has no comments", "Remove the comment.", position, path);

    public static PayloadException JsonNumberNotFinite(JsonPosition position, string path) =>
        AtPosition(nameof(JsonNumberNotFinite), "The JSON is not valid: NaN and Infinity are no JSON numbers", "Write null or a string instead.", position, path);

    public static PayloadException JsonControlCharacter(byte found, JsonPosition position, string path) =>
        AtPosition(nameof(JsonControlCharacter), $"The JSON is not valid: a string holds the control character U+{found:X4}, or its closing quote is missing", $"Close the string, or write the character as \\u{found:x4}.", position, path);

    public static PayloadException JsonInvalidEscape(JsonPosition position, string path) =>
        AtPosition(nameof(JsonInvalidEscape), "The JSON is not valid: a string holds an unknown escape", "Use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits; write a backslash itself as \\\\.", position, path);

    public static PayloadException JsonLoneSurrogate(int unit, JsonPosition position, string path) =>
        AtPosition(nameof(JsonLoneSurrogate), $"The JSON is not valid: \\u{unit:x4} is half of a surrogate pair, which has no UTF-8 form", "Write both halves of the pair, or the character itself.", position, path);

    public static PayloadException JsonNotUtf8(JsonPosition position) =>
        AtPosition(nameof(JsonNotUtf8), "The JSON is not UTF-8", "Save the input as UTF-8; Windows PowerShell's '>' writes UTF-16, which is not JSON's encoding.", position, path: null);

    public static PayloadException JsonTooDeep(int maximumDepth, string path, JsonPosition position) =>
        AtPosition(nameof(JsonTooDeep), $"The JSON is nested deeper than {maximumDepth} levels", $"Raise the maximum depth (at most {PayloadLimits.GreatestMaximumDepth}), or send a shallower value.", position, path);

    public static PayloadException JsonValueTooLarge(JsonPosition start) =>
        AtPosition(nameof(JsonValueTooLarge), $"A single JSON value is larger than {PayloadLimits.MaximumValueSizeText}", "Split it: one value a line (NDJSON) is read in flat memory.", start, path: null);

    public static PayloadException PayloadTooLarge() =>
        new(nameof(PayloadTooLarge), $"The payload of a single value would be larger than {PayloadLimits.MaximumValueSizeText}.", "Send less at once; when it is flattened, long keys are repeated for each leaf below them.");

    public static PayloadException ObjectTooDeep(int maximumDepth, string path) =>
        AtPath(nameof(ObjectTooDeep), $"The object is nested deeper than {maximumDepth} levels", "Select the members that are meant, or raise the maximum depth (at most 1000).", path);

    public static PayloadException ObjectCycle(string path, string earlier) =>
        AtPath(nameof(ObjectCycle), $"The object refers back to itself: the value is the same as that at {earlier}", "Select the members that are meant, without the one that refers back.", path);

    public static PayloadException NumberNotFinite(string number, string path) =>
        AtPath(nameof(NumberNotFinite), $"{number} has no form in JSON", "Replace it by null or a string.", path);

    public static PayloadException TextNotUnicode(string path) =>
        AtPath(nameof(TextNotUnicode), "The text holds half of a surrogate pair, which has no UTF-8 form", "Correct the text, or send the value as bytes.", path);

    public static PayloadException SecretInPayload(string type, string path) =>
        AtPath(nameof(SecretInPayload), $"A {type} holds a secret and is never written into a payload", "Leave the member out.", path);

    public static PayloadException NotSerializable(string type, string reason, string path) =>
        AtPath(nameof(NotSerializable), $"A {type} cannot be written as JSON: {reason}", "Leave the member out, or replace it by its value.", path);

    public static PayloadException DuplicateKey(string key, string path) =>
        AtPath(nameof(DuplicateKey), $"Two keys of the dictionary are written as the same name, '{key}'", "Make the keys differ as text.", path);

    public static PayloadException EnumerationFailed(Exception cause, string path) =>
        AtPath(nameof(EnumerationFailed), $"The values could not be enumerated: {cause.Message.TrimEnd('.')}", "Collect the values before they are sent, or leave the member out.", path, cause);

    public static WebhookException MaximumDepthOutOfRange(int value) =>
        InvalidOption(nameof(MaximumDepthOutOfRange), $"The maximum depth is {value}; expected 1 to {PayloadLimits.GreatestMaximumDepth}.", $"Choose a depth from 1 to {PayloadLimits.GreatestMaximumDepth}; {PayloadOptions.DefaultMaximumDepth} is the default.");

    public static WebhookException SeparatorInvalid() =>
        InvalidOption(nameof(SeparatorInvalid), "The separator of flattened keys is empty or no valid Unicode text; expected at least one character.", "Choose a separator, for instance a dot.");

    public static WebhookException NameKeyInvalid() =>
        InvalidOption(nameof(NameKeyInvalid), "The name key is null or no valid Unicode text; expected a member's name, or empty text to turn the rule off.", "Choose a member's name, for instance name.");

    public static WebhookException BatchSizeOutOfRange(int value) =>
        InvalidOption(nameof(BatchSizeOutOfRange), $"The batch size is {value}; expected 0 (all in one array) or more.", "Choose a batch size of 0 or more.");

    private static PayloadException AtPosition(string errorId, string problem, string recommendedAction, JsonPosition position, string? path)
    {
        string place = path is null or "$" ? $"{position}" : $"{position}, at {path}";
        return new PayloadException(errorId, $"{problem} ({place}).", recommendedAction, path) { Line = position.Line, BytePosition = position.Byte };
    }

    private static PayloadException AtPath(string errorId, string problem, string recommendedAction, string path, Exception? cause = null) =>
        new(errorId, $"{problem} (at {path}).", recommendedAction, path, cause);

    private static WebhookException InvalidOption(string errorId, string message, string recommendedAction) =>
        new(WebhookErrorKind.InvalidArgument, errorId, message, recommendedAction);
}
