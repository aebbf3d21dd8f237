namespace WebhookTools.Core.Payloads;

/// <summary>A parser's settings and working memory, kept from value to value.</summary>
internal sealed class JsonParserState
{
    private Frame[] _frames = new Frame[16];

    /// <summary>Creates the state.</summary>
    /// <param name="maximumDepth">How deep a value may be nested.</param>
    /// <param name="nameKey">The member to look out for in each object, in canonical form, or nothing.</param>
    public JsonParserState(int maximumDepth, byte[]? nameKey = null)
    {
        MaximumDepth = maximumDepth;
        NameKey = nameKey;
    }

    /// <summary>How deep a value may be nested.</summary>
    public int MaximumDepth { get; }

    /// <summary>The member whose place each object's node keeps, or null.</summary>
    public byte[]? NameKey { get; }

    /// <summary>Where values are read to.</summary>
    public JsonTape Tape { get; } = new();

    /// <summary>Finds members of the same name.</summary>
    public DuplicateNames DuplicateNames { get; } = new();

    /// <summary>How many arrays and objects are open.</summary>
    public int Depth { get; set; }

    /// <summary>Whether the innermost one is an object.</summary>
    public bool IsInObject => Depth > 0 && _frames[Depth - 1].IsObject;

    /// <summary>The innermost one's node.</summary>
    public int OpenNode => _frames[Depth - 1].Node;

    /// <summary>How many members or items of the innermost one have begun.</summary>
    public int ChildCount => _frames[Depth - 1].Children;

    /// <summary>Reads text that holds one value and nothing else.</summary>
    /// <exception cref="PayloadException">It holds something else.</exception>
    public JsonView ParseWhole(ReadOnlySpan<byte> json)
    {
        if (json.Length > PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.JsonValueTooLarge(new JsonPosition(1, 1));
        }

        int start = json.StartsWith(Utf8Text.Utf8Mark) ? Utf8Text.Utf8Mark.Length : 0;
        start = JsonParser.SkipWhitespace(json, start);
        if (start == json.Length)
        {
            throw PayloadErrors.JsonEmpty();
        }

        var parser = new JsonParser(json, this, isFinal: true, origin: default);
        int end = parser.Parse(start);
        int rest = JsonParser.SkipWhitespace(json, end);
        return rest == json.Length ? Tape.View(json[..end]) : throw parser.TrailingData(rest);
    }

    /// <summary>Opens an array or object.</summary>
    public void Push(int node, bool isObject)
    {
        if (Depth == _frames.Length)
        {
            Array.Resize(ref _frames, Depth * 2);
        }

        _frames[Depth++] = new Frame { Node = node, IsObject = isObject };
    }

    /// <summary>Closes the innermost one.</summary>
    public void Pop() => Depth--;

    /// <summary>Counts a member or item of the innermost one.</summary>
    public void CountChild() => _frames[Depth - 1].Children++;

    /// <summary>Appends the way to the place that is being read.</summary>
    /// <param name="name">The name of the member whose value is being read, or null between members.</param>
    public void AppendPath(ref JsonPathBuilder path, in JsonView view, string? name)
    {
        for (int level = 0; level < Depth; level++)
        {
            bool isInnermost = level == Depth - 1;
            if (!_frames[level].IsObject)
            {
                // The innermost array's next item has not been counted yet; an outer one's has.
                path.AppendIndex(_frames[level].Children - (isInnermost ? 0 : 1));
            }
            else if (!isInnermost)
            {
                path.AppendName(JsonText.Decode(view.Name(in view[_frames[level + 1].Node])));
            }
            else if (name is not null)
            {
                path.AppendName(name);
            }
        }
    }

    private struct Frame
    {
        public int Node;
        public int Children;
        public bool IsObject;
    }
}
