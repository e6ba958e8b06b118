namespace Luciole.Workflows.Organelles;

/// <summary>Where the files of one image go.</summary>
internal sealed class OutputPaths(SetPredictionOptions options, IReadOnlyList<string> channels, string name)
{
    /// <summary>The folder of confidence maps below the output folder.</summary>
    public const string ConfidenceFolder = "confidence";

    /// <summary>The output's name without extension.</summary>
    public string Name => Luciole.Data.Discovery.ImageFolder.Stem(name);

    /// <summary>The file of an organelle.</summary>
    public string Prediction(int member) => Path.Combine(options.OutputFolder, FolderOf(member), name);

    /// <summary>The file of an organelle's confidence map.</summary>
    public string Confidence(int member) => Path.Combine(options.OutputFolder, ConfidenceFolder, FolderOf(member), name);

    /// <summary>The channel of an organelle in its file.</summary>
    public int ChannelOf(int member) => options.Format == PredictionFormat.MultiChannel ? member : 0;

    /// <summary>All files, each once.</summary>
    public IReadOnlyList<string> All() =>
    [
        .. Enumerable.Range(0, channels.Count).Select(Prediction).Distinct(StringComparer.Ordinal),
        .. Enumerable.Range(0, options.Confidence ? channels.Count : 0).Select(Confidence).Distinct(StringComparer.Ordinal),
    ];

    private string FolderOf(int member) => options.Format == PredictionFormat.MultiChannel ? "" : options.FolderOf(channels[member]);
}
