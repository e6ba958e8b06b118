using System.Formats.Tar;
using System.IO.Compression;
using Luciole.Data.Preparation;
using Luciole.Files;

namespace Luciole.Data.Tests.Preparation;

public sealed class StudyArchiveTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_archive_gives_the_same_as_its_folder()
    {
        _files.AddFields("Study_1", Enumerable.Range(0, 12), "BF", 3, "Nucleus", "Actin");
        _files.AddFields("Study_2", [4, 5], "PC", 1, "Nucleus");
        _files.Prepare();
        var expected = _files.Content();
        Directory.Delete(_files.Out, recursive: true);
        foreach (var study in new[] { "Study_1", "Study_2" })
        {
            Pack($"archives/{study}.tar.gz", [.. Directory.GetFiles(Path.Combine(_files.Studies, study)).Select(path => ($"{study}/{Path.GetFileName(path)}", File.ReadAllText(path)))]);
            Directory.Delete(Path.Combine(_files.Studies, study), recursive: true);
        }

        _files.PrepareFrom([_files.File("archives")]);
        Assert.Equal(expected, _files.Content());
        _files.PrepareFrom([_files.File("archives/Study_1.tar.gz"), _files.File("archives/Study_2.tar.gz")]);
        Assert.Equal(expected, _files.Content());
    }

    [Theory]
    [InlineData("Study_7.tar.gz", "./Study_7/")]
    [InlineData("Study_7.tgz", "")]
    [InlineData("seven.tar.gz", "data/train/Study_7/")]
    [InlineData("all.tar.gz", "Study_7//")]
    public void The_study_is_the_folder_an_image_lies_in(string archive, string prefix)
    {
        Pack(archive, [($"{prefix}image_1_BF_z0.ome.tiff", "raw"), ($"{prefix}image_1_Nucleus.ome.tiff", "target")]);
        _files.PrepareFrom([_files.File(archive)]);
        Assert.Equal(["Study_7_BF_image_1_Nucleus.ome.tiff/Study_7_BF_image_1_BF_z0.ome.tiff"], _files.Tree("nucleus/train/x"));
    }

    [Fact]
    public void Nothing_outside_the_folder_is_written_and_strange_entries_are_listed()
    {
        Pack("Study_1.tar.gz", archive =>
        {
            Add(archive, "Study_1/image_1_BF_z0.ome.tiff", "raw");
            Add(archive, "../image_2_BF_z0.ome.tiff", "out");
            Add(archive, "Study_1/../../image_3_BF_z0.ome.tiff", "out");
            Add(archive, _files.File("image_4_BF_z0.ome.tiff"), "out");
            archive.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "Study_1/image_5_BF_z0.ome.tiff") { LinkName = "/etc/passwd" });
            archive.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "Study_1/image_6_BF_z0.ome.tiff") { LinkName = "Study_1/image_1_BF_z0.ome.tiff" });
            archive.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "Study_1/image_7_BF_z0.ome.tiff"));
            Add(archive, "Study_1/._image_1_BF_z0.ome.tiff", "apple");
            Add(archive, ".git/image_8_BF_z0.ome.tiff", "hidden");
            Add(archive, "Study_1/readme.txt", "text");
            Add(archive, "Study_1/image_9_Nukleus.ome.tiff", "typo");
        });
        var before = Directory.GetFiles(_files.File()).ToHashSet();
        var result = _files.PrepareFrom([_files.File("Study_1.tar.gz")]);
        Assert.Equal(before, Directory.GetFiles(_files.File()));
        Assert.Equal(["Study_1_BF_image_1_BF_z0.ome.tiff"], _files.Tree("pretraining/train"));
        var counts = result.LeftOut.ToDictionary(item => item.Key.Split(" image_")[0], item => item.Value);
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["a path in an archive that leads out of its folder"] = 2,
                ["an absolute path in an archive"] = 1,
                ["a link in an archive"] = 2,
                ["neither a file nor a folder"] = 1,
                ["hidden"] = 2,
                ["not a .tif, .tiff or .npy image"] = 1,
                ["not named"] = 1,
            },
            counts);
        Assert.Contains("Study_1.tar.gz: ../image_2_BF_z0.ome.tiff", File.ReadAllText(Path.Combine(_files.Out, "prepared.csv")));

        // A second run tells the same without reading the archive.
        Assert.Equal(result.LeftOut, _files.PrepareFrom([_files.File("Study_1.tar.gz")]).LeftOut);
    }

    [Fact]
    public void What_was_extracted_is_not_extracted_again_until_the_archive_changes()
    {
        Pack("Study_1.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", "raw")]);
        Prepare();
        var extracted = Path.Combine(_files.Out, "extracted/Study_1/Study_1/image_1_BF_z0.ome.tiff");
        File.SetLastWriteTimeUtc(extracted, DateTime.UnixEpoch);
        Prepare();
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(extracted));
        Pack("Study_1.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", "other raw"), ("Study_1/image_2_BF_z0.ome.tiff", "new")]);
        Prepare();
        Assert.Equal(["other raw", "new"], _files.Tree("pretraining/train").Select(name => File.ReadAllText(Path.Combine(_files.Out, "pretraining/train", name))));
        File.Delete(extracted);
        Prepare();
        Assert.Equal("other raw", File.ReadAllText(extracted));

        void Prepare() => _files.PrepareFrom([_files.File("Study_1.tar.gz")]);
    }

    [Fact]
    public void What_was_extracted_goes_with_its_archive_and_never_without_it()
    {
        Pack("Study_1.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", "raw")]);
        Pack("Study_2.tar.gz", [("Study_2/image_1_BF_z0.ome.tiff", "raw")]);
        Pack("Study_3.tar.gz", [("Study_3/image_1_BF_z0.ome.tiff", "raw")]);
        _files.PrepareFrom([_files.File("Study_1.tar.gz"), _files.File("Study_2.tar.gz"), _files.File("Study_3.tar.gz")]);
        File.Delete(_files.File("Study_3.tar.gz"));
        _files.PrepareFrom([_files.File("Study_1.tar.gz")]);
        Assert.Equal(["Study_1_BF_image_1_BF_z0.ome.tiff"], _files.Tree("pretraining/train"));
        Assert.Equal(["Study_1", "Study_3"], Directory.GetDirectories(Path.Combine(_files.Out, "extracted")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_beside_its_archive_is_taken()
    {
        _files.Add("Study_1", "image_1_BF_z0");
        Pack("studies/Study_1.tar.gz", [("Study_1/image_2_BF_z0.ome.tiff", "raw")]);
        var result = _files.Prepare();
        Assert.Equal(["Study_1_BF_image_1_BF_z0.ome.tiff"], _files.Tree("pretraining/train"));
        Assert.Equal("the folder Study_1 lies beside it and is taken", Assert.Single(result.LeftOut).Key);
    }

    [Fact]
    public void Archives_cut_off_anywhere_are_refused()
    {
        var random = new Random(1);
        Pack("whole.tar.gz", [.. Enumerable.Range(0, 5).Select(i => ($"Study_1/image_{i}_BF_z0.ome.tiff", Convert.ToHexString(RandomBytes(random, 3_000))))]);
        var whole = File.ReadAllBytes(_files.File("whole.tar.gz"));
        for (var length = 0; length < whole.Length - 16; length += 331)
        {
            File.WriteAllBytes(_files.File("Study_1.tar.gz"), whole[..length]);
            AssertRefused("Study_1.tar.gz", "cut off");
        }

        File.WriteAllBytes(_files.File("Study_1.tar.gz"), whole);
        Assert.Equal(5, _files.PrepareFrom([_files.File("Study_1.tar.gz")]).PretrainingImages);
    }

    [Fact]
    public void An_archive_cut_off_between_two_files_is_refused()
    {
        Pack("whole.tar.gz", [.. Enumerable.Range(0, 3).Select(i => ($"Study_1/image_{i}_BF_z0.ome.tiff", $"{i}"))]);
        using var plain = new MemoryStream();
        using (var unzipped = new GZipStream(File.OpenRead(_files.File("whole.tar.gz")), CompressionMode.Decompress))
            unzipped.CopyTo(plain);
        var entries = (plain.Length - 1024) / 3;
        Assert.Equal(0, entries % 512);
        using (var zipped = new GZipStream(File.Create(_files.File("Study_1.tar.gz")), CompressionLevel.Fastest))
            zipped.Write(plain.ToArray().AsSpan(0, (int)(2 * entries)));
        AssertRefused("Study_1.tar.gz", "cut off");
    }

    [Fact]
    public void A_changed_byte_is_noticed()
    {
        Pack("whole.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", Convert.ToHexString(RandomBytes(new Random(3), 3_000)))]);
        var whole = File.ReadAllBytes(_files.File("whole.tar.gz"));
        for (var at = 20; at < whole.Length; at += 97)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            File.WriteAllBytes(_files.File("Study_1.tar.gz"), changed);
            AssertRefused("Study_1.tar.gz", "damaged");
        }
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        StudyFiles.Write(_files.File("text.tar.gz"), string.Concat(Enumerable.Repeat("no archive at all; ", 100)));
        AssertRefused("text.tar.gz", "damaged");
        using (var zip = new GZipStream(File.Create(_files.File("zipped.tar.gz")), CompressionLevel.Fastest))
            zip.Write(RandomBytes(new Random(2), 5_000));
        AssertRefused("zipped.tar.gz", "damaged");
    }

    [Fact]
    public void Two_entries_for_one_image_are_refused()
    {
        Pack("Study_1.tar.gz", [("a/Study_1/image_1_BF_z0.ome.tiff", "one"), ("b/Study_1/image_1_BF_z0.ome.tiff", "two")]);
        AssertRefused("Study_1.tar.gz", "a/Study_1/image_1_BF_z0.ome.tiff", "b/Study_1");
        Pack("Study_1.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", "one"), ("Study_1/image_1_BF_z0.ome.tiff", "two")]);
        AssertRefused("Study_1.tar.gz", "twice");
    }

    [Fact]
    public void A_folder_of_the_users_is_not_replaced()
    {
        Pack("Study_1.tar.gz", [("Study_1/image_1_BF_z0.ome.tiff", "one")]);
        StudyFiles.Write(Path.Combine(_files.Out, "extracted/Study_1/mine"), "mine");
        var error = Assert.Throws<InputException>(() => _files.PrepareFrom([_files.File("Study_1.tar.gz")]));
        Assert.Contains("extracted/Study_1", error.Message);
        Assert.True(File.Exists(Path.Combine(_files.Out, "extracted/Study_1/mine")));
    }

    [Fact]
    public void Stopped_while_extracting_nothing_half_extracted_counts()
    {
        Pack("Study_1.tar.gz", [.. Enumerable.Range(0, 9).Select(i => ($"Study_1/image_{i}_BF_z0.ome.tiff", $"raw {i}"))]);
        using var stop = new CancellationTokenSource();
        var entries = 0;
        _files.Log.AtProgress = () =>
        {
            if (++entries == 5)
                stop.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => _files.PrepareFrom([_files.File("Study_1.tar.gz")], stop: stop.Token));
        Assert.False(Directory.Exists(_files.Out));
        Assert.Equal(9, _files.PrepareFrom([_files.File("Study_1.tar.gz")]).PretrainingImages);
    }

    private void AssertRefused(string archive, params string[] words)
    {
        var error = Assert.Throws<InputException>(() => _files.PrepareFrom([_files.File(archive)]));
        foreach (var word in words.Append(archive))
            Assert.Contains(word, error.Message);
        Assert.False(Directory.Exists(_files.Out), "something was made of a damaged archive");
    }

    private void Pack(string archive, IEnumerable<(string Name, string Text)> entries) => Pack(archive, writer =>
    {
        foreach (var (name, text) in entries)
            Add(writer, name, text);
    });

    private void Pack(string archive, Action<TarWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_files.File(archive))!);
        using var file = File.Create(_files.File(archive));
        using var stream = new GZipStream(file, CompressionLevel.Fastest);
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        write(writer);
    }

    private static void Add(TarWriter writer, string name, string text) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) });

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
