using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Tests.Preparation;

/// <summary>Second runs: over the same, over changed, interrupted and differently asked-for folders.</summary>
public sealed class RepeatedPreparationTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_second_run_changes_nothing()
    {
        AddStudies();
        _files.Prepare();
        var (tree, list, times) = (_files.Content(), File.ReadAllText(Report), Times());
        _files.Log.Notes.Clear();
        _files.Prepare();
        Assert.Equal(tree, _files.Content());
        Assert.Equal(list, File.ReadAllText(Report));
        Assert.Equal(times, Times());
        Assert.DoesNotContain(_files.Log.Notes, note => note.Contains("earlier", StringComparison.Ordinal));

        List<DateTime> Times() => [.. Directory.GetDirectories(_files.Out, "*.tiff", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Directory.GetLastWriteTimeUtc)];
    }

    [Fact]
    public void What_is_missing_is_made_again()
    {
        AddStudies();
        _files.Prepare();
        var tree = _files.Content();
        foreach (var (path, i) in tree.Keys.Select((path, i) => (path, i)).Where(item => item.i % 3 == 0))
            File.Delete(Path.Combine(_files.Out, path));
        Directory.Delete(Path.Combine(_files.Out, "nucleus/val"), recursive: true);
        _files.Prepare();
        Assert.Equal(tree, _files.Content());
    }

    [Fact]
    public void A_stopped_run_is_completed_by_the_next()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 100), "BF", 8, "Nucleus");
        using var stop = new CancellationTokenSource();
        _files.Log.AtProgress = stop.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => _files.Prepare(stop: stop.Token));
        Assert.InRange(_files.Content().Count, 500, 1708);
        Assert.False(File.Exists(Report));
        _files.Prepare();
        Assert.Equal(800 + 10 + 800 + 100, _files.Content().Count);
        Assert.True(File.Exists(Report));
    }

    [Fact]
    public void A_run_stopped_before_its_first_file_may_be_followed_by_another_wish()
    {
        AddStudies();
        _files.Prepare();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _files.Prepare(options => options with { ValidationEvery = 2 }, stopped.Token));
        _files.Prepare(options => options with { Organelles = [Organelle.Nucleus] });
        AssertLikeFresh(options => options with { Organelles = [Organelle.Nucleus] });
    }

    [Fact]
    public void Another_share_moves_samples_and_leaves_none_on_both_sides()
    {
        AddStudies();
        _files.Prepare();
        _files.Prepare(options => options with { ValidationEvery = 3 });
        AssertLikeFresh(options => options with { ValidationEvery = 3 });
        Assert.Contains(_files.Log.Notes, note => note.Contains("no longer asked for", StringComparison.Ordinal));
        Assert.All(Directory.GetDirectories(_files.Out, "*.tiff", SearchOption.AllDirectories), folder => Assert.NotEmpty(Directory.GetFiles(folder)));
    }

    [Fact]
    public void Other_organelles_replace_those_of_before()
    {
        AddStudies();
        _files.Prepare(options => options with { Organelles = [Organelle.Nucleus] });
        _files.Prepare(options => options with { Organelles = [Organelle.Actin] });
        AssertLikeFresh(options => options with { Organelles = [Organelle.Actin] });
        Assert.False(Directory.Exists(Path.Combine(_files.Out, "nucleus")));
    }

    [Fact]
    public void A_source_that_was_replaced_is_noticed()
    {
        AddStudies();
        _files.Prepare();
        var source = Path.Combine(_files.Studies, "Study_1/image_3_BF_z0.ome.tiff");
        File.Delete(source);
        File.WriteAllText(source, "a longer and newer image");
        _files.Prepare();
        var linked = _files.Content().Where(file => file.Key.Contains("image_3_BF_z0", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, linked.Count);
        Assert.All(linked, file => Assert.Equal("a longer and newer image", file.Value));
        Assert.Contains(_files.Log.Notes, note => note.StartsWith("3 files", StringComparison.Ordinal) && note.Contains("made again", StringComparison.Ordinal));
    }

    [Fact]
    public void New_studies_are_added_and_absent_ones_removed()
    {
        _files.AddFields("Study_1", [1, 2], "BF", 1, "Nucleus");
        _files.Prepare();
        _files.AddFields("Study_2", [1, 2], "BF", 1, "Nucleus");
        _files.Prepare();
        AssertLikeFresh();
        _files.PrepareFrom([Path.Combine(_files.Studies, "Study_2")]);
        Assert.DoesNotContain(_files.Content().Keys, path => path.Contains("Study_1", StringComparison.Ordinal));
        Assert.Equal("Study_1/image_1_Nucleus", File.ReadAllText(Path.Combine(_files.Studies, "Study_1/image_1_Nucleus.ome.tiff")));
    }

    [Fact]
    public void Images_that_only_the_prepared_folder_still_has_are_never_removed()
    {
        _files.AddFields("Study_1", [1, 2], "BF", 1, "Nucleus");
        _files.AddFields("Study_2", [1, 2], "BF", 1, "Nucleus");
        _files.Prepare();
        var tree = _files.Content();
        Directory.Delete(Path.Combine(_files.Studies, "Study_1"), recursive: true);
        var error = Assert.Throws<InputException>(() => _files.Prepare());
        Assert.Contains("Study_1", error.Message);
        Assert.Contains("is gone", error.Message);
        Assert.Equal(tree, _files.Content());
    }

    [Fact]
    public void Studies_may_move()
    {
        AddStudies();
        _files.Prepare();
        Directory.Move(_files.Studies, _files.File("elsewhere"));
        _files.PrepareFrom([_files.File("elsewhere")], options => options with { ValidationEvery = 4 });
        AssertLikeFresh(options => options with { ValidationEvery = 4 }, _files.File("elsewhere"));
    }

    [Theory]
    [InlineData("nucleus/train/x/stray.tif")]
    [InlineData("pretraining/val/stray.npy")]
    [InlineData("mitochondria/train/x/one/stray.ome.tiff")]
    public void Images_that_no_preparation_put_there_are_refused(string stray)
    {
        AddStudies();
        StudyFiles.Write(Path.Combine(_files.Out, stray), "mine");
        var error = Assert.Throws<InputException>(() => _files.Prepare());
        Assert.Contains(stray, error.Message);
        Assert.Equal([stray], _files.Content().Keys);
    }

    [Fact]
    public void Another_file_under_a_prepared_name_is_refused_unless_it_was_prepared()
    {
        _files.Add("Study_1", "image_1_BF_z0", "image_1_Nucleus");
        var mine = Path.Combine(_files.Out, "pretraining/train/Study_1_BF_image_1_BF_z0.ome.tiff");
        StudyFiles.Write(mine, "of mine");
        Assert.Contains(mine, Assert.Throws<InputException>(() => _files.Prepare()).Message);
        Assert.Equal("of mine", File.ReadAllText(mine));
    }

    [Fact]
    public void Files_that_training_does_not_read_stay()
    {
        AddStudies();
        StudyFiles.Write(Path.Combine(_files.Out, "nucleus/notes.txt"), "mine");
        StudyFiles.Write(Path.Combine(_files.Out, "results/model.pth"), "mine");
        _files.Prepare();
        _files.Prepare(options => options with { Organelles = [Organelle.Actin] });
        Assert.True(File.Exists(Path.Combine(_files.Out, "nucleus/notes.txt")));
        Assert.True(File.Exists(Path.Combine(_files.Out, "results/model.pth")));
        Assert.Equal(["notes.txt"], _files.Tree("nucleus"));
    }

    [Theory]
    [InlineData("x\tnucleus/../../../etc/passwd")]
    [InlineData("x\t/etc/passwd")]
    [InlineData("x\tresults/a/model.pth")]
    [InlineData("x\tnucleus")]
    [InlineData("x")]
    [InlineData("")]
    public void A_manifest_that_names_other_files_is_refused(string line)
    {
        AddStudies();
        _files.Prepare();
        File.AppendAllText(Manifest, line + "\n");
        var error = Assert.Throws<InputException>(() => _files.Prepare());
        Assert.Contains(Manifest, error.Message);
    }

    [Fact]
    public void Two_preparations_of_one_folder_do_not_mix()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 100), "BF", 8, "Nucleus");
        InputException? second = null;
        _files.Log.AtProgress = () => second ??= Assert.Throws<InputException>(() => _files.Prepare());
        _files.Prepare();
        Assert.Contains("another preparation is at work", second!.Message);
    }

    private string Report => Path.Combine(_files.Out, "prepared.csv");

    private string Manifest => Path.Combine(_files.Out, ".prepare/files.tsv");

    private void AddStudies()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 12), "BF", 2, "Nucleus", "Mitochondria");
        _files.AddFields("Study_2", Enumerable.Range(0, 5), "DIC", 1, "Nucleus", "Actin");
    }

    // What a first run with these options into a new folder would make.
    private void AssertLikeFresh(Func<Luciole.Data.Preparation.PreparationOptions, Luciole.Data.Preparation.PreparationOptions>? change = null, string? studies = null)
    {
        var tree = _files.Content();
        var folders = Folders();
        Directory.Delete(_files.Out, recursive: true);
        _files.PrepareFrom([studies ?? _files.Studies], change);
        Assert.Equal(_files.Content(), tree);
        Assert.Equal(Folders(), folders);

        string[] Folders() => [.. Directory.GetDirectories(_files.Out, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }
}
