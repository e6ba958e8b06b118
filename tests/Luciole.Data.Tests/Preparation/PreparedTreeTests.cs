using Luciole.Data.Discovery;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Preparation;

public sealed class PreparedTreeTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Field_numbers_are_matched_exactly()
    {
        _files.Add("Study_3", "image_5_BF_z0", "image_5_BF_z1", "image_5_Nucleus", "image_53_BF_z0", "image_53_Nucleus", "image_530_BF_z0");
        _files.Prepare();
        Assert.Equal(
            [
                "train/x/Study_3_BF_image_5_Nucleus.ome.tiff/Study_3_BF_image_5_BF_z0.ome.tiff",
                "train/x/Study_3_BF_image_5_Nucleus.ome.tiff/Study_3_BF_image_5_BF_z1.ome.tiff",
                "train/y/Study_3_BF_image_5_Nucleus.ome.tiff/Study_3_BF_image_5_Nucleus.ome.tiff",
                "val/x/Study_3_BF_image_53_Nucleus.ome.tiff/Study_3_BF_image_53_BF_z0.ome.tiff",
                "val/y/Study_3_BF_image_53_Nucleus.ome.tiff/Study_3_BF_image_53_Nucleus.ome.tiff",
            ],
            _files.Tree("nucleus"));
        Assert.Equal(["BF_image_530_BF_z0", "BF_image_53_BF_z0", "BF_image_5_BF_z0", "BF_image_5_BF_z1"], _files.Tree("pretraining/train").Select(name => name["Study_3_".Length..^".ome.tiff".Length]));
        Assert.Equal(["Study_3_BF_image_53_BF_z0.ome.tiff"], _files.Tree("pretraining/val"));
        Assert.Equal("Study_3/image_5_BF_z1", File.ReadAllText(Path.Combine(_files.Out, "nucleus/train/x/Study_3_BF_image_5_Nucleus.ome.tiff/Study_3_BF_image_5_BF_z1.ome.tiff")));
    }

    [Fact]
    public void Training_reads_what_is_prepared()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 12), "BF", 3, "Nucleus", "Tubulin");
        _files.AddFields("Study_2", Enumerable.Range(0, 4), "PC", 2, "Nucleus");
        var result = _files.Prepare();
        AssertPairs(Organelle.Nucleus, PreparedSide.Train, targets: 14, pairs: (11 * 3) + (3 * 2));
        AssertPairs(Organelle.Nucleus, PreparedSide.Val, targets: 2, pairs: 3 + 2);
        AssertPairs(Organelle.Tubulin, PreparedSide.Train, targets: 11, pairs: 33);
        AssertPairs(Organelle.Tubulin, PreparedSide.Val, targets: 1, pairs: 3);
        Assert.Equal((44, 2), (result.PretrainingImages, result.PretrainingValidationImages));
        Assert.Equal(44, TestFolders.Read(Path.Combine(_files.Out, "pretraining/train")).Samples.Count);
        Assert.Equal(2, TestFolders.Read(Path.Combine(_files.Out, "pretraining/val")).Samples.Count);
        Assert.Empty(result.LeftOut);

        void AssertPairs(Organelle organelle, PreparedSide side, int targets, int pairs)
        {
            var list = MultipleRawFolders.Read(Path.Combine(_files.Out, PreparedTree.Raws(organelle, side)), Path.Combine(_files.Out, PreparedTree.Targets(organelle, side)));
            Assert.Empty(list.Notes);
            Assert.Equal((targets, pairs), (list.Samples.Select(sample => sample.Unit).Distinct().Count(), list.Samples.Count));
            Assert.All(list.Samples, sample => Assert.Equal((Field(sample.RawPath), organelle), (Field(sample.TargetPath!), FieldImageName.TryParse(sample.TargetPath!)!.Organelle)));
            var count = result.Counts.Single(c => (c.Organelle, c.Modality, c.Side) == (organelle, null, side));
            Assert.Equal((targets, pairs), (count.Targets, count.Pairs));
        }

        static string Field(string path) => File.ReadAllText(path).Split('_', '/') is [_, var study, "image", var field, ..] ? $"{study} {field}" : throw new InvalidDataException(path);
    }

    [Fact]
    public void A_field_is_on_one_side_for_all_organelles_whichever_are_asked_for()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 25), "DIC", 1, "Nucleus");
        _files.AddFields("Study_1", Enumerable.Range(25, 5), "DIC", 1, "Nucleus", "Mitochondria");
        _files.Prepare();
        var together = Held("nucleus").Concat(Held("mitochondria")).Distinct().ToList();
        Assert.Empty(together.Intersect(Trained("nucleus")));
        Assert.Empty(together.Intersect(Trained("mitochondria")));
        Assert.Single(Held("mitochondria"));
        var nucleus = Held("nucleus");
        _files.Prepare(options => options with { Organelles = [Organelle.Nucleus] });
        Assert.Equal(nucleus, Held("nucleus"));

        string[] Held(string organelle) => Numbers($"{organelle}/val/y");
        string[] Trained(string organelle) => Numbers($"{organelle}/train/y");
        string[] Numbers(string folder) => [.. _files.Tree(folder).Select(path => FieldImageName.TryParse(path)!.Field.ToString()).Distinct()];
    }

    [Fact]
    public void Equal_numbers_of_different_studies_stay_apart()
    {
        _files.Add("Study_1", "image_1_BF_z0", "image_1_Nucleus");
        _files.Add("Study_2", "image_1_BF_z0", "image_1_BF_z1", "image_1_Nucleus");
        var result = _files.Prepare();
        Assert.Equal(3, result.Counts.Where(count => count is { Organelle: Organelle.Nucleus, Modality: null }).Sum(count => count.Pairs));
        foreach (var (path, content) in _files.Content())
            Assert.StartsWith(path.Contains("Study_1", StringComparison.Ordinal) ? "Study_1/" : "Study_2/", content);
    }

    [Fact]
    public void Extensions_and_foreign_study_names_are_kept()
    {
        _files.Add("my cells, day 2", "image_07_PC_z0.TIF", "image_07_Actin.npy", "image_8_PC_z0.tiff", "image_8_Actin.tif");
        _files.Prepare();
        Assert.Contains("train/x/my cells, day 2_PC_image_07_Actin.npy/my cells, day 2_PC_image_07_PC_z0.TIF", _files.Tree("actin"));
        Assert.Contains("\"" + Path.Combine(_files.Studies, "my cells, day 2/image_07_PC_z0.TIF") + "\",\"my cells, day 2\",7,PC,0,", File.ReadAllText(Path.Combine(_files.Out, "prepared.csv")));
    }

    [Fact]
    public void Names_that_carry_their_study_are_taken_as_they_are()
    {
        foreach (var name in new[] { "Study_3_BF_image_5_BF_z0.ome.tiff", "Study_3_BF_image_5_Nucleus.ome.tiff", "Study_4_PC_image_5_PC_z0.ome.tiff", "Study_4_PC_image_5_Nucleus.ome.tiff" })
            _files.Add("together", name);
        _files.PrepareFrom([Path.Combine(_files.Studies, "together")]);
        Assert.Equal(
            ["Study_3_BF_image_5_Nucleus.ome.tiff/Study_3_BF_image_5_BF_z0.ome.tiff", "Study_4_PC_image_5_Nucleus.ome.tiff/Study_4_PC_image_5_PC_z0.ome.tiff"],
            _files.Tree("nucleus/train/x").Concat(_files.Tree("nucleus/val/x")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_field_of_two_modalities_gives_its_target_both()
    {
        _files.Add("S", "image_1_PC_z0", "image_1_DIC_z0", "image_1_Nucleus");
        var result = _files.Prepare();
        Assert.Equal(["S_PC_image_1_Nucleus.ome.tiff/S_DIC_image_1_DIC_z0.ome.tiff", "S_PC_image_1_Nucleus.ome.tiff/S_PC_image_1_PC_z0.ome.tiff"], _files.Tree("nucleus/train/x"));
        Assert.Equal([(Modality.PC, 1), (Modality.DIC, 1), (null, 1)], result.Counts.Where(count => count.Side == PreparedSide.Train).Select(count => (count.Modality, count.Targets)));
    }

    [Fact]
    public void What_is_left_out_is_listed_with_its_reason()
    {
        _files.Add("Study_1", "image_1_BF_z0", "image_1_Nucleus", "image_2_BF_z0", "image_3_Nucleus", "image_4_BF", "image_5_nucleus", "notes.txt", ".hidden.tif");
        StudyFiles.Write(Path.Combine(_files.Studies, "Study_1/old/image_9_BF_z0.tif"), "");
        File.CreateSymbolicLink(Path.Combine(_files.Studies, "Study_1/image_6_BF_z0.tif"), "nowhere");
        StudyFiles.Write(Path.Combine(_files.Studies, "readme.md"), "");
        Directory.CreateDirectory(Path.Combine(_files.Studies, "empty"));
        var result = _files.Prepare();
        var report = _files.Report();
        AssertNote("Study_1/image_1_BF_z0.ome.tiff", "");
        AssertNote("Study_1/image_2_BF_z0.ome.tiff", "no target");
        AssertNote("Study_1/image_3_Nucleus.ome.tiff", "no transmitted-light image");
        AssertNote("Study_1/image_4_BF.ome.tiff", "not named");
        AssertNote("Study_1/image_5_nucleus.ome.tiff", "not named");
        AssertNote("Study_1/notes.txt", "not a .tif");
        AssertNote("Study_1/.hidden.tif", "hidden");
        AssertNote("Study_1/old", "a folder inside");
        AssertNote("Study_1/image_6_BF_z0.tif", "leads nowhere");
        AssertNote("readme.md", "not in a study's folder");
        AssertNote("empty", "without images");
        Assert.Equal(9, result.LeftOut.Values.Sum());
        Assert.Equal(2, _files.Tree("pretraining/train").Length);

        void AssertNote(string source, string words)
        {
            var note = string.Join(',', report[source].Skip(13));
            Assert.True(words.Length == 0 ? note.Length == 0 : note.Contains(words, StringComparison.Ordinal), $"{source}: {note}");
        }
    }

    [Fact]
    public void The_list_says_where_an_image_went_and_that_pretraining_sees_what_validates()
    {
        _files.AddFields("Study_1", [1, 2], "BF", 2, "Nucleus", "Actin");
        _files.Prepare(options => options with { Organelles = [Organelle.Nucleus] });
        var (held, trained) = (_files.Report()["Study_1/image_2_BF_z1.ome.tiff"], _files.Report()["Study_1/image_1_BF_z0.ome.tiff"]);
        Assert.Equal(["Study_1", "2", "BF", "1", "Study_1_BF_image_2_BF_z1.ome.tiff", "val", "val", "", "", "", "train+val", "hard link"], held[1..13]);
        Assert.Contains("validates", held[13]);
        Assert.Equal(["train", "train", "", "", "", "train", "hard link", ""], trained[6..]);
        Assert.Contains("not asked for", _files.Report()["Study_1/image_1_Actin.ome.tiff"][13]);
        Assert.Contains(_files.Log.Notes, note => note.Contains("of the field that validates", StringComparison.Ordinal));
    }

    [Fact]
    public void Pretraining_can_do_without_the_fields_that_validate()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 10), "BF", 3, "Nucleus");
        var result = _files.Prepare(options => options with { PretrainOnValidationFields = false });
        Assert.Equal((27, 1), (result.PretrainingImages, result.PretrainingValidationImages));
        Assert.Equal(["Study_1_BF_image_5_BF_z1.ome.tiff"], _files.Tree("pretraining/val"));
        Assert.DoesNotContain(_files.Tree("pretraining/train"), name => name.Contains("image_5_", StringComparison.Ordinal));
        Assert.DoesNotContain(_files.Log.Notes, note => note.Contains("sees", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_any_target_there_is_pretraining_alone()
    {
        _files.AddFields("Study_1", [1, 2], "BF", 2);
        var result = _files.Prepare();
        Assert.Equal((4, 1), (result.PretrainingImages, result.PretrainingValidationImages));
        Assert.Empty(result.Counts);
        Assert.False(Directory.Exists(Path.Combine(_files.Out, "nucleus")));
    }

    [Fact]
    public void A_single_target_trains_and_that_is_said()
    {
        _files.AddFields("Study_1", [1], "BF", 2, "Actin");
        _files.Prepare();
        Assert.Equal(3, _files.Tree("actin/train").Length);
        Assert.Contains(_files.Log.Notes, note => note.StartsWith("Actin has a single target", StringComparison.Ordinal));
    }
}
