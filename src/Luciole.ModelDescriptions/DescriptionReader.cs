using System.Globalization;
using System.Text.RegularExpressions;
using Luciole.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Luciole.ModelDescriptions;

/// <summary>
/// Reads the YAML of a model description as YAML 1.2 understands it, into a tree of <c>Dictionary&lt;string, object?&gt;</c>,
/// <c>List&lt;object?&gt;</c>, string, long, double, bool and null. Nothing is constructed from tags, aliases are refused, and sizes are bounded.
/// </summary>
internal sealed partial class DescriptionReader
{
    private const int DeepestNesting = 32;
    private const int MostNodes = 100_000;
    private const long LongestFile = 8 << 20;
    private readonly string _file;
    private readonly Parser _parser;
    private int _nodes;

    private DescriptionReader(string text, string file)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing, too large, or not YAML with named entries.</exception>
    public static Dictionary<string, object?> ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile } large)
                throw new InputException($"{path}: has {large.Length} bytes, where a model description has a few thousand; name another file.");
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}); check that it exists and may be read.", e);
        }
    }

    /// <summary>Reads a text; <paramref name="file"/> is what errors call it.</summary>
    /// <exception cref="InputException">It is not YAML with named entries.</exception>
    public static Dictionary<string, object?> Read(string text, string file)
    {
        var reader = new DescriptionReader(text, file);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
                throw new InputException($"{file}: is empty, where a model description was expected; pack the model again.");
            var root = reader.ReadNode(0);
            reader._parser.Consume<DocumentEnd>();
            if (!reader._parser.Accept<StreamEnd>(out _))
                throw reader.Error("holds a second document, where one description was expected");
            return root as Dictionary<string, object?>
                ?? throw new InputException($"{file}: begins with no named entry such as name: or weights:, so it is no model description; name another file.");
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            var line = e is YamlException yaml ? yaml.Start.Line : reader._parser.Current?.Start.Line ?? 1;
            throw new InputException($"{file}:{line}: is not valid YAML ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); copy the file again.", e);
        }
    }

    private object? ReadNode(int depth)
    {
        if (depth > DeepestNesting || ++_nodes > MostNodes)
            throw Error($"is nested more than {DeepestNesting} levels deep or holds more than {MostNodes} values, which no model description does");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return scalar.IsPlainImplicit ? Resolve(scalar.Value) : scalar.Value;
        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<object?>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNode(depth + 1));
            return items;
        }

        if (_parser.TryConsume<MappingStart>(out _))
        {
            var mapping = new Dictionary<string, object?>(StringComparer.Ordinal);
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                if (!_parser.TryConsume<Scalar>(out var key))
                    throw Error("has a list or a mapping where a name was expected");
                if (!mapping.TryAdd(key.Value, ReadNode(depth + 1)))
                    throw Error($"gives {key.Value} twice");
            }

            return mapping;
        }

        throw Error("refers to another place by an alias, which is not accepted here");
    }

    private InputException Error(string what) => new($"{_file}:{_parser.Current?.Start.Line ?? 1}: {what}; mend the file, or pack the model again.");

    // The core schema of YAML 1.2.
    private static object? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        ".inf" or ".Inf" or ".INF" or "+.inf" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ when WholeNumber().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when Number().IsMatch(text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => text,
    };

    [GeneratedRegex(@"^[-+]?[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
