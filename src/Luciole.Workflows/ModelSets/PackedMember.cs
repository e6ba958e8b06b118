using Luciole.Files;
using Luciole.ModelDescriptions;

namespace Luciole.Workflows.ModelSets;

/// <summary>A model in a folder of its own with a bioimage.io description, as <c>luciole pack</c> writes it.</summary>
internal static class PackedMember
{
    /// <summary>The name of the description.</summary>
    public const string DescriptionName = "rdf.yaml";

    /// <summary>Whether a folder holds a model's description.</summary>
    /// <exception cref="InputException">The description cannot be read.</exception>
    public static bool IsPacked(string folder) =>
        Path.Combine(folder, DescriptionName) is var file && File.Exists(file) && DescriptionNode.Open(file)["type"].Value is "model";

    /// <summary>Reads the description.</summary>
    /// <exception cref="InputException">It is not of Luciole, or a file that it names is missing.</exception>
    public static ModelSetMember Read(string folder)
    {
        var description = DescriptionNode.Open(Path.Combine(folder, DescriptionName));
        var own = description["config"]["luciole"];
        if (own.IsMissing)
            throw new InputException($"{description.File}: is a bioimage.io model without the section config.luciole, so its configuration is unknown; give a set that luciole pack made.");
        var files = new DescribedFiles(folder, description.File);
        var weights = files.FirstOf(description["weights"]["pytorch_state_dict"], own["safetensors"]);
        var statistics = files.Optional(own["statistics"]);
        var configuration = files.Require(own["configuration"]);
        return new ModelSetMember
        {
            Name = own["channel"].RequireText(),
            WeightsPath = weights,
            ConfigurationPath = configuration,
            StatisticsPath = statistics,
            Sample = ModelTestSample.Of(description, files),
            Record = PackedRecord.Read(own),
            Hashes = files.Hashes,
        };
    }
}
