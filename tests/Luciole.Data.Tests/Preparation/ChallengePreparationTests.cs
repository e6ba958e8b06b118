using Luciole.Data.Discovery;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Preparation;

/// <summary>The challenge's whole training set by its names, as empty files.</summary>
public sealed class ChallengePreparationTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void All_names_give_the_counted_pairs()
    {
        var lists = Directory.GetFiles(Golden.Shared("data/challenge-filelists"), "*.tsv");
        foreach (var list in lists)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_files.Studies, Path.GetFileNameWithoutExtension(list).Replace("Study", "Study_", StringComparison.Ordinal))).FullName;
            foreach (var line in File.ReadLines(list).Where(line => line.Length > 0))
                File.WriteAllBytes(Path.Combine(folder, line.Split('\t')[0]), []);
        }

        var result = _files.Prepare();
        Assert.Equal((51562, 36960, 2879, 313), (Pairs(Organelle.Nucleus), Pairs(Organelle.Mitochondria), Pairs(Organelle.Tubulin), Pairs(Organelle.Actin)));
        Assert.Equal((41213, 7670, 3499), (Planes("_BF_z"), Planes("_PC_z"), Planes("_DIC_z")));
        Assert.Equal(52382, result.PretrainingImages);
        Assert.Empty(result.LeftOut);

        // The lists name the nuclei of Study_4 and Study_7 twice: 2,574 lines, 2,533 files.
        Assert.Equal((2533, 1816, 223, 27), (Targets(Organelle.Nucleus), Targets(Organelle.Mitochondria), Targets(Organelle.Tubulin), Targets(Organelle.Actin)));
        foreach (var organelle in Enum.GetValues<Organelle>())
        {
            var (train, val) = (Read(organelle, PreparedSide.Train), Read(organelle, PreparedSide.Val));
            var studies = Units(train).Concat(Units(val)).GroupBy(Study).Where(study => study.Count() >= 2).Select(study => study.Key).Order().ToList();
            Assert.Equal(studies, Units(train).Select(Study).Distinct().Order());
            Assert.Equal(studies, Units(val).Select(Study).Distinct().Order());
            Assert.InRange(10.0 * Units(val).Count() / (Units(val).Count() + Units(train).Count()), 0.9, 1.2);
        }

        int Pairs(Organelle organelle) => Enum.GetValues<PreparedSide>().Sum(side => Read(organelle, side).Count);
        int Targets(Organelle organelle) => Enum.GetValues<PreparedSide>().Sum(side => Units(Read(organelle, side)).Count());
        int Planes(string words) => Directory.GetFiles(Path.Combine(_files.Out, "pretraining/train"), $"*{words}*").Length;
        IEnumerable<string> Units(IReadOnlyList<Sample> samples) => samples.Select(sample => sample.Unit).Distinct();
        string Study(string unit) => FieldImageName.TryParse(unit)!.Study!;
        IReadOnlyList<Sample> Read(Organelle organelle, PreparedSide side) =>
            MultipleRawFolders.Read(Path.Combine(_files.Out, PreparedTree.Raws(organelle, side)), Path.Combine(_files.Out, PreparedTree.Targets(organelle, side))).Samples;
    }

    [Fact]
    public void A_real_study_is_prepared_byte_for_byte()
    {
        var study = Golden.Shared("data/neurons/Study_31");
        var result = _files.PrepareFrom([study]);
        Assert.Equal((39, 39), (Pairs(Organelle.Nucleus), Pairs(Organelle.Tubulin)));
        foreach (var path in _files.Tree("").Where(path => path.EndsWith(".tiff", StringComparison.Ordinal)))
        {
            var source = Path.Combine(study, Path.GetFileName(path)["Study_31_PC_".Length..]);
            Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(Path.Combine(_files.Out, path)));
        }

        int Pairs(Organelle organelle) => result.Counts.Where(count => count.Organelle == organelle && count.Modality is null).Sum(count => count.Pairs);
    }
}
