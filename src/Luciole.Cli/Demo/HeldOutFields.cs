using Luciole.Data.Discovery;
using Luciole.Data.Studies;

namespace Luciole.Cli.Demo;

/// <summary>The fields of view that no training saw.</summary>
/// <param name="fields">All of them, with the modality of each.</param>
internal sealed class HeldOutFields(IReadOnlyList<FieldOfView> fields)
{
    /// <summary>The first field of each modality, to be shown.</summary>
    public IEnumerable<FieldOfView> Shown => fields.DistinctBy(f => f.Planes[0].Modality);

    /// <summary>Reads the studies in a folder.</summary>
    public static HeldOutFields Read(string folder) => new([.. ImageFolder.Folders(folder).SelectMany(study => Study.Read(study).Fields)]);

    /// <summary>The plane of a field that is shown: a little off focus, where bright field has contrast.</summary>
    public static FieldPlane ShownPlane(FieldOfView field) => field.Planes[field.Planes.Count / 4];

    /// <summary>Every plane of every field with its target.</summary>
    public IReadOnlyList<Sample> Samples(Organelle organelle) =>
        [.. fields.SelectMany(field => field.Planes.Select(plane => new Sample(plane.Path, field.Targets[organelle], field.Targets[organelle])))];
}
