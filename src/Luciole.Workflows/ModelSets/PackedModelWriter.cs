using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Imaging.Png;
using Luciole.ModelDescriptions;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Workflows.ModelSets;

/// <summary>Writes the folder of one packed model.</summary>
internal sealed class PackedModelWriter(PackRequest request, Func<Device> device, IRunLog log)
{
    private const string ConfigurationName = "configuration.yaml";
    private const string EnvironmentName = "environment.yaml";
    private const string StatisticsName = "statistics.json";
    private const string InputPicture = "sample_input.png";
    private const string OutputPicture = "sample_output.png";

    /// <summary>The name of the text for people.</summary>
    public const string DocumentationName = "README.md";

    private const string CoverName = "cover.png";
    private const string InputName = "test_input.npy";
    private const string OutputName = "test_output.npy";

    /// <summary>A channel's name as files are called: <c>nucleus</c>.</summary>
    public static string FileStem(string channel) =>
#pragma warning disable CA1308 // Names of files are lower case
        string.Concat(channel.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
#pragma warning restore CA1308

    /// <summary>Writes a model.</summary>
    /// <exception cref="InputException">It cannot be read, or its settings cannot be described.</exception>
    public void Write(ModelSetMember member, string folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        string At(string name) => Path.Combine(folder, name);
        using var model = member.Load([], device);
        var settings = PublicConfiguration.Of(model.Settings.Configuration);
        var record = (model.Record ?? new CheckpointRecord("", null, null)) with { Version = request.Version, ChannelName = model.ChannelName };

        var (weights, safetensors) = WriteWeights(member.WeightsPath, folder, FileStem(member.Name));
        AtomicFile.WriteAllText(At(ConfigurationName), ConfigurationWriter.ToYaml(settings));
        AtomicFile.WriteAllText(At(EnvironmentName), DescribedArchitecture.Environment());
        var sample = SampleImage.Of(settings.Data.PatchSize, request.SamplePath);
        NumpyFile.Write(At(InputName), sample.NumpyType, sample.Data, 1, settings.Data.PatchSize.Channels, settings.Data.PatchSize.Height, settings.Data.PatchSize.Width);
        var output = ModelTestSample.Predict(model, device(), At(InputName));
        NumpyFile.Write(At(OutputName), output, 1, settings.Data.PatchSize.Channels, settings.Data.PatchSize.Height, settings.Data.PatchSize.Width);
        CoverPicture.Write(At(CoverName), settings.Data.PatchSize, sample.FirstPlane(), output);
        if (settings.Data.PatchSize.Channels == 1)
        {
            PngFile.WriteGrey(At(InputPicture), settings.Data.PatchSize.Width, settings.Data.PatchSize.Height, Contrast.Stretch(sample.FirstPlane()));
            PngFile.WriteGrey(At(OutputPicture), settings.Data.PatchSize.Width, settings.Data.PatchSize.Height, Contrast.Stretch(output));
        }

        var statistics = PackedStatistics.Measure(request.TrainingFolder, model.Settings.Configuration, log, stop);
        if (statistics is not null)
            AtomicFile.WriteAllText(At(StatisticsName), statistics.ToJson());
        var metrics = request.MetricsPath is { } path && member.Organelle is { } organelle ? PackedMetrics.Read(path, organelle) : null;
        AtomicFile.WriteAllText(At(DocumentationName), PackedDocumentation.Text(request, model, statistics, metrics));

        DescribedFile? Described(string? name) => name is not null && File.Exists(At(name)) ? DescribedFile.Of(At(name)) : null;
        var own = PackedRecord.Write(record);
        own["configuration"] = Described(ConfigurationName)!.ToValues();
        own["statistics"] = Described(StatisticsName)?.ToValues();
        own["safetensors"] = Described(safetensors)?.ToValues();
        own["metrics"] = metrics?.ToDictionary(m => m.Key, m => (object?)m.Value, StringComparer.Ordinal);
        own["checkpoint_sha256"] = model.Hash;
        var description = new ModelDescription
        {
            Name = $"{model.ChannelName} from label-free light microscopy",
            Description = PackedDocumentation.Summary(request, model),
            Authors = request.Authors,
            Citations = request.Citations,
            License = request.License,
            Tags = DescribedArchitecture.Tags(settings.Model.Architecture, model.ChannelName),
            Timestamp = request.Timestamp,
            Documentation = DocumentationName,
            Covers = [CoverName],
            Attachments = [.. new[] { Described(ConfigurationName), Described(StatisticsName), Described(safetensors) }.OfType<DescribedFile>()],
            Input = DescribedImages.Input(settings.Data, sample, Described(InputName)!) with { SampleTensor = Described(InputPicture) },
            Output = DescribedImages.Output(settings.Data.PatchSize, FileStem(model.ChannelName), Described(OutputName)!) with { SampleTensor = Described(OutputPicture) },
            Weights = new DescribedWeights
            {
                File = Described(weights)!,
                ImportFrom = DescribedArchitecture.Module(settings.Model.Architecture),
                Callable = DescribedArchitecture.Class(settings.Model.Architecture),
                Arguments = DescribedArchitecture.Arguments(settings),
                PyTorchVersion = TorchRuntime.Version,
                Dependencies = Described(EnvironmentName)!,
            },
            Config = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["bioimageio"] = DescribedImages.Tolerance(output, model),
                ["luciole"] = own.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal),
            },
        };
        AtomicFile.WriteAllText(At(PackedMember.DescriptionName), DescriptionWriter.ToYaml(DescriptionValues.Of(description)));
    }

    // A state dict alone, as PyTorch's load_state_dict takes it.
    private (string Weights, string? Safetensors) WriteWeights(string checkpointPath, string folder, string stem)
    {
        using var checkpoint = PyTorchCheckpoint.Open(checkpointPath);
        var state = new PickleDict(PickleDict.OrderedDict);
        foreach (var (name, tensor) in checkpoint.StateDict)
            state.Add(name, tensor);
        CheckpointWriter.Write(Path.Combine(folder, stem + ".pt"), state);
        if (!request.Safetensors)
            return (stem + ".pt", null);
        SafetensorsWriter.Write(Path.Combine(folder, stem + ".safetensors"), checkpoint.StateDict, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        return (stem + ".pt", stem + ".safetensors");
    }
}
