using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>Which image goes where, from names alone.</summary>
/// <param name="Images">Every image of the studies, study by study and field by field.</param>
/// <param name="Counts">What the organelles' folders will hold.</param>
/// <param name="Notes">What the user should know, in one sentence each.</param>
internal sealed record PreparationPlan(IReadOnlyList<PreparedImage> Images, IReadOnlyList<OrganelleCount> Counts, IReadOnlyList<string> Notes)
{
    /// <summary>Plans the folders for studies with different names.</summary>
    /// <exception cref="InputException">Nothing can be prepared, or two images would get one name.</exception>
    public static PreparationPlan Of(IReadOnlyList<Study> studies, PreparationOptions options)
    {
        var organelles = Available(studies, options);
        var fields = studies.SelectMany(study => study.Fields.Select(field => (Study: study.Name, Field: field))).ToList();
        if (fields.All(f => f.Field.Planes.Count == 0))
            throw new InputException("The studies hold no transmitted-light image such as image_53_BF_z0.ome.tiff (or PC, DIC); name the challenge's folders.");
        var validating = ValidationFields.Choose(studies, options.ValidationEvery);
        var pretraining = new PretrainingChoice(fields, validating, options.PretrainOnValidationFields);
        var images = fields.SelectMany(f => new FieldPlan(f.Study, f.Field, organelles, validating, pretraining).Images()).ToList();
        RequireDistinct(images);
        List<OrganelleCount> counts = [.. organelles.SelectMany(organelle => CountsOf(organelle, fields, validating))];
        var heldOut = fields.Count(f => validating.Contains(new FieldKey(f.Study, f.Field.Number)));
        return new PreparationPlan(images, counts, [.. EmptySides(counts), .. pretraining.Notes(heldOut)]);
    }

    private static List<Organelle> Available(IReadOnlyList<Study> studies, PreparationOptions options)
    {
        var found = studies.SelectMany(study => study.Fields).Where(field => field.Planes.Count > 0).SelectMany(field => field.Targets.Keys).ToHashSet();
        foreach (var organelle in options.Organelles.Where(organelle => options.RequireEveryOrganelle && !found.Contains(organelle)))
        {
            throw new InputException($"{organelle}: no field of view has a transmitted-light image and a target image_NUMBER_{organelle}.ome.tiff; " +
                (found.Count > 0 ? $"there are targets of {string.Join(", ", found.Order())}." : "there are no targets at all."));
        }

        return [.. options.Organelles.Distinct().Order().Where(found.Contains)];
    }

    private static void RequireDistinct(List<PreparedImage> images)
    {
        var sources = new Dictionary<string, string>(images.Count, StringComparer.Ordinal);
        foreach (var image in images.Where(image => image.Destinations.Count > 0))
        {
            if (!sources.TryAdd(image.Name, image.Source))
                throw new InputException($"{sources[image.Name]} and {image.Source} would both be called {image.Name}; rename one of their studies.");
        }
    }

    private static IEnumerable<OrganelleCount> CountsOf(Organelle organelle, List<(string Study, FieldOfView Field)> fields, IReadOnlySet<FieldKey> validating)
    {
        var paired = fields.Where(f => f.Field.Targets.ContainsKey(organelle) && f.Field.Planes.Count > 0).ToLookup(
            f => validating.Contains(new FieldKey(f.Study, f.Field.Number)) ? PreparedSide.Val : PreparedSide.Train,
            f => f.Field);
        foreach (var modality in paired.SelectMany(side => side).SelectMany(field => field.Planes).Select(plane => (Modality?)plane.Modality).Distinct().Order().Append(null))
        {
            foreach (var side in Enum.GetValues<PreparedSide>())
            {
                var planes = paired[side].Select(field => field.Planes.Count(plane => modality is null || plane.Modality == modality)).Where(count => count > 0).ToList();
                yield return new OrganelleCount(organelle, modality, side, planes.Count, planes.Sum());
            }
        }
    }

    private static IEnumerable<string> EmptySides(List<OrganelleCount> counts) => counts
        .Where(count => count.Modality is null && count.Targets == 0)
        .Select(count => count.Side == PreparedSide.Val
            ? $"{count.Organelle} has a single target, which goes to training; there is none to validate on."
            : $"{count.Organelle} has targets in validation only; there is none to train on.");
}
