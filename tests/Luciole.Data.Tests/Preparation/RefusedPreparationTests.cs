using Luciole.Data.Preparation;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Tests.Preparation;

/// <summary>What cannot be prepared is refused in a sentence, and nothing is made.</summary>
public sealed class RefusedPreparationTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_does_not_exist() => AssertRefused([_files.File("absent")], "absent", "no such file or folder");

    [Fact]
    public void A_file_that_is_no_archive()
    {
        StudyFiles.Write(_files.File("image_1_BF_z0.ome.tiff"), "");
        AssertRefused([_files.File("image_1_BF_z0.ome.tiff")], "image_1_BF_z0.ome.tiff", "no archive");
    }

    [Fact]
    public void A_folder_without_studies()
    {
        StudyFiles.Write(_files.File("studies/readme.md"), "");
        AssertRefused([_files.Studies], _files.Studies, "holds neither");
    }

    [Fact]
    public void Studies_without_label_free_images()
    {
        _files.Add("Study_1", "image_1_Nucleus");
        AssertRefused([_files.Studies], "no transmitted-light image");
        _files.Add("Study_1", "strange.tif");
        File.Delete(Path.Combine(_files.Studies, "Study_1/image_1_Nucleus.ome.tiff"));
        AssertRefused([_files.Studies], "no transmitted-light image");
    }

    [Fact]
    public void An_organelle_without_targets()
    {
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        AssertRefused([_files.Studies], options => options with { Organelles = [Organelle.Tubulin], RequireEveryOrganelle = true }, "Tubulin", "there are targets of Nucleus");
    }

    [Fact]
    public void Two_files_for_one_image()
    {
        _files.Add("Study_1", "image_1_BF_z0.ome.tiff", "image_01_BF_z0.tif", "image_1_Nucleus");
        AssertRefused([_files.Studies], "image_1_BF_z0.ome.tiff", "image_01_BF_z0.tif", "same image");
    }

    [Fact]
    public void Two_studies_of_one_name()
    {
        _files.AddFields("a/Study_1", [1], "BF", 1, "Nucleus");
        _files.AddFields("b/Study_1", [2], "BF", 1, "Nucleus");
        AssertRefused([Path.Combine(_files.Studies, "a"), Path.Combine(_files.Studies, "b")], "a/Study_1", "b/Study_1", "rename one");
    }

    [Fact]
    public void One_folder_named_twice_counts_once()
    {
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        File.CreateSymbolicLink(_files.File("alias"), _files.Studies);
        Assert.Equal(1, _files.PrepareFrom([_files.Studies, _files.Studies + "/", Path.Combine(_files.Studies, "Study_1"), _files.File("alias")]).PretrainingImages);
    }

    [Theory]
    [InlineData("studies")]
    [InlineData("studies/prepared")]
    [InlineData("studies/Study_1")]
    [InlineData("alias/prepared")]
    public void An_output_among_the_studies(string output)
    {
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        File.CreateSymbolicLink(_files.File("alias"), _files.Studies);
        AssertRefused([_files.Studies], options => options with { OutputFolder = _files.File(output) }, _files.File(output), "outside");
        Assert.Single(Directory.GetDirectories(_files.Studies));
    }

    [Fact]
    public void An_output_that_is_a_file()
    {
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        StudyFiles.Write(_files.Out, "");
        AssertRefused([_files.Studies], _files.Out, "is a file");
        AssertRefused([_files.Studies], options => options with { OutputFolder = Path.Combine(_files.Out, "below") }, "below", "cannot be written");
        File.Delete(_files.Out);
    }

    [Fact]
    public void Prepared_images_are_no_studies()
    {
        _files.AddFields("Study_1", [1, 2], "BF", 1, "Nucleus");
        _files.Prepare();
        var error = Assert.Throws<InputException>(() => _files.PrepareFrom([Path.Combine(_files.Out, "pretraining")]));
        Assert.Contains("made by the preparation itself", error.Message);
    }

    [Fact]
    public void Studies_may_lie_beside_what_is_made_of_them()
    {
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        Assert.Equal(1, _files.PrepareFrom([_files.Studies], options => options with { OutputFolder = _files.File() }).PretrainingImages);
    }

    [Fact]
    public void Nobody_may_write_there()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "/proc is absent; this test writes where nobody may.");
        _files.AddFields("Study_1", [1], "BF", 1, "Nucleus");
        AssertRefused([_files.Studies], options => options with { OutputFolder = "/proc/self/prepared" }, "/proc/self/prepared", "cannot be written");
    }

    private void AssertRefused(string[] sources, params string[] words) => AssertRefused(sources, options => options, words);

    private void AssertRefused(string[] sources, Func<PreparationOptions, PreparationOptions> change, params string[] words)
    {
        var error = Assert.Throws<InputException>(() => _files.PrepareFrom(sources, change));
        foreach (var word in words)
            Assert.Contains(word, error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.False(Directory.Exists(_files.Out), $"{_files.Out} was made");
    }
}
