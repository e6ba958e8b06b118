using Luciole.Files;
using Luciole.ModelDescriptions.Rules;

namespace Luciole.ModelDescriptions.Tests;

/// <summary>A good description has no findings; each thing against the rules has one that names the place.</summary>
public sealed class DescriptionRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_description_keeps_the_rules()
    {
        SampleDescription.Write(_folder.FullName);
        Assert.Empty(DescriptionRules.Check(DescriptionNode.Open(_folder.File("rdf.yaml")), _folder.FullName));
    }

    [Theory]
    [InlineData("format_version: \"0.5.7\"", "format_version: \"0.4.9\"", "format_version: is \"0.4.9\"")]
    [InlineData("type: model", "type: dataset", "type: is \"dataset\"")]
    [InlineData("name: Nucleus from label-free light microscopy", "name: Nuc", "name: is \"Nuc\"")]
    [InlineData("name: Nucleus from label-free light microscopy", "name: Nucleus/label", "name: is \"Nucleus/label\"")]
    [InlineData("name: Nucleus from label-free light microscopy\n", "", "name: is missing")]
    [InlineData("documentation: README.md", "documentation: README.txt", "documentation: is \"README.txt\"")]
    [InlineData("license: CC-BY-4.0", "license: CC-BY-4", "license: is \"CC-BY-4\"")]
    [InlineData("license: CC-BY-4.0", "licence: MIT", "licence: is not a field")]
    [InlineData("covers: [cover.png]", "covers: [cover.tif]", "covers[0]: is \"cover.tif\"")]
    [InlineData("orcid: \"0000-0002-1825-0097\"", "orcid: \"0000-0002-1825-0098\"", "authors[0].orcid: is")]
    [InlineData("affiliation: Brown University", "employer: Brown University", "authors[0].employer: is not a field")]
    [InlineData("doi: \"10.1000/182\"", "doi: \"11.1000/182\"", "cite[0].doi: is")]
    [InlineData("  doi: \"10.1000/182\"\n", "", "cite[0]: has neither doi nor url")]
    [InlineData("timestamp: \"2026-11-23T12:00:00+00:00\"", "timestamp: yesterday", "timestamp: is")]
    [InlineData("- id: label_free", "- id: Label_free", "inputs[0].id: is")]
    [InlineData("- id: fluorescence", "- id: label_free", "outputs[0].id: is label_free, which another tensor has already")]
    [InlineData("- type: batch", "- type: bunch", "axes[0].type: is \"bunch\"")]
    [InlineData("channel_names: [nucleus]", "channel_names: []", "outputs[0].axes[1].channel_names: is a list")]
    [InlineData("channel_names: [nucleus]", "channel_names: [class]", "outputs[0].axes[1].channel_names: is a list")]
    [InlineData("    size: 4", "    size: 0", "inputs[0].axes[2].size: is 0")]
    [InlineData("    id: x\n    size: 6", "    id: \"y\"\n    size: 6", "inputs[0].axes[3]: has the id y")]
    [InlineData("axis_id: x", "axis_id: z", "refers to the axis z of label_free")]
    [InlineData("tensor_id: label_free\n      axis_id: x", "tensor_id: fluorescence\n      axis_id: x", "outputs[0].axes[3].size: refers to the axis x of fluorescence")]
    [InlineData("type: uint16", "type: uint12", "inputs[0].data.type: is \"uint12\"")]
    [InlineData("id: zero_mean_unit_variance", "id: normalise", "inputs[0].preprocessing[0].id: is \"normalise\"")]
    [InlineData("axes: [\"y\", x]", "axes: [\"y\", z]", "inputs[0].preprocessing[0].kwargs.axes: is a list")]
    [InlineData("eps: 1.0e-06", "eps: 1.0", "inputs[0].preprocessing[0].kwargs.eps: is 1")]
    [InlineData("eps: 1.0e-06", "epsilon: 1.0e-06", "kwargs.epsilon: is not a field")]
    [InlineData("      dtype: float32", "      {}", "inputs[0].preprocessing[1].kwargs: lacks dtype")]
    [InlineData("pytorch_state_dict:", "pytorch_pickle:", "weights.pytorch_pickle: is not a field")]
    [InlineData("      callable: UNETR\n", "", "weights.pytorch_state_dict.architecture.callable: is missing")]
    [InlineData("      import_from: biapy.models.unetr\n", "", "architecture: must have either import_from or source")]
    [InlineData("pytorch_version: \"1.13.1\"", "pytorch_version: newest", "pytorch_version: is \"newest\"")]
    [InlineData("source: environment.yaml", "source: environment.txt", "dependencies.source: is \"environment.txt\"")]
    public void What_breaks_a_rule_is_found(string good, string bad, string expected)
    {
        SampleDescription.Write(_folder.FullName);
        var text = File.ReadAllText(_folder.File("rdf.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("rdf.yaml"), text.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(DescriptionRules.Check(DescriptionNode.Open(_folder.File("rdf.yaml")), null), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("weights.pt", "has another sha256 than weights.pt")]
    [InlineData("cover.png", "names cover.png, which is missing")]
    [InlineData("README.md", "names README.md, which is missing")]
    [InlineData("test_input.npy", "names test_input.npy, which is missing")]
    public void Files_that_changed_or_are_gone_are_found(string name, string expected)
    {
        SampleDescription.Write(_folder.FullName);
        if (name == "weights.pt")
            File.AppendAllText(_folder.File(name), "!");
        else
            File.Delete(_folder.File(name));
        Assert.Contains(DescriptionRules.Check(DescriptionNode.Open(_folder.File("rdf.yaml")), _folder.FullName), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Arrays_of_other_sizes_types_and_of_nothing_are_found()
    {
        SampleDescription.Write(_folder.FullName);
        NumpyFile.Write(_folder.File("test_input.npy"), "|u1", new byte[20], 1, 1, 4, 5);
        NumpyFile.Write(_folder.File("test_output.npy"), new float[24], 1, 4, 6);
        var findings = DescriptionRules.Check(DescriptionNode.Open(_folder.File("rdf.yaml")), _folder.FullName);
        foreach (var expected in new[] { "size 5 along x, but 6", "holds uint8, but uint16", "too little to test with", "has 3 axes, but 4" })
            Assert.Contains(findings, finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tolerance_beyond_what_is_allowed_is_found()
    {
        SampleDescription.Write(_folder.FullName);
        File.AppendAllText(_folder.File("rdf.yaml"), "  bioimageio:\n    reproducibility_tolerance: [{relative_tolerance: 0.5}]\n");
        Assert.Contains("relative_tolerance: is 0.5", Assert.Single(DescriptionRules.Check(DescriptionNode.Open(_folder.File("rdf.yaml")), null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("BSD-3-Clause", true)]
    [InlineData("CC0-1.0", true)]
    [InlineData("mit", false)]
    [InlineData("GPL-2.0", false)]
    [InlineData("Proprietary", false)]
    public void The_licence_list_is_SPDX_s(string identifier, bool known) => Assert.Equal(known, SpdxLicenses.Contains(identifier));

    [Fact]
    public void The_published_JSON_schema_accepts_what_is_written()
    {
        var schema = Environment.GetEnvironmentVariable("LUCIOLE_BIOIMAGEIO_SCHEMA");
        Assert.SkipWhen(string.IsNullOrEmpty(schema), "LUCIOLE_BIOIMAGEIO_SCHEMA names no copy of bioimage.io's published JSON schema.");
        SampleDescription.Write(_folder.FullName);
        const string Script = """
            import sys, json, yaml, jsonschema
            schema = json.load(open(sys.argv[1]))
            check = jsonschema.Draft202012Validator({'$defs': schema['$defs'], '$ref': '#/$defs/bioimageio__spec__model__v0_5__ModelDescr'})
            for error in check.iter_errors(yaml.safe_load(open(sys.argv[2], encoding='utf-8'))): print(list(error.path), error.message)
            """;
        Assert.Equal("", Python.RunWithTorch(Script, schema!, _folder.File("rdf.yaml")).Trim());
    }
}
