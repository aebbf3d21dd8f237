using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookTools.Core.Payloads;

/// <summary>Implements <see cref="ObjectSerializer"/>.</summary>
[RequiresUnreferencedCode(ObjectSerializer.ReflectionWarning)]
internal sealed class ObjectWriter
{
    private readonly ByteBuffer _output;
    private readonly IObjectAdapter? _adapter;
    private readonly int _maximumDepth;
    private readonly ObjectPath _path = new();
    private readonly ScalarWriter _scalars;

    public ObjectWriter(ByteBuffer output, IObjectAdapter? adapter, int maximumDepth)
    {
        _output = output;
        _adapter = adapter;
        _maximumDepth = maximumDepth;
        _scalars = new ScalarWriter(output, _path);
    }

    /// <summary>Writes a value. It recurses no deeper than the maximum depth and the stack of the thread allow.</summary>
    public void Write(object? value)
    {
        if (_adapter is not null && value is not (null or string))
        {
            bool hasMembers = _adapter.TryGetMembers(value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members);
            object? identity = hasMembers ? unwrapped ?? value : unwrapped;
            if (hasMembers && ObjectShape.Of(identity!.GetType()) is { IsKnown: false })
            {
                WriteAdapted(identity, members);
                return;
            }

            value = identity;
        }

        if (value is string text)
        {
            _scalars.WriteText(text);
        }
        else if (value is null or DBNull)
        {
            _output.Append("null"u8);
        }
        else if (!_scalars.TryWrite(value) && !TryWriteJson(value))
        {
            WriteByShape(value);
        }
    }

    private void WriteByShape(object value)
    {
        Type type = value.GetType();
        ObjectShape shape = ObjectShape.Of(type);
        switch (shape.Kind)
        {
            case ObjectShapeKind.Members:
                WriteMembers(value, shape.Members);
                break;
            case ObjectShapeKind.Dictionary:
                WriteEntries(value, EntriesOf((IDictionary)value));
                break;
            case ObjectShapeKind.GenericDictionary:
                WriteEntries(value, GenericEntriesOf((IEnumerable)value));
                break;
            case ObjectShapeKind.NameValues:
                WriteNameValues((NameValueCollection)value);
                break;
            case ObjectShapeKind.Sequence when value is Array { Rank: > 1 } array:
                WriteDimension(array, array.GetEnumerator(), dimension: 0);
                break;
            case ObjectShapeKind.Sequence:
                WriteSequence((IEnumerable)value);
                break;
            case ObjectShapeKind.Memory:
                WriteSequence((Array)type.GetMethod(nameof(Memory<>.ToArray))!.Invoke(value, null)!);
                break;
            case ObjectShapeKind.Text:
                _scalars.WriteText(TextOf(value));
                break;
            case ObjectShapeKind.Markup:
                _scalars.WriteText(MarkupOf(value));
                break;
            case ObjectShapeKind.Secret:
                throw PayloadErrors.SecretInPayload(type.Name, _path.ToString());
            default:
                throw PayloadErrors.NotSerializable(type.Name, shape.Reason!, _path.ToString());
        }
    }

    private static string TextOf(object value) => value switch
    {
        Type type => type.FullName ?? type.ToString(),
        FileSystemInfo file => file.FullName,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>Not inlined, so that the XML assembly is loaded only when it is needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string MarkupOf(object value) => ((System.Xml.XmlNode)value).OuterXml;

    private void WriteMembers(object value, IReadOnlyList<ObjectMember> members)
    {
        Open(value, (byte)'{');
        for (int index = 0; index < members.Count; index++)
        {
            WriteName(members[index].Name, isFirst: index == 0);
            Write(members[index].ReadOrNull(value));
        }

        Close((byte)'}');
    }

    private void WriteAdapted(object value, IEnumerable<KeyValuePair<string, object?>> members)
    {
        Open(value, (byte)'{');
        bool isFirst = true;
        using var items = (IEnumerator<KeyValuePair<string, object?>>)Begin(members);
        while (TryMoveNext(items))
        {
            KeyValuePair<string, object?> member = items.Current;
            WriteName(member.Key, isFirst);
            Write(member.Value);
            isFirst = false;
        }

        Close((byte)'}');
    }

    private static IEnumerable<KeyValuePair<object, object?>> EntriesOf(IDictionary dictionary)
    {
        IDictionaryEnumerator entries = dictionary.GetEnumerator();
        using IDisposable? disposable = entries as IDisposable;
        while (entries.MoveNext())
        {
            yield return new KeyValuePair<object, object?>(entries.Key, entries.Value);
        }
    }

    /// <summary>Lists the entries of a dictionary that implements only the generic interface, as <c>ExpandoObject</c> does.</summary>
    private static IEnumerable<KeyValuePair<object, object?>> GenericEntriesOf(IEnumerable dictionary)
    {
        foreach (object entry in dictionary)
        {
            // A KeyValuePair<,> of any types.
            Type type = entry.GetType();
            yield return new KeyValuePair<object, object?>(type.GetProperty("Key")!.GetValue(entry)!, type.GetProperty("Value")!.GetValue(entry));
        }
    }

    private void WriteEntries(object dictionary, IEnumerable<KeyValuePair<object, object?>> entries)
    {
        // Keys that are not strings can differ and still have the same text.
        var names = new HashSet<string>(StringComparer.Ordinal);
        Open(dictionary, (byte)'{');
        bool isFirst = true;
        using var items = (IEnumerator<KeyValuePair<object, object?>>)Begin(entries);
        while (TryMoveNext(items))
        {
            KeyValuePair<object, object?> entry = items.Current;
            string name = NameOf(entry.Key);
            if (!names.Add(name))
            {
                throw PayloadErrors.DuplicateKey(name, _path.Container);
            }

            WriteName(name, isFirst);
            Write(entry.Value);
            isFirst = false;
        }

        Close((byte)'}');
    }

    private static string NameOf(object key) => key switch
    {
        string text => text,
        IFormattable formattable and not Enum => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => key?.ToString() ?? string.Empty,
    };

    /// <summary>A single value is written as a string, several values as an array.</summary>
    private void WriteNameValues(NameValueCollection values)
    {
        Open(values, (byte)'{');
        for (int index = 0; index < values.Count; index++)
        {
            WriteName(values.GetKey(index) ?? string.Empty, isFirst: index == 0);
            string[]? all = values.GetValues(index);
            Write(all is { Length: 1 } ? all[0] : all);
        }

        Close((byte)'}');
    }

    private void WriteSequence(IEnumerable sequence)
    {
        if (sequence is object?[] array)
        {
            WriteArray(array);
            return;
        }

        Open(sequence, (byte)'[');
        long index = 0;
        IEnumerator items = Begin(sequence);
        using var disposable = items as IDisposable;
        while (TryMoveNext(items))
        {
            BeginItem(index);
            Write(CurrentOf(items));
            index++;
        }

        Close((byte)']');
    }

    private void WriteArray(object?[] array)
    {
        Open(array, (byte)'[');
        for (int index = 0; index < array.Length; index++)
        {
            BeginItem(index);
            Write(array[index]);
        }

        Close((byte)']');
    }

    private void WriteDimension(Array array, IEnumerator items, int dimension)
    {
        // An inner dimension is part of the array and not a cycle.
        Open(dimension == 0 ? array : new object(), (byte)'[');
        for (int index = 0; index < array.GetLength(dimension); index++)
        {
            BeginItem(index);
            if (dimension < array.Rank - 1)
            {
                WriteDimension(array, items, dimension + 1);
            }
            else
            {
                items.MoveNext();
                Write(items.Current);
            }
        }

        Close((byte)']');
    }

    /// <summary>Writes JSON unchanged. It is read again, because the framework's types allow comments and duplicate names.</summary>
    private bool TryWriteJson(object value)
    {
        if (value is not (JsonElement or JsonDocument or JsonNode))
        {
            return false;
        }

        if (value is JsonElement { ValueKind: JsonValueKind.Undefined })
        {
            _output.Append("null"u8);
            return true;
        }

        try
        {
            var json = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = PayloadLimits.GreatestMaximumDepth + 1 }))
            {
                Write(value, writer);
            }

            JsonTree tree = new JsonTreeReader(_maximumDepth - _path.Depth).ReadSingle(json.WrittenSpan);
            JsonTreeWriter.Write(tree, JsonTree.Root, omitNull: false, _output);
        }
        catch (PayloadException exception) when (string.Equals(exception.ErrorId, nameof(PayloadErrors.JsonTooDeep), StringComparison.Ordinal))
        {
            throw PayloadErrors.ObjectTooDeep(_maximumDepth, _path + exception.Path![1..]);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException or ArgumentException or NotSupportedException)
        {
            throw PayloadErrors.NotSerializable(value.GetType().Name, exception.Message.TrimEnd('.'), _path.ToString());
        }

        return true;
    }

    private static void Write(object json, Utf8JsonWriter writer)
    {
        switch (json)
        {
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonDocument document:
                document.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
        }
    }

    private void Open(object container, byte bracket)
    {
        if (_path.IsOpen(container, out string earlier))
        {
            throw PayloadErrors.ObjectCycle(_path.ToString(), earlier);
        }

        if (_path.Depth == _maximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw PayloadErrors.ObjectTooDeep(_path.Depth, _path.ToString());
        }

        _path.Push(container);
        _output.Append(bracket);
    }

    private void Close(byte bracket)
    {
        _output.Append(bracket);
        _path.Pop();
    }

    private void WriteName(string name, bool isFirst)
    {
        if (!isFirst)
        {
            _output.Append((byte)',');
        }

        _path.GoTo(name);
        _scalars.WriteText(name);
        _output.Append((byte)':');
    }

    private void BeginItem(long index)
    {
        if (index > 0)
        {
            _output.Append((byte)',');
        }

        _path.GoTo(index);
    }

    /// <summary>Enumerates the innermost container; an error of its enumerator becomes one that names the path.</summary>
    private IEnumerator Begin(IEnumerable sequence)
    {
        try
        {
            return sequence.GetEnumerator();
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw PayloadErrors.EnumerationFailed(exception, _path.Container);
        }
    }

    /// <inheritdoc cref="Begin"/>
    private bool TryMoveNext(IEnumerator items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw PayloadErrors.EnumerationFailed(exception, _path.Container);
        }
    }

    /// <inheritdoc cref="Begin"/>
    private object? CurrentOf(IEnumerator items)
    {
        try
        {
            return items.Current;
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw PayloadErrors.EnumerationFailed(exception, _path.Container);
        }
    }

    private static bool IsForeign(Exception exception) => exception is not (PayloadException or OperationCanceledException or OutOfMemoryException);
}
