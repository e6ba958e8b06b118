using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>
/// The choice of validation fields within one study. Fields that show the same organelles are alike, so what is chosen is how many of
/// each such group validate.
/// </summary>
internal sealed class StudySplit
{
    private readonly Study _study;
    private readonly int _every;
    private readonly List<(IReadOnlySet<Organelle> Shows, IReadOnlyList<int> Fields)> _groups;
    private readonly int[] _chosen;

    public StudySplit(Study study, int every)
    {
        _study = study;
        _every = every;
        _groups =
        [
            .. study.Fields
                .Where(field => field.Planes.Count > 0 && field.Targets.Count > 0)
                .GroupBy(field => field.Targets.Keys.Aggregate(0, (set, organelle) => set | (1 << (int)organelle)))
                .Select(group => ((IReadOnlySet<Organelle>)group.First().Targets.Keys.ToHashSet(), (IReadOnlyList<int>)[.. group.Select(field => field.Number)])),
        ];
        _chosen = new int[_groups.Count];
    }

    /// <summary>Targets of an organelle in the study that have raw images.</summary>
    public int Count(Organelle organelle) => Indices(organelle).Sum(g => _groups[g].Fields.Count);

    /// <summary>Those of them that validate.</summary>
    public int Chosen(Organelle organelle) => Indices(organelle).Sum(g => _chosen[g]);

    /// <summary>Chooses; see <see cref="ValidationFields"/> for the rule.</summary>
    public void Choose()
    {
        var organelles = Enum.GetValues<Organelle>().Where(organelle => Count(organelle) >= 2).OrderBy(Count).ToList();

        // Three fields with two of three organelles each, for instance, cannot cover all on both sides; then the rarest goes without.
        for (var skipped = 0; !Cover([.. organelles.Skip(skipped)]); skipped++)
            Array.Clear(_chosen);
        foreach (var organelle in organelles)
        {
            var wanted = ValidationFields.Rounded(Count(organelle), _every);
            while (Chosen(organelle) < wanted && Candidates(organelle).FirstOrDefault(-1) is >= 0 and var group)
                _chosen[group]++;
        }
    }

    /// <summary>Whether a field with this organelle may validate besides those chosen, leaving something to train on.</summary>
    public bool CanAdd(Organelle organelle) => Candidates(organelle).Any();

    /// <summary>Lets one more field with this organelle validate.</summary>
    public void Add(Organelle organelle) => _chosen[Candidates(organelle).First()]++;

    /// <summary>The fields that validate.</summary>
    public IEnumerable<FieldKey> Fields() => _groups.SelectMany((group, g) => Enumerable
        .Range(0, _chosen[g])
        .Select(i => new FieldKey(_study.Name, group.Fields[ValidationFields.EvenlySpread(i, _chosen[g], group.Fields.Count)])));

    // Finds one field at least for each of the organelles where that is possible at all; at most four choices deep.
    private bool Cover(List<Organelle> organelles)
    {
        var open = organelles.Where(organelle => Chosen(organelle) == 0).ToList();
        if (open.Count == 0)
            return true;
        foreach (var group in Candidates(open[0]).OrderByDescending(g => open.Count(_groups[g].Shows.Contains)).ToList())
        {
            _chosen[group]++;
            if (Cover(organelles))
                return true;
            _chosen[group]--;
        }

        return false;
    }

    // Groups with a field to spare: first those that take no target away that is alone, then those of which the smallest part validates.
    private IEnumerable<int> Candidates(Organelle organelle) => Indices(organelle)
        .Where(g => _chosen[g] < _groups[g].Fields.Count)
        .Where(g => _groups[g].Shows.All(shown => Count(shown) < 2 || Chosen(shown) < Count(shown) - 1))
        .OrderBy(g => _groups[g].Shows.Count(shown => Count(shown) == 1))
        .ThenBy(g => (double)_chosen[g] / _groups[g].Fields.Count)
        .ThenByDescending(g => _groups[g].Fields.Count);

    private IEnumerable<int> Indices(Organelle organelle) => Enumerable.Range(0, _groups.Count).Where(g => _groups[g].Shows.Contains(organelle));
}
