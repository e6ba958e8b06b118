using Luciole.Data.Discovery;
using Luciole.Data.Studies;

namespace Luciole.Cli.Demo;

/// <summary>The fields of view that no training saw.</summary>
/// <param name="fields">All of them.</param>
internal sealed class HeldOutFields(IReadOnlyList<FieldOfView> fields)
{
    /// <summary>The first field of each modality, to be shown.</summary>
    public IEnumerable<FieldOfView> Shown => fields.DistinctBy(f => f.Planes[0].Modality);

    /// <summary>Reads the studies in a folder.</summary>
    public static HeldOutFields Read(string folder) => new([.. ImageFolder.Folders(folder).SelectMany(study => Study.Read(study).Fields)]);

    /// <summary>The plane of a field that is shown: the lowest, where bright field has contrast.</summary>
    public static FieldPlane ShownPlane(FieldOfView field) => field.Planes[0];

    /// <summary>Planes below, in and above focus of every field, with their targets.</summary>
    public IReadOnlyList<Sample> Samples(Organelle organelle) =>
        [.. fields.SelectMany(f => MeasuredPlanes(f).Select(plane => new Sample(plane.Path, f.Targets[organelle], f.Targets[organelle])))];

    // Neighbours look alike: every other plane tells as much in half the time.
    private static IEnumerable<FieldPlane> MeasuredPlanes(FieldOfView field) => field.Planes.Where((_, i) => i % 2 == 0);
}
