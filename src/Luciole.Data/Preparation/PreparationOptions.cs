using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>What a preparation shall make.</summary>
public sealed record PreparationOptions
{
    /// <summary>The folder for all that is made.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The organelles that get a tree of their own, where the studies have targets of them.</summary>
    public IReadOnlyList<Organelle> Organelles { get; init; } = Enum.GetValues<Organelle>();

    /// <summary>Whether an organelle without any target is an error; else it is left out.</summary>
    public bool RequireEveryOrganelle { get; init; }

    /// <summary>One target in this many validates; at least 2.</summary>
    public int ValidationEvery { get; init; } = 10;

    /// <summary>Whether images are linked or copied.</summary>
    public PlacingMode Placing { get; init; }

    /// <summary>
    /// Whether pre-training also sees the transmitted-light images of the fields that validate, as LightMyCells' authors did it. No
    /// target is among them; without them, what is measured in validation is new to the network in every respect.
    /// </summary>
    public bool PretrainOnValidationFields { get; init; } = true;
}
