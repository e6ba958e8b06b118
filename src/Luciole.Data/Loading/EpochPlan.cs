using Luciole.Data.Discovery;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Loading;

/// <summary>
/// Which patches make up an epoch, in order. All epochs have the same number of patches, also where one raw of each target is drawn and the
/// raws differ in size: each target counts with its largest raw, and the patches of a smaller one come again from the first on.
/// </summary>
internal sealed class EpochPlan
{
    private readonly int[][] _units;
    private readonly int[] _unitPatches;
    private readonly int[] _patchCounts;
    private readonly RawsPerTarget _raws;
    private readonly bool _shuffle;
    private readonly long _seed;

    /// <summary>Plans the epochs of a set.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="patchCounts">Patches of each sample.</param>
    /// <param name="raws">Every raw of a target, or one.</param>
    /// <param name="shuffle">Whether the order is drawn anew in every epoch.</param>
    /// <param name="seed">Names the random streams.</param>
    public EpochPlan(IReadOnlyList<Sample> samples, int[] patchCounts, RawsPerTarget raws, bool shuffle, long seed)
    {
        (_patchCounts, _raws, _shuffle, _seed) = (patchCounts, raws, shuffle, seed);
        _units = [.. Enumerable.Range(0, samples.Count).GroupBy(i => samples[i].Unit, StringComparer.Ordinal).Select(group => group.ToArray())];
        _unitPatches = [.. _units.Select(unit => unit.Max(sample => patchCounts[sample]))];
        Count = raws == RawsPerTarget.All ? patchCounts.Sum() : _unitPatches.Sum();
    }

    /// <summary>Patches of an epoch.</summary>
    public int Count { get; }

    /// <summary>The patches of an epoch.</summary>
    public PlannedPatch[] Of(int epoch)
    {
        var patches = (_raws == RawsPerTarget.All ? Every() : OneOfEach(epoch)).ToArray();
        if (_shuffle)
            new SampleRandom(_seed, epoch, -1).Shuffle(patches.AsSpan());
        return patches;
    }

    private IEnumerable<PlannedPatch> Every() =>
        _units.SelectMany(unit => unit).SelectMany(sample => Enumerable.Range(0, _patchCounts[sample]).Select(n => new PlannedPatch(sample, n, n)));

    private IEnumerable<PlannedPatch> OneOfEach(int epoch) => _units.SelectMany((unit, number) =>
    {
        var sample = unit[new SampleRandom(_seed, epoch, -2, number).NextInt(unit.Length)];
        return Enumerable.Range(0, _unitPatches[number]).Select(n => new PlannedPatch(sample, n, n % _patchCounts[sample]));
    });
}
