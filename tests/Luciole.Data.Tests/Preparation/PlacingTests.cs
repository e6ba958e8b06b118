using Luciole.Data.Preparation;
using Luciole.Files;

namespace Luciole.Data.Tests.Preparation;

/// <summary>Links and copies, within a file system and across two.</summary>
public sealed class PlacingTests : IDisposable
{
    private readonly StudyFiles _files = new();
    private readonly List<string> _elsewhere = [];

    public void Dispose()
    {
        _files.Dispose();
        foreach (var folder in _elsewhere.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Hard_links_share_the_sources_bytes_and_outlive_it()
    {
        AddStudy();
        _files.Prepare();
        Assert.Equal("hard link", _files.Report()["Study_1/image_1_BF_z0.ome.tiff"][12]);
        File.AppendAllText(Source, "!");
        Assert.Equal("Study_1/image_1_BF_z0!", File.ReadAllText(Prepared));
        Directory.Delete(_files.Studies, recursive: true);
        Assert.Equal("Study_1/image_1_BF_z0!", File.ReadAllText(Prepared));
    }

    [Fact]
    public void Copies_are_independent_of_the_source_and_keep_its_time()
    {
        AddStudy();
        File.SetLastWriteTimeUtc(Source, new DateTime(2023, 4, 5, 6, 7, 8, DateTimeKind.Utc));
        _files.Prepare(options => options with { Placing = PlacingMode.CopyOnly });
        Assert.Equal("copy", _files.Report()["Study_1/image_1_BF_z0.ome.tiff"][12]);
        Assert.Equal(File.GetLastWriteTimeUtc(Source), File.GetLastWriteTimeUtc(Prepared));
        File.AppendAllText(Source, "!");
        Assert.Equal("Study_1/image_1_BF_z0", File.ReadAllText(Prepared));
        Assert.False(Directory.Exists(Path.Combine(_files.Out, ".prepare/unfinished")));

        // The copy is older than the source now.
        _files.Prepare(options => options with { Placing = PlacingMode.CopyOnly });
        Assert.Equal("Study_1/image_1_BF_z0!", File.ReadAllText(Prepared));
    }

    [Fact]
    public void A_copy_of_the_same_size_and_another_time_is_renewed()
    {
        AddStudy();
        _files.Prepare(options => options with { Placing = PlacingMode.CopyOnly });
        File.WriteAllText(Source, "Study_1/image_1_BF_zX");
        File.SetLastWriteTimeUtc(Source, DateTime.UtcNow.AddMinutes(1));
        _files.Prepare();
        Assert.Equal("Study_1/image_1_BF_zX", File.ReadAllText(Prepared));
    }

    [Fact]
    public void Links_become_copies_and_copies_links_when_asked_for()
    {
        AddStudy();
        _files.Prepare();
        var tree = _files.Content();
        _files.Prepare(options => options with { Placing = PlacingMode.CopyOnly });
        Assert.Equal(tree, _files.Content());
        Assert.All(_files.Report().Values, row => Assert.Equal("copy", row[12]));
        _files.Prepare();
        Assert.All(_files.Report().Values, row => Assert.Equal("copy", row[12]));
        _files.Prepare(options => options with { Placing = PlacingMode.LinkOnly });
        Assert.All(_files.Report().Values, row => Assert.Equal("hard link", row[12]));
        Assert.Equal(tree, _files.Content());
    }

    [Fact]
    public void A_source_that_is_itself_a_link_gives_the_image_it_leads_to()
    {
        StudyFiles.Write(_files.File("store/abc"), "pixels");
        Directory.CreateDirectory(Path.Combine(_files.Studies, "Study_1"));
        File.CreateSymbolicLink(Source, "../../store/abc");
        _files.Prepare();
        _files.Prepare();
        Assert.Null(new FileInfo(Prepared).LinkTarget);
        Assert.Equal("pixels", File.ReadAllText(Prepared));
    }

    [Fact]
    public void Across_file_systems_there_are_symbolic_links_and_a_note()
    {
        AddStudy();
        var output = OtherFileSystem();
        Run(output, PlacingMode.Automatic);
        var prepared = Path.Combine(output, "pretraining/train/Study_1_BF_image_1_BF_z0.ome.tiff");
        Assert.Equal(Source, new FileInfo(prepared).LinkTarget);
        Assert.Contains(_files.Log.Notes, note => note.StartsWith("7 files are symbolic links", StringComparison.Ordinal));
        _files.Log.Notes.Clear();
        Run(output, PlacingMode.LinkOnly);
        Assert.DoesNotContain(_files.Log.Notes, note => note.Contains("earlier", StringComparison.Ordinal));

        // The studies move: the links follow.
        Directory.Move(_files.Studies, _files.File("moved"));
        DataPreparation.Run([_files.File("moved")], new PreparationOptions { OutputFolder = output }, _files.Log, CancellationToken.None);
        Assert.Equal(_files.File("moved/Study_1/image_1_BF_z0.ome.tiff"), new FileInfo(prepared).LinkTarget);
        DataPreparation.Run([_files.File("moved")], new PreparationOptions { OutputFolder = output, Placing = PlacingMode.CopyOnly }, _files.Log, CancellationToken.None);
        Assert.Null(new FileInfo(prepared).LinkTarget);
        Assert.Equal("Study_1/image_1_BF_z0", File.ReadAllText(prepared));
    }

    [Fact]
    public void Unfinished_copies_of_a_killed_run_disappear()
    {
        AddStudy();
        StudyFiles.Write(Path.Combine(_files.Out, ".prepare/unfinished/0123.partial"), "half");
        _files.Prepare();
        Assert.False(Directory.Exists(Path.Combine(_files.Out, ".prepare/unfinished")));
    }

    private string Source => Path.Combine(_files.Studies, "Study_1/image_1_BF_z0.ome.tiff");

    private string Prepared => Path.Combine(_files.Out, "pretraining/train/Study_1_BF_image_1_BF_z0.ome.tiff");

    private void AddStudy() => _files.AddFields("Study_1", [1, 2], "BF", 1, "Nucleus");

    private void Run(string output, PlacingMode placing) =>
        DataPreparation.Run([_files.Studies], new PreparationOptions { OutputFolder = output, Placing = placing }, _files.Log, CancellationToken.None);

    private string OtherFileSystem()
    {
        const string Memory = "/dev/shm";
        Assert.SkipUnless(Directory.Exists(Memory), $"{Memory} is absent; this test links across file systems.");
        var folder = Path.Combine(Memory, $"luciole-test-{Guid.NewGuid():N}");
        _elsewhere.Add(Directory.CreateDirectory(folder).FullName);
        try
        {
            File.WriteAllText(Path.Combine(folder, "probe"), "");
            File.Move(Path.Combine(folder, "probe"), _files.File("probe"));
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip($"{Memory} cannot be written; this test links across file systems.");
        }

        return Path.Combine(folder, "out");
    }
}
