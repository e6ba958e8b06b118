using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>
/// What pre-training sees: all transmitted-light images, with or without those of the fields that validate; and one plane, the middle
/// one, of each field that validates to watch it by. Where no field validates, the first field's plane serves.
/// </summary>
internal sealed class PretrainingChoice(IReadOnlyList<(string Study, FieldOfView Field)> fields, IReadOnlySet<FieldKey> validating, bool trainOnValidationFields)
{
    private readonly FieldKey? _first = validating.Count > 0 ? null : fields.Where(f => f.Field.Planes.Count > 0).Select(f => new FieldKey(f.Study, f.Field.Number)).First();

    /// <summary>The folders for one plane.</summary>
    public IReadOnlyList<PreparedSide> Of(string study, FieldOfView field, FieldPlane plane)
    {
        var key = new FieldKey(study, field.Number);
        var validates = validating.Contains(key);
        var watched = (validates || key == _first) && plane == field.Planes[field.Planes.Count / 2];
        return [.. validates && !trainOnValidationFields ? [] : (PreparedSide[])[PreparedSide.Train], .. watched ? (PreparedSide[])[PreparedSide.Val] : []];
    }

    /// <summary>What the user should know about it.</summary>
    /// <param name="heldOut">Fields that validate.</param>
    public IEnumerable<string> Notes(int heldOut)
    {
        if (heldOut > 0 && trainOnValidationFields)
        {
            yield return $"pre-training sees the transmitted-light images, not the targets, of {(heldOut == 1 ? "the field that validates" : $"the {heldOut} fields that validate")}; " +
                "--pretraining train leaves them out.";
        }
        else if (heldOut == 0)
        {
            yield return "no field validates; one image serves to watch pre-training by, and pre-training sees it too.";
        }
    }
}
