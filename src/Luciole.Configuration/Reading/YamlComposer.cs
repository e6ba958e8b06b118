using Luciole.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Luciole.Configuration;

/// <summary>
/// Flattens a YAML document to dotted keys with their lines, as PyYAML's safe loader and yacs understand it: YAML 1.1 scalars, every
/// text passed through <see cref="PythonLiteral"/>. Unlike PyYAML, a key given twice is an error. Sizes are bounded, so aliases cannot blow up.
/// </summary>
internal sealed class YamlComposer
{
    private const int DeepestNesting = 20;
    private const int LongestKey = 100;
    private const int MostNodes = 20_000;
    private const long MostCharacters = 1 << 22;
    private readonly string _name;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlItem> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private long _characters;

    private YamlComposer(string text, string name)
    {
        _name = name;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the text of a file; <paramref name="name"/> is what errors call it.</summary>
    public static IReadOnlyList<Entry> Read(string text, string name)
    {
        var composer = new YamlComposer(text, name);
        try
        {
            return composer.ReadDocument();
        }
        catch (Exception e) when (IsParserFailure(e))
        {
            if (LineIndentedByTab(text) is { } line)
                throw new InputException($"{name}:{line}: is indented with a tab, which YAML does not allow; use spaces.", e);
            throw new InputException($"{name}:{composer.LineOf(e)}: is not valid YAML ({Inner(e)}); check indentation, quotes and colons there.", e);
        }
    }

    /// <summary>Reads one flow value, such as <c>[1, 2]</c>.</summary>
    public static object? ReadValue(string text, string name)
    {
        var composer = new YamlComposer(text, name);
        try
        {
            composer.Consume<StreamStart>();
            composer.Consume<DocumentStart>();
            return composer.ReadNode(0).Value;
        }
        catch (Exception e) when (IsParserFailure(e))
        {
            throw new InputException($"{name}: the value {text.ReplaceLineEndings(" ")} is not valid YAML ({Inner(e)}).", e);
        }
    }

    // On damaged text the parser also throws exceptions that are not its own.
    private static bool IsParserFailure(Exception e) => e is YamlException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException;

    private static string Inner(Exception e) => e is YamlException ? (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ").TrimEnd('.') : "the parser stopped there";

    private long LineOf(Exception e) => Math.Max(1, e is YamlException yaml ? yaml.Start.Line : _parser.Current?.End.Line ?? 1);

    private static int? LineIndentedByTab(string text)
    {
        var line = text.ReplaceLineEndings("\n").Split('\n').Index().FirstOrDefault(l => l.Item.AsSpan().TrimStart(' ').StartsWith("\t") && l.Item.Trim().Length > 0);
        return line.Item is null ? null : line.Index + 1;
    }

    private List<Entry> ReadDocument()
    {
        var entries = new List<Entry>();
        Consume<StreamStart>();
        if (_parser.Current is StreamEnd)
            return entries;
        Consume<DocumentStart>();
        var root = ReadNode(0);
        Consume<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
            throw new InputException($"{_name}:{_parser.Current!.Start.Line}: a second YAML document begins here; keep one configuration per file.");
        if (root.Mapping is not null)
            Flatten("", root.Mapping, entries);
        else if (root.Value is not null || root.Text.Length > 0)
            throw new InputException($"{_name}:{root.Line}: begins with {new RawValue(root.Value, root.Text).Shown} instead of sections such as PROBLEM: and DATA:.");
        return entries;
    }

    private void Flatten(string prefix, IReadOnlyDictionary<string, YamlItem> mapping, List<Entry> entries)
    {
        foreach (var (key, item) in mapping)
        {
            var name = prefix.Length == 0 ? key : prefix + "." + key;
            if (item.Mapping is { Count: > 0 })
                Flatten(name, item.Mapping, entries);
            else
                entries.Add(new Entry(name, new RawValue(item.Value, item.Text), $"{_name}:{item.KeyLine}") { IsEmptySection = item.Mapping is not null || (item.Value is null && item.Text.Length == 0) });
            if (entries.Count > MostNodes)
                throw TooLarge(item.KeyLine);
        }
    }

    private YamlItem ReadNode(int depth)
    {
        var current = _parser.Current!;
        var line = (int)current.Start.Line;
        if (++_nodes > MostNodes)
            throw TooLarge(line);
        if (depth > DeepestNesting)
            throw new InputException($"{_name}:{line}: is nested more than {DeepestNesting} levels deep; a configuration needs five.");
        YamlItem item;
        switch (current)
        {
            case AnchorAlias alias:
                Consume<AnchorAlias>();
                if (!_anchors.TryGetValue(alias.Value.Value, out var target))
                    throw new InputException($"{_name}:{line}: the alias *{alias.Value.Value} refers to no anchor before it.");
                Charge(target.Weight, line);
                return target;
            case Scalar scalar:
                Consume<Scalar>();
                item = ReadScalar(scalar, line);
                Charge(item.Weight, line);
                Remember(scalar, item);
                return item;
            case SequenceStart sequence:
                Consume<SequenceStart>();
                RefuseTag(sequence.Tag, line, "tag:yaml.org,2002:seq", "tag:yaml.org,2002:python/tuple");
                var items = new List<object?>();
                var before = _characters;
                while (_parser.Current is not SequenceEnd)
                {
                    var child = ReadNode(depth + 1);
                    items.Add(child.Mapping is null ? child.Value : ToDictionary(child.Mapping, depth + 1));
                }

                Consume<SequenceEnd>();
                object list = !sequence.Tag.IsEmpty && sequence.Tag.Value.EndsWith("tuple", StringComparison.Ordinal) ? items.ToArray() : items;
                item = new YamlItem(line, list, PythonText.Of(list), null) { Weight = _characters - before + 1 };
                Remember(sequence, item);
                return item;
            case MappingStart mapping:
                Consume<MappingStart>();
                RefuseTag(mapping.Tag, line, "tag:yaml.org,2002:map");
                before = _characters;
                item = new YamlItem(line, null, "", ReadMapping(depth)) { Weight = _characters - before + 1 };
                Remember(mapping, item);
                return item;
            default:
                throw new InputException($"{_name}:{line}: the YAML ends where a value is expected.");
        }
    }

    private Dictionary<string, YamlItem> ReadMapping(int depth)
    {
        var mapping = new Dictionary<string, YamlItem>(StringComparer.Ordinal);
        var merged = new List<IReadOnlyDictionary<string, YamlItem>>();
        while (_parser.Current is not MappingEnd)
        {
            var keyLine = (int)_parser.Current!.Start.Line;
            if (_parser.Current is not (Scalar or AnchorAlias))
                throw new InputException($"{_name}:{keyLine}: a list or mapping stands where the name of a key is expected.");
            var plain = _parser.Current is Scalar { IsPlainImplicit: true };
            var key = ReadNode(depth + 1).Text;
            if (key.Length > LongestKey || key.Any(char.IsControl))
                throw new InputException($"{_name}:{keyLine}: a name longer than {LongestKey} characters or with control characters is no key.");
            var value = ReadNode(depth + 1);
            if (plain && key == "<<")
                merged.Add(value.Mapping ?? throw new InputException($"{_name}:{keyLine}: << takes an alias of a mapping."));
            else if (mapping.TryGetValue(key, out var earlier))
                throw new InputException($"{_name}:{keyLine}: the key {key} was given already on line {earlier.KeyLine}; keep one of the two.");
            else
                mapping[key] = value with { KeyLine = keyLine };
        }

        Consume<MappingEnd>();
        foreach (var (key, value) in merged.SelectMany(m => m))
            mapping.TryAdd(key, value);
        return mapping;
    }

    private Dictionary<string, object?> ToDictionary(IReadOnlyDictionary<string, YamlItem> mapping, int depth)
    {
        if (depth > DeepestNesting || (_nodes += mapping.Count) > MostNodes)
            throw TooLarge(mapping.Values.FirstOrDefault()?.KeyLine ?? 1);
        return mapping.ToDictionary(p => p.Key, p => p.Value.Mapping is null ? p.Value.Value : ToDictionary(p.Value.Mapping, depth + 1), StringComparer.Ordinal);
    }

    private YamlItem ReadScalar(Scalar scalar, int line)
    {
        RefuseTag(scalar.Tag, line, "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null");
        var plain = scalar.IsPlainImplicit || (!scalar.Tag.IsEmpty && !scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal));
        return new YamlItem(line, YamlScalar.Resolve(scalar.Value, plain), scalar.Value, null);
    }

    private void RefuseTag(TagName tag, int line, params ReadOnlySpan<string> known)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && !known.Contains(tag.Value))
            throw new InputException($"{_name}:{line}: the YAML tag {tag.Value} is not accepted here; write plain values.");
    }

    private void Remember(NodeEvent node, YamlItem item)
    {
        if (!node.Anchor.IsEmpty)
            _anchors[node.Anchor.Value] = item;
    }

    private void Charge(long characters, int line)
    {
        if ((_characters += characters) > MostCharacters)
            throw TooLarge(line);
    }

    private InputException TooLarge(int line) => new($"{_name}:{line}: holds more than {MostNodes} values or {MostCharacters} characters, which no configuration does.");

    // The parser moves on first, so that Current is always the event to look at next.
    private void Consume<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
            _parser.MoveNext();
        if (_parser.Current is not T)
            throw new InputException($"{_name}:{_parser.Current?.Start.Line ?? 1}: the YAML ends too early.");
        if (!_parser.MoveNext() && typeof(T) != typeof(StreamEnd))
            throw new InputException($"{_name}: the YAML ends too early.");
    }
}
