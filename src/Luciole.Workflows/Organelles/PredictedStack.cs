using System.Text.Json;
using Luciole.Data.Trust;
using Luciole.Files;

namespace Luciole.Workflows.Organelles;

/// <summary>What came of one image or z-stack.</summary>
public sealed record PredictedStack
{
    /// <summary>Its name: that of the output files without their extension.</summary>
    public required string Name { get; init; }

    /// <summary>The image that was predicted from: of a stack the plane that was chosen, or its sharpest or first one.</summary>
    public required string InputFile { get; init; }

    /// <summary>The plane within <see cref="InputFile"/>.</summary>
    public int InputPlane { get; init; }

    /// <summary>The plane of the outputs that is the prediction of <see cref="InputPlane"/>; 0 where they have one.</summary>
    public int OutputPlane { get; init; }

    /// <summary>The number of the stack's plane that the prediction is of; null for all planes, or for an image.</summary>
    public int? Plane { get; init; }

    /// <summary><c>BF</c>, <c>PC</c> or <c>DIC</c>; null when not known.</summary>
    public string? Modality { get; init; }

    /// <summary>The focus of the plane that was judged; null when it was not measured.</summary>
    public double? Focus { get; init; }

    /// <summary>Why not to trust the prediction; null when it was not judged, empty when nothing speaks against it.</summary>
    public IReadOnlyList<TrustFlag>? Flags { get; init; }

    /// <summary>The organelles, in the set's order.</summary>
    public required IReadOnlyList<PredictedOrganelle> Organelles { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this);

    internal static PredictedStack FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PredictedStack>(json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new InputException($"The mark of a finished image is damaged ({e.Message.Split(". ")[0].TrimEnd('.')}); delete the folder of marks in the output folder and start again.", e);
        }
    }
}
