using Luciole.Data.Augmentation;

namespace Luciole.Data.Tests.Augmentation;

public sealed class ContactSheetTests
{
    private static readonly string s_docs = Path.Combine(Golden.RepositoryRoot, "docs");

    [Fact]
    public void Every_augmentation_is_on_the_sheet_and_in_its_legend_at_its_place()
    {
        var picture = Path.Combine(s_docs, "images", "augmentations.png");
        if (Environment.GetEnvironmentVariable("LUCIOLE_WRITE_DOCS") == "1")
            new ContactSheet().Write(picture);
        Assert.True(File.Exists(picture), $"{picture} is missing; run this test with LUCIOLE_WRITE_DOCS=1.");

        Assert.Equal(Enum.GetValues<AugmentationStep>(), ContactSheet.Tiles.Select(t => t.Augmentation.Step).Order());
        var rows = File.ReadLines(Path.Combine(s_docs, "augmentations.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        Assert.Equal(ContactSheet.Tiles.Select(t => $"`{t.Key}`"), rows.Select(row => row[1].Trim()));
        // The original comes first, six pictures a row.
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => $"{(i / 6) + 1}.{(i % 6) + 1}"), rows.Select(row => row[2].Trim()));
    }

    [Fact]
    public void Every_picture_shows_a_change_of_the_raw_and_of_the_target_where_the_legend_says_both()
    {
        var sheet = new ContactSheet();
        var both = File.ReadLines(Path.Combine(s_docs, "augmentations.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[3].Trim() == "both")
            .Select(line => line.Split('`')[1]).ToHashSet();
        foreach (var (key, augmentation, _) in ContactSheet.Tiles)
        {
            var before = sheet.Original(ContactSheet.IsColour(augmentation));
            var after = sheet.Augmented(augmentation, grid: false);
            Assert.False(before.Image.SequenceEqual(after.Image), key);
            Assert.True(both.Contains(key) != before.Target!.SequenceEqual(after.Target!), key);
        }
    }
}
