using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Discovery;

public sealed class FoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_are_made_by_name_whatever_the_extension()
    {
        Make("x/z10.tif", "x/z2.tif", "x/z1.TIFF", "x/.hidden.tif", "x/Thumbs.db", "y/z1.ome.tif", "y/z2.npy", "y/z10.tif");
        var list = PlainFolders.Read(_folder.File("x"), _folder.File("y"));
        Assert.Equal(["z1.TIFF z1.ome.tif", "z2.tif z2.npy", "z10.tif z10.tif"], list.Samples.Select(Names));
        Assert.Empty(list.Notes);
        Assert.Equal(3, list.Samples.Select(s => s.Unit).Distinct().Count());
    }

    [Fact]
    public void Without_a_common_name_natural_order_pairs_and_a_note_says_so()
    {
        Make("x/raw10.tif", "x/raw9.tif", "y/mask09.tif", "y/mask10.tif");
        var list = PlainFolders.Read(_folder.File("x"), _folder.File("y"));
        Assert.Equal(["raw9.tif mask09.tif", "raw10.tif mask10.tif"], list.Samples.Select(Names));
        Assert.Contains("raw9.tif with mask09.tif", Assert.Single(list.Notes));
    }

    [Fact]
    public void An_image_without_a_partner_is_named()
    {
        Make("x/a.tif", "x/b.tif", "y/a.tif");
        Assert.Contains("b.tif", Refused(() => PlainFolders.Read(_folder.File("x"), _folder.File("y"))));
        Make("y/b.tif", "y/c.tif", "y/d.tif");
        var message = Refused(() => PlainFolders.Read(_folder.File("x"), _folder.File("y")));
        Assert.Contains("c.tif", message);
        Assert.Contains("one other", message);
    }

    [Fact]
    public void Different_counts_without_a_common_name_are_refused()
    {
        Make("x/a.tif", "x/b.tif", "y/c.tif");
        Assert.Contains("2 images", Refused(() => PlainFolders.Read(_folder.File("x"), _folder.File("y"))));
    }

    [Fact]
    public void Two_images_of_one_name_in_a_folder_are_refused()
    {
        Make("x/a.tif", "x/a.npy", "y/a.tif");
        var message = Refused(() => PlainFolders.Read(_folder.File("x"), _folder.File("y")));
        Assert.Contains("a.tif", message);
        Assert.Contains("a.npy", message);
    }

    [Fact]
    public void Missing_and_empty_folders_are_named_with_what_is_in_them()
    {
        Make("x/a.png", "plain.txt");
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Contains("a.png", Refused(() => PlainFolders.Read(_folder.File("x"))));
        Assert.Contains("no such folder", Refused(() => PlainFolders.Read(_folder.File("nowhere"))));
        Assert.Contains("is a file", Refused(() => PlainFolders.Read(_folder.File("plain.txt"))));
        Assert.Contains("holds no image", Refused(() => TestFolders.Read(_folder.File("empty"))));
    }

    [Fact]
    public void Several_raws_share_the_target_of_their_folder()
    {
        Make("x/f10/a_z10.tif", "x/f10/a_z9.tif", "x/f2/b_z0.tif", "x/idle/c.tif", "y/f2/b.tif", "y/f10/a.tif");
        var list = MultipleRawFolders.Read(_folder.File("x"), _folder.File("y"));
        Assert.Equal(["b_z0.tif b.tif", "a_z9.tif a.tif", "a_z10.tif a.tif"], list.Samples.Select(Names));
        Assert.Equal(["f2", "f10", "f10"], list.Samples.Select(s => s.Unit));
        Assert.Contains("idle", Assert.Single(list.Notes));
    }

    [Fact]
    public void Faults_of_the_tree_are_named()
    {
        Make("x/f1/a.tif", "y/f1/a.tif", "y/f2/b.tif");
        Assert.Contains(_folder.File("x", "f2"), Refused(() => MultipleRawFolders.Read(_folder.File("x"), _folder.File("y"))));
        Directory.CreateDirectory(_folder.File("x", "f2"));
        Assert.Contains(_folder.File("x", "f2"), Refused(() => MultipleRawFolders.Read(_folder.File("x"), _folder.File("y"))));
        Make("x/f2/b.tif", "y/f1/z.tif");
        Assert.Contains("2 targets", Refused(() => MultipleRawFolders.Read(_folder.File("x"), _folder.File("y"))));
        Assert.Contains("holds no folders", Refused(() => MultipleRawFolders.Read(_folder.File("x"), _folder.File("y", "f1"))));
    }

    [Fact]
    public void A_test_tree_gives_every_raw_once_with_its_own_target()
    {
        Make("x/f1/a.tif", "x/f1/b.tif", "x/f2/a.tif", "y/f1/t.tif", "y/f2/t.tif");
        var list = TestFolders.Read(_folder.File("x"), _folder.File("y"));
        Assert.Equal(3, list.Samples.Select(s => s.RawPath).Distinct().Count());
        Assert.All(list.Samples, s => Assert.Equal(Path.GetFileName(Path.GetDirectoryName(s.RawPath)), Path.GetFileName(Path.GetDirectoryName(s.TargetPath))));
        Assert.Equal(3, TestFolders.Read(_folder.File("x")).Samples.Count);
        Assert.Equal(["a.tif", "b.tif"], TestFolders.Read(_folder.File("x", "f1")).Samples.Select(s => Path.GetFileName(s.RawPath)));
    }

    [Fact]
    public void Files_and_folders_may_be_named_one_by_one()
    {
        Make("x/a.tif", "x/b.tif", "odd.name");
        var list = TestFolders.Read([_folder.File("x", "b.tif"), _folder.File("x"), _folder.File("odd.name")]);
        Assert.Equal(["b.tif", "a.tif", "odd.name"], list.Samples.Select(s => Path.GetFileName(s.RawPath)));
        Assert.Contains("gone.tif", Refused(() => TestFolders.Read([_folder.File("gone.tif")])));
    }

    [Fact]
    public void Raws_and_targets_of_different_size_are_refused_with_both_names()
    {
        var sizes = new Dictionary<string, (int, int, int)> { ["a"] = (5, 6, 1), ["b"] = (5, 7, 1), ["t"] = (5, 6, 1), ["rgb"] = (5, 6, 3) };
        var opened = new List<string>();
        IImageSource Open(string path)
        {
            opened.Add(path);
            var (height, width, channels) = sizes[path];
            return new MemoryImage(height, width, channels, SampleType.UInt8, new float[height * width * channels]);
        }

        SampleSizes.Check([new Sample("a", "t", "1"), new Sample("a", "t", "1")], Open, 1);
        Assert.Equal(["a", "t", "a"], opened);
        var message = Refused(() => SampleSizes.Check([new Sample("a", "t", "1"), new Sample("b", "t", "1")], Open));
        Assert.Contains("b is 5 x 7", message);
        Assert.Contains("t is 5 x 6", message);
        Assert.Contains("rgb: has 3 channels, 1 were expected", Refused(() => SampleSizes.Check([new Sample("rgb", null, "1")], Open, 1)));
        Assert.Contains("rgb: has 3 channels", Refused(() => SampleSizes.Check([new Sample("a", "t", "1"), new Sample("a", "rgb", "2")], Open)));
        Assert.Contains("rgb: has 3 channels, 1 were expected", Refused(() => SampleSizes.Check([new Sample("a", "rgb", "1")], Open, 1, targetChannels: 1)));
    }

    private static string Refused(Func<object> action) => Assert.Throws<InputException>(action).Message;

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;

    private static string Names(Sample sample) => $"{Path.GetFileName(sample.RawPath)} {Path.GetFileName(sample.TargetPath)}";

    private void Make(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            File.WriteAllText(_folder.File(file), "");
        }
    }
}
