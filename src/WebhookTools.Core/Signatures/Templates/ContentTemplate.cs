using System.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Signed content as a caller words it: text, and placeholders in braces. Only the body's place matters for streaming: what stands around it is text.</summary>
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

    /// <summary>Whether the body is in it.</summary>
    public bool UsesBody => Uses(Body);

    /// <summary>Whether the message id is in it.</summary>
    public bool UsesId => Uses(Id);

    /// <summary>Whether the time is in it.</summary>
    public bool UsesTimestamp => Uses(Timestamp);

    /// <summary>Reads a template; null stands for the body alone.</summary>
    /// <exception cref="SignatureException">A brace without its other, an unknown name, or the body twice.</exception>
    public static ContentTemplate Parse(string? text) => new(text ?? "{body}");

    /// <summary>Puts the values in.</summary>
    /// <exception cref="SignatureException">The address is needed and was not given.</exception>
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

        return ContentText.Around(before.ToString(), UsesBody ? input.Request.Body : null, after.ToString());
    }

    private static string? GetValue(string placeholder, in SignatureInput input, string scheme) => placeholder switch
    {
        Id => input.Id,
        Timestamp => input.Timestamp,
        Url => ContentText.RequireAddress(input.Request, scheme),
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
                    throw SignatureErrors.SignatureTemplateInvalid(_text, index, $"a '{character}' stands alone");
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
            throw SignatureErrors.SignatureTemplateInvalid(_text, index, $"'{{{name}}}' is not known");
        }

        if (name is Body && UsesBody)
        {
            throw SignatureErrors.SignatureTemplateInvalid(_text, index, "{body} stands there a second time");
        }

        _parts.Add((true, name));
    }
}
