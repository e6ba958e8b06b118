using System.Text.Json;
using Luciole.Files;

namespace Luciole.ModelDescriptions.Tests;

public sealed class DescriptionYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_the_same()
    {
        var expected = DescriptionValues.Of(SampleDescription.Write(_folder.FullName));
        Assert.Equal(Shown(expected), Shown(DescriptionNode.Open(_folder.File("rdf.yaml")).Value));
    }

    [Fact]
    public void PyYAML_which_is_of_YAML_1_1_reads_the_same()
    {
        var expected = DescriptionValues.Of(SampleDescription.Write(_folder.FullName));
        var output = Python.RunWithTorch("import sys, json, yaml\nprint(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8'))))", _folder.File("rdf.yaml"));
        Assert.Equal(Shown(expected), Shown(Plain(JsonDocument.Parse(output.Replace("NaN", "\"NaN\"", StringComparison.Ordinal)).RootElement)));
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x\n", "alias")]
    [InlineData("a: 1\na: 2\n", "gives a twice")]
    [InlineData("- 1\n- 2\n", "no named entry")]
    [InlineData("", "is empty")]
    [InlineData("? [1, 2]\n: 3\n", "list or a mapping where a name")]
    [InlineData("a: [1, 2\n", "is not valid YAML")]
    [InlineData("a: 1\n---\nb: 2\n", "a second document")]
    public void Other_YAML_is_refused(string text, string expected)
    {
        File.WriteAllText(_folder.File("bad.yaml"), text);
        var error = Assert.Throws<InputException>(() => DescriptionNode.Open(_folder.File("bad.yaml")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("bad.yaml"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        File.WriteAllText(_folder.File("deep.yaml"), "a: " + new string('[', 5000) + new string(']', 5000));
        Assert.Contains("nested more than", Assert.Throws<InputException>(() => DescriptionNode.Open(_folder.File("deep.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_named_when_something_is_missing()
    {
        File.WriteAllText(_folder.File("rdf.yaml"), "weights: {pytorch_state_dict: {source: 3}}\ninputs: [{id: a}]\n");
        var node = DescriptionNode.Open(_folder.File("rdf.yaml"));
        Assert.Contains("weights.pytorch_state_dict.source is of another kind", Assert.Throws<InputException>(() => node["weights"]["pytorch_state_dict"]["source"].RequireText()).Message, StringComparison.Ordinal);
        Assert.Contains("inputs[1].id is missing", Assert.Throws<InputException>(() => node["inputs"][1]["id"].RequireText()).Message, StringComparison.Ordinal);
        Assert.Equal("a", node["inputs"][0]["id"].RequireText());
    }

    [Theory]
    [InlineData("Ada Lovelace", "Ada Lovelace", null, null)]
    [InlineData("Ada Lovelace; Analytical Society", "Ada Lovelace", "Analytical Society", null)]
    [InlineData("Ada Lovelace;;0000-0002-1825-0097", "Ada Lovelace", null, "0000-0002-1825-0097")]
    public void Authors_are_read_from_one_text(string text, string name, string? affiliation, string? orcid) => Assert.Equal(new Person(name, affiliation, orcid), Person.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("; x")]
    [InlineData("a; b; c; d")]
    public void What_is_no_author_is_refused(string text) => Assert.Throws<InputException>(() => Person.Parse(text));

    [Theory]
    [InlineData("A. B.: Title; 2026; 10.1000/182", "A. B.: Title; 2026", "10.1000/182", null)]
    [InlineData("Title; https://doi.org/10.1000/182", "Title", "10.1000/182", null)]
    [InlineData("Title; https://example.org/x", "Title", null, "https://example.org/x")]
    public void Citations_are_read_from_one_text(string text, string words, string? doi, string? url) => Assert.Equal(new Citation(words, doi, url), Citation.Parse(text));

    [Theory]
    [InlineData("10.1000/182")]
    [InlineData("Title")]
    [InlineData("Title; ftp://example.org")]
    [InlineData("Title; nothing")]
    public void What_is_no_citation_is_refused(string text) => Assert.Throws<InputException>(() => Citation.Parse(text));

    // Whole numbers and numbers with a point are told apart.
    private static string Shown(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> mapping => "{" + string.Join(",", mapping.Select(e => $"{e.Key}={Shown(e.Value)}")) + "}",
        IReadOnlyList<object?> list => "[" + string.Join(",", list.Select(Shown)) + "]",
        null => "null",
        int whole => $"long:{whole}",
        long whole => $"long:{whole}",
        double number => FormattableString.Invariant($"double:{number:R}"),
        bool truth => $"bool:{truth}",
        _ => $"text:{value}",
    };

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? (object)json.GetInt64() : json.GetDouble(),
        _ => json.GetString() == "NaN" ? double.NaN : json.GetString(),
    };
}
