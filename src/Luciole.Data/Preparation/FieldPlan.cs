using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>Where the images of one field of view go.</summary>
internal sealed class FieldPlan(string study, FieldOfView field, IReadOnlyList<Organelle> organelles, IReadOnlySet<FieldKey> validating, PretrainingChoice pretraining)
{
    // A target has no modality of its own; its folder's name carries the first of its raw images'.
    private readonly Dictionary<Organelle, string> _targetNames = field.Targets.ToDictionary(
        target => target.Key,
        target => field.Planes.Count > 0 ? PreparedTree.ImageName(study, field.Planes[0].Modality, target.Value) : "");

    /// <summary>The field's planes, then its targets.</summary>
    public IEnumerable<PreparedImage> Images()
    {
        var key = new FieldKey(study, field.Number);
        PreparedSide? side = field.Planes.Count == 0 || field.Targets.Count == 0 ? null : validating.Contains(key) ? PreparedSide.Val : PreparedSide.Train;
        var asked = organelles.Where(field.Targets.ContainsKey).ToList();
        return [.. field.Planes.Select(plane => PlaneImage(plane, side, asked)), .. field.Targets.OrderBy(target => target.Key).Select(target => TargetImage(target.Key, target.Value, side))];
    }

    private PreparedImage PlaneImage(FieldPlane plane, PreparedSide? side, List<Organelle> asked)
    {
        var name = PreparedTree.ImageName(study, plane.Modality, plane.Path);
        var flat = pretraining.Of(study, field, plane);
        return new PreparedImage(study, field.Number, plane.Path, name, plane.Modality.ToString(), plane.Z)
        {
            Side = side,
            Organelles = asked,
            Pretraining = flat,
            Destinations =
            [
                .. flat.Select(s => Path.Combine(PreparedTree.PretrainingFolder(s), name)),
                .. side is { } own ? asked.Select(organelle => Path.Combine(PreparedTree.Raws(organelle, own), _targetNames[organelle], name)) : [],
            ],
            Note = (side, asked.Count, flat.Contains(PreparedSide.Train)) switch
            {
                (null, _, _) => "no target of its field: for pre-training only",
                (PreparedSide.Val, _, true) => "its field validates, but pre-training sees it",
                (PreparedSide.Val, 0, false) when flat.Count == 0 => "its field is kept for validation; its targets were not asked for",
                (_, 0, _) => "its field's targets were not asked for: for pre-training only",
                _ => "",
            },
        };
    }

    private PreparedImage TargetImage(Organelle organelle, string path, PreparedSide? side)
    {
        var asked = organelles.Contains(organelle);
        var name = _targetNames[organelle];
        return new PreparedImage(study, field.Number, path, name, organelle.ToString(), null)
        {
            Side = side,
            Organelles = asked && side is not null ? [organelle] : [],
            Destinations = asked && side is { } own ? [Path.Combine(PreparedTree.Targets(organelle, own), name, name)] : [],
            Note = side is null ? "no transmitted-light image of its field" : asked ? "" : "an organelle that was not asked for",
        };
    }
}
