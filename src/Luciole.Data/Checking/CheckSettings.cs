using Luciole.Data.Normalization;
using Luciole.Data.Patches;

namespace Luciole.Data.Checking;

/// <summary>How images are checked and measured.</summary>
public sealed record CheckSettings
{
    /// <summary>The size of the patches: what smaller images are completed to before they are measured.</summary>
    public required PatchShape Patch { get; init; }

    /// <summary>Whether smaller images are completed by reflection (<c>DATA.REFLECT_TO_COMPLETE_SHAPE</c>).</summary>
    public bool ReflectToPatch { get; init; } = true;

    /// <summary>Clipping before anything is measured, or <see langword="null"/>.</summary>
    public IntensityClip? Clip { get; init; }

    /// <summary>Whether damaged images are left out and listed (<c>DATA.SKIP_CORRUPT</c>); else the first one stops the check.</summary>
    public bool SkipDamaged { get; init; }

    /// <summary>Threads that read images.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>What the statistics depend on, in words: statistics measured with another text are not these.</summary>
    public string Description =>
        $"patch {Patch}, {(ReflectToPatch ? "reflected" : "as it is")}, clipped from {Side(Clip?.LowerValue, Clip?.LowerPercent)} to {Side(Clip?.UpperValue, Clip?.UpperPercent)}";

    private static string Side(double? value, double? percent) => value is not null ? $"{value:R}" : percent is not null ? $"{percent:R} %" : "no bound";
}
