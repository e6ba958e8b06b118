using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Torch;
using Luciole.Workflows.Challenge;
using Luciole.Workflows.Organelles;
using Luciole.Workflows.Tests.ModelSets;

namespace Luciole.Workflows.Tests.Challenge;

/// <summary>What the challenge's platform finds after a run.</summary>
public sealed class ChallengeWorkflowTests : IDisposable
{
    private static readonly string[] s_folders = ["actin-fluorescence-ome-tiff", "mitochondria-fluorescence-ome-tiff", "nucleus-fluorescence-ome-tiff", "tubulin-fluorescence-ome-tiff"];

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_image_has_its_four_outputs_under_its_own_name_and_a_damaged_one_is_told_at_the_end()
    {
        WriteModels("nucleus", "mitochondria", "actin", "tubulin");
        WriteInput("a.tiff", 20, 24);
        File.WriteAllText(Input("b.tiff"), "no image");
        WriteInput("c.ome.tiff", 16, 16);
        using var workflow = Open();
        Assert.Equal(3, workflow.ImageCount);
        var (files, failures) = workflow.Run(CancellationToken.None);
        Assert.Contains("b.tiff", Assert.Single(failures), StringComparison.Ordinal);
        var expected = s_folders.SelectMany(f => new[] { "a.tiff", "c.ome.tiff" }.Select(name => _folder.File("out", "images", f, name))).Order().ToList();
        Assert.Equal(expected, files.Order());
        Assert.Equal(expected, Directory.GetFiles(_folder.File("out"), "*", SearchOption.AllDirectories).Order());
        foreach (var file in expected)
        {
            using var image = ImageFile.Open(file);
            Assert.Equal(file.EndsWith("a.tiff", StringComparison.Ordinal) ? (20, 24) : (16, 16), (image.Height, image.Width));
            var organelle = Path.GetFileName(Path.GetDirectoryName(file)!).Split('-')[0];
            Assert.Equal(organelle, Assert.Single(ImageFile.OmeMetadataOf(image)!.Channels).Name, ignoreCase: true);
        }
    }

    [Fact]
    public void Organelles_without_a_model_are_refused_before_anything_is_written()
    {
        WriteModels("nucleus", "actin");
        WriteInput("a.tiff", 16, 16);
        var error = Assert.Throws<InputException>(() => Open().Dispose());
        Assert.Contains("no model of Mitochondria, Tubulin (it has Nucleus, Actin)", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void A_fifth_model_and_folders_without_images_are_refused()
    {
        WriteModels("nucleus", "mitochondria", "actin", "tubulin");
        Assert.Contains("organelles-transmitted-light-ome-tiff, where the challenge's platform", Assert.Throws<InputException>(() => Open().Dispose()).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(Input("x"))!);
        File.WriteAllText(Input("notes.txt"), "");
        Assert.Contains("holds no .tiff image", Assert.Throws<InputException>(() => Open().Dispose()).Message, StringComparison.Ordinal);
        WriteInput("a.tiff", 16, 16);
        WriteModels("golgi");
        Assert.Contains("has a model of Prediction too", Assert.Throws<InputException>(() => Open().Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folders_are_those_that_the_evaluation_reads()
    {
        Assert.Equal(s_folders, Enum.GetValues<Organelle>().Select(o => Path.GetFileName(ChallengeFolders.FolderOf(o))).Order());
        Assert.All(Enum.GetValues<Organelle>(), o => Assert.Equal("images", Path.GetDirectoryName(ChallengeFolders.FolderOf(o))));
    }

    private ChallengeWorkflow Open() => new(
        _folder.File("checkpoints"), _folder.File("in"), new SetPredictionOptions { OutputFolder = _folder.File("out"), Program = "Luciole 0" }, () => Device.Cpu, _log);

    private void WriteModels(params string[] names)
    {
        foreach (var name in names)
            TinyModels.Write(_folder, name);
    }

    private string Input(string name) => _folder.File("in", "images", "organelles-transmitted-light-ome-tiff", name);

    private void WriteInput(string name, int height, int width)
    {
        using var writer = new OmeTiffWriter(Input(name), new OmeTiffOptions { Height = height, Width = width, SampleType = SampleType.UInt16, ChannelNames = ["BF"], Provenance = new Provenance { Program = "test" } });
        writer.WriteRows([.. Enumerable.Range(0, height * width).Select(i => (float)(500 + (i * 37 % 1000)))]);
        writer.Commit();
    }
}
