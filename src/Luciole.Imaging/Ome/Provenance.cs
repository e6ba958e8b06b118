namespace Luciole.Imaging.Ome;

/// <summary>What made an image: written into it as key-value pairs, so that every prediction can be traced.</summary>
public sealed record Provenance
{
    /// <summary>The program and its version, such as <c>Luciole 0.1.0</c>; also written as the TIFF tag Software.</summary>
    public required string Program { get; init; }

    /// <summary>The SHA-256 of the model's checkpoint file.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The SHA-256 of the configuration's text.</summary>
    public string? ConfigurationHash { get; init; }

    /// <summary>The name of the image that the prediction was made from.</summary>
    public string? InputFile { get; init; }

    /// <summary>Whatever else should be known.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Further { get; init; } = [];

    /// <summary>All that is known, in the order in which it is written.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        yield return new("program", Program);
        if (ModelHash is not null)
            yield return new("model_sha256", ModelHash);
        if (ConfigurationHash is not null)
            yield return new("configuration_sha256", ConfigurationHash);
        if (InputFile is not null)
            yield return new("input_file", InputFile);
        foreach (var pair in Further)
            yield return pair;
    }
}
