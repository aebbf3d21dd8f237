namespace WebhookTools.Core.Payloads;

/// <summary>The errors of payloads. The name of each method is the id of the error.</summary>
internal static class PayloadErrors
{
    public static PayloadException JsonInvalid(string reason, JsonPosition position, string path) =>
        AtPosition(nameof(JsonInvalid), $"The JSON is not valid: {reason}", "Correct the JSON at this position.", position, path);

    public static PayloadException JsonUnexpectedEnd(JsonPosition position, string path) =>
        AtPosition(nameof(JsonUnexpectedEnd), "The JSON ends before the value is complete", "Check that the input was not truncated and that each brace, bracket and quotation mark is closed.", position, path);

    public static PayloadException JsonEmpty() =>
        new(nameof(JsonEmpty), "The input contains no JSON value: it is empty or consists of white space.", "Provide a JSON value, for example {}.");

    public static PayloadException JsonTrailingData(string found, JsonPosition position) =>
        AtPosition(nameof(JsonTrailingData), $"Expected the end of the input after the JSON value, found {found}", "Provide a single value, or read the input as a stream of values (NDJSON).", position, path: null);

    public static PayloadException JsonTrailingComma(char closing, JsonPosition position, string path) =>
        AtPosition(nameof(JsonTrailingComma), $"The JSON is not valid: a comma precedes '{closing}'", "Remove the comma.", position, path);

    public static PayloadException JsonComment(JsonPosition position, string path) =>
        AtPosition(nameof(JsonComment), "The JSON is not valid: found '/', and JSON does not allow comments", "Remove the comment.", position, path);

    public static PayloadException JsonNumberNotFinite(JsonPosition position, string path) =>
        AtPosition(nameof(JsonNumberNotFinite), "The JSON is not valid: NaN and Infinity are not JSON numbers", "Write null or a string instead.", position, path);

    public static PayloadException JsonControlCharacter(byte found, JsonPosition position, string path) =>
        AtPosition(nameof(JsonControlCharacter), $"The JSON is not valid: a string contains the control character U+{found:X4}, or its closing quotation mark is missing", $"Close the string, or write the character as \\u{found:x4}.", position, path);

    public static PayloadException JsonInvalidEscape(JsonPosition position, string path) =>
        AtPosition(nameof(JsonInvalidEscape), "The JSON is not valid: a string contains an unknown escape sequence", "Use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits. Write a backslash as \\\\.", position, path);

    public static PayloadException JsonLoneSurrogate(JsonPosition position, string path) =>
        AtPosition(nameof(JsonLoneSurrogate), "The JSON is not valid: a string contains half of a surrogate pair, which has no UTF-8 form", "Write both halves of the pair (\\ud83d\\ude00), or the character itself.", position, path);

    public static PayloadException JsonNotUtf8(JsonPosition position) =>
        AtPosition(nameof(JsonNotUtf8), "The JSON is not valid UTF-8", "Save the input as UTF-8. Windows PowerShell's '>' writes UTF-16.", position, path: null);

    public static PayloadException JsonTooDeep(int maximumDepth, string path, JsonPosition position) =>
        AtPosition(nameof(JsonTooDeep), $"The JSON is nested deeper than {maximumDepth} levels", $"Increase the maximum depth (up to {PayloadLimits.GreatestMaximumDepth}), or send a shallower value.", position, path);

    public static PayloadException JsonValueTooLarge(JsonPosition start) =>
        AtPosition(nameof(JsonValueTooLarge), $"A single JSON value is larger than {PayloadLimits.MaximumValueSizeText}", "Split the value. NDJSON, one value per line, is read in constant memory.", start, path: null);

    public static PayloadException PayloadTooLarge() =>
        new(nameof(PayloadTooLarge), $"The payload of a single value would be larger than {PayloadLimits.MaximumValueSizeText}.", "Send fewer values at once. Flattening repeats long keys for each leaf below them.");

    public static PayloadException ObjectTooDeep(int maximumDepth, string path) =>
        AtPath(nameof(ObjectTooDeep), $"The object is nested deeper than {maximumDepth} levels", $"Select the members to send, or increase the maximum depth (up to {PayloadLimits.GreatestMaximumDepth}).", path);

    public static PayloadException ObjectCycle(string path, string earlier) =>
        AtPath(nameof(ObjectCycle), $"The object contains itself: the value is the same as that at {earlier}", "Select the members to send, without the one that refers back.", path);

    public static PayloadException NumberNotFinite(string number, string path) =>
        AtPath(nameof(NumberNotFinite), $"{number} cannot be written as a JSON number", "Replace the value with null or a string.", path);

    public static PayloadException TextNotUnicode(string path) =>
        AtPath(nameof(TextNotUnicode), "The text contains half of a surrogate pair, which has no UTF-8 form", "Correct the text, or send the value as bytes.", path);

    public static PayloadException SecretInPayload(string type, string path) =>
        AtPath(nameof(SecretInPayload), $"{type} contains a secret and is never written to a payload", "Remove the member.", path);

    public static PayloadException NotSerializable(string type, string reason, string path) =>
        AtPath(nameof(NotSerializable), $"{type} cannot be written as JSON: {reason}", "Remove the member, or replace it with its value.", path);

    public static PayloadException DuplicateKey(string key, string path) =>
        AtPath(nameof(DuplicateKey), $"Two keys of the dictionary have the same text, '{key}'", "Use keys whose texts differ.", path);

    public static PayloadException EnumerationFailed(Exception cause, string path) =>
        AtPath(nameof(EnumerationFailed), $"The values could not be enumerated: {cause.Message.TrimEnd('.')}", "Collect the values before sending them, or remove the member.", path, cause);

    public static WebhookException MaximumDepthOutOfRange(int value) =>
        InvalidOption(nameof(MaximumDepthOutOfRange), $"The maximum depth is {value}; expected 1 to {PayloadLimits.GreatestMaximumDepth}.", $"Specify a depth from 1 to {PayloadLimits.GreatestMaximumDepth}. The default is {PayloadOptions.DefaultMaximumDepth}.");

    public static WebhookException SeparatorInvalid() =>
        InvalidOption(nameof(SeparatorInvalid), "The separator of flattened keys is empty or not valid Unicode; expected at least one character.", "Specify a separator, for example a dot.");

    public static WebhookException NameKeyInvalid() =>
        InvalidOption(nameof(NameKeyInvalid), "The name key is null or not valid Unicode; expected the name of a member, or an empty string to turn the rule off.", "Specify the name of a member, for example name.");

    public static WebhookException BatchSizeOutOfRange(int value) =>
        InvalidOption(nameof(BatchSizeOutOfRange), $"The batch size is {value}; expected 0 (all values in one array) or more.", "Specify a batch size of 0 or more.");

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
