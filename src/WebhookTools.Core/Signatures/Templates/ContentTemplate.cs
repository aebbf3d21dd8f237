using System.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A caller's template of signed content: text with placeholders in braces. The body is streamed; everything around it is text.</summary>
internal sealed class ContentTemplate
{
    private const string Body = "body";
    private const string Id = "id";
    private const string Timestamp = "timestamp";
    private const string Url = "url";
    private const string Method = "method";

    private readonly string _text;
    private readonly List<(bool IsPlaceholder, string Text)> _parts = [];

    private ContentTemplate(string text)
    {
        _text = text;
        Read();
    }

    public bool UsesBody => Uses(Body);

    public bool UsesId => Uses(Id);

    public bool UsesTimestamp => Uses(Timestamp);

    /// <summary>Parses a template. The default, for null, is <c>{body}</c>.</summary>
    /// <exception cref="SignatureException">A brace is unbalanced, a placeholder is unknown, or the body is used twice.</exception>
    public static ContentTemplate Parse(string? text) => new(text ?? "{body}");

    /// <exception cref="SignatureException">The template uses the URL, and the request has none.</exception>
    public SignedContent Fill(in SignatureInput input, string scheme)
    {
        var before = new StringBuilder();
        var after = new StringBuilder();
        StringBuilder current = before;
        foreach ((bool isPlaceholder, string text) in _parts)
        {
            if (isPlaceholder && text is Body)
            {
                current = after;
                continue;
            }

            current.Append(isPlaceholder ? GetValue(text, input, scheme) : text);
        }

        return SignedContent.Create(before.ToString(), UsesBody ? input.Request.Body : null, after.ToString());
    }

    private static string? GetValue(string placeholder, in SignatureInput input, string scheme) => placeholder switch
    {
        Id => input.Id,
        Timestamp => input.Timestamp,
        Url => input.Request.RequireAddress(scheme),
        _ => input.Request.Method,
    };

    private bool Uses(string placeholder) => _parts.Contains((true, placeholder));

    private void Read()
    {
        var literal = new StringBuilder();
        for (int index = 0; index < _text.Length; index++)
        {
            char character = _text[index];
            if (character is not ('{' or '}'))
            {
                literal.Append(character);
            }
            else if (index + 1 < _text.Length && _text[index + 1] == character)
            {
                literal.Append(character);
                index++;
            }
            else
            {
                int end = character == '{' ? _text.IndexOf('}', index) : -1;
                if (end < 0)
                {
                    throw SignatureErrors.SignatureTemplateInvalid(_text, index, $"the brace '{character}' is unbalanced");
                }

                AddLiteral(literal);
                AddPlaceholder(_text[(index + 1)..end], index);
                index = end;
            }
        }

        AddLiteral(literal);
    }

    private void AddLiteral(StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add((false, literal.ToString()));
            literal.Clear();
        }
    }

    private void AddPlaceholder(string name, int index)
    {
        if (name is not (Body or Id or Timestamp or Url or Method))
        {
            throw SignatureErrors.SignatureTemplateInvalid(_text, index, $"the placeholder '{{{name}}}' is unknown");
        }

        if (name is Body && UsesBody)
        {
            throw SignatureErrors.SignatureTemplateInvalid(_text, index, "{body} is used a second time");
        }

        _parts.Add((true, name));
    }
}
