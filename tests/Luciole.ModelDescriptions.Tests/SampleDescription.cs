using Luciole.Files;

namespace Luciole.ModelDescriptions.Tests;

/// <summary>A description with all its files, as a packer would write it.</summary>
internal static class SampleDescription
{
    public const string Name = "rdf.yaml";

    /// <summary>Writes the folder and returns the description.</summary>
    public static ModelDescription Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string At(string name) => Path.Combine(folder, name);
        NumpyFile.Write(At("test_input.npy"), "<u2", new byte[2 * 4 * 6].Select((_, i) => (byte)i).ToArray(), 1, 1, 4, 6);
        NumpyFile.Write(At("test_output.npy"), Enumerable.Range(0, 24).Select(i => i - 11.5f).ToArray(), 1, 1, 4, 6);
        File.WriteAllText(At("weights.pt"), "weights");
        File.WriteAllText(At("environment.yaml"), "name: x\n");
        File.WriteAllText(At("README.md"), "# A model\n\n## Validation\n\nNone.\n");
        File.WriteAllBytes(At("cover.png"), [1, 2, 3]);
        var description = new ModelDescription
        {
            Name = "Nucleus from label-free light microscopy",
            Description = "Predicts: \"nuclei\" #1, with é and 😀.\nSecond line.",
            Authors = [new Person("Josiah Carberry", "Brown University", "0000-0002-1825-0097"), new Person("No: one", null, null)],
            Citations = [new Citation("Someone: Something; 2020", "10.1000/182", null), new Citation("Page", null, "https://example.org/a?b=c#d")],
            License = "CC-BY-4.0",
            Tags = ["2d", "yes", "1e3", "unetr"],
            Timestamp = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
            Documentation = "README.md",
            Covers = ["cover.png"],
            Attachments = [DescribedFile.Of(At("environment.yaml"))],
            Input = new DescribedTensor
            {
                Id = "label_free",
                Description = "in",
                Channels = ["transmitted_light"],
                Height = 4,
                Width = 6,
                SampleType = "uint16",
                Preprocessing = [ProcessingStep.Of("zero_mean_unit_variance", ("axes", new List<object?> { "y", "x" }), ("eps", 1e-6)), ProcessingStep.Of("ensure_dtype", ("dtype", "float32"))],
                TestTensor = DescribedFile.Of(At("test_input.npy")),
            },
            Output = new DescribedTensor { Id = "fluorescence", Description = "out", Channels = ["nucleus"], Height = 4, Width = 6, TestTensor = DescribedFile.Of(At("test_output.npy")) },
            Weights = new DescribedWeights
            {
                File = DescribedFile.Of(At("weights.pt")),
                ImportFrom = "biapy.models.unetr",
                Callable = "UNETR",
                Arguments = new Dictionary<string, object?> { ["input_shape"] = new List<object?> { 4L, 6L, 1L }, ["dropout"] = 0.0, ["normalization"] = "bn", ["flag"] = true, ["nothing"] = null, ["empty"] = new List<object?>() },
                PyTorchVersion = "1.13.1",
                Dependencies = DescribedFile.Of(At("environment.yaml")),
            },
            Config = new Dictionary<string, object?> { ["luciole"] = new Dictionary<string, object?> { ["tiny"] = 1.5e-17, ["huge"] = 3e200, ["nan"] = double.NaN, ["minus"] = -2L } },
        };
        File.WriteAllText(At(Name), DescriptionWriter.ToYaml(DescriptionValues.Of(description)));
        return description;
    }
}
