using Luciole.Files;

namespace Luciole.Configuration.Tests;

public sealed class YamlErrorTests
{
    [Fact]
    public void A_key_given_twice_names_both_lines() =>
        Assert.Equal("run.yaml:4: the key LR was given already on line 2; keep one of the two.", Yaml.Error("TRAIN:\n  LR: 1.E-4\n  EPOCHS: 3\n  LR: 1.E-5\n"));

    [Fact]
    public void A_section_given_twice_names_both_lines() =>
        Assert.StartsWith("run.yaml:3: the key TRAIN was given already on line 1", Yaml.Error("TRAIN:\n  LR: 1.E-4\nTRAIN:\n  EPOCHS: 3\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("TRAIN:\n\tLR: 1\n", 2)]
    [InlineData("\"TR\\nAIN\": 1\n", 1)]
    [InlineData("TRAIN: [1, 2\n", 2)]
    [InlineData("TRAIN:\n  LR: 'open\n", 2)]
    [InlineData("TRAIN:\n  LR: *nowhere\n", 2)]
    [InlineData("TRAIN:\n  LR: !!python/object:os.system 1\n", 2)]
    [InlineData("TRAIN:\n  LR: 1\n---\nTEST:\n  ENABLE: True\n", 3)]
    [InlineData("TRAIN:\n  LR: 1\n TEST: 3\n", 3)]
    [InlineData("- a\n- b\n", 1)]
    [InlineData("just a text\n", 1)]
    [InlineData("? [a, b]\n: 1\n", 1)]
    [InlineData("a: b: c\n", 1)]
    public void Broken_YAML_names_file_and_line(string text, int line) => Assert.Matches($"^run.yaml:{line}: ", Yaml.Error(text));

    [Fact]
    public void An_empty_file_says_what_is_missing() => Assert.Equal("run.yaml: PROBLEM.TYPE is missing; write IMAGE_TO_IMAGE or SELF_SUPERVISED.", Yaml.Error("# nothing\n"));

    [Fact]
    public void Nesting_is_bounded() => Assert.Contains("nested", Yaml.Error(string.Concat(Enumerable.Range(0, 50).Select(i => new string(' ', i) + "a:\n"))));

    [Fact]
    public void Flow_nesting_is_bounded() => Assert.Contains("nested", Yaml.Error("a: " + new string('[', 500_000)));

    [Fact]
    public void Aliases_that_multiply_are_refused_before_they_fill_the_memory()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 15; i++)
            text += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        Assert.Contains("which no configuration does", Yaml.Error(text));
    }

    [Fact]
    public void Mappings_that_multiply_are_refused_too()
    {
        var text = "a0: &a0 {k: v, l: v}\n";
        for (var i = 1; i < 19; i++)
            text += $"a{i}: &a{i} {{{string.Join(", ", Enumerable.Range(0, 10).Select(j => $"k{j}: *a{i - 1}"))}}}\n";
        Assert.Contains("run.yaml:", Yaml.Error(text));
    }

    [Fact]
    public void Anchors_and_merge_keys_work()
    {
        var c = Yaml.Read(Yaml.Unetr + "\nTRAIN: &t\n  LR: 1.E-3\n  EPOCHS: 7\nTEST:\n  ENABLE: &on yes\n  VERBOSE: *on\n").Configuration;
        Assert.Equal((1e-3, 7, true, true), (c.Train.LearningRate, c.Train.Epochs, c.Test.Enable, c.Test.Verbose));

        var merged = Yaml.Read("PATHS: {}\n" + Yaml.Unetr.Replace("NDIM: 2D", "NDIM: 2D\nAUGMENTOR: &a {HFLIP: yes, VFLIP: no}", StringComparison.Ordinal) + "\nTRAIN: {<<: {LR: 0.5}, EPOCHS: 2}").Configuration;
        Assert.Equal((0.5, 2, true), (merged.Train.LearningRate, merged.Train.Epochs, merged.Augmentor.FlipHorizontal));
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(folder.File("absent.yaml"), Assert.Throws<InputException>(() => ConfigurationReader.ReadFile(folder.File("absent.yaml"), [])).Message);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => ConfigurationReader.ReadFile(folder.FullName, [])).Message);

        File.WriteAllBytes(folder.File("big.yaml"), new byte[(1 << 20) + 10]);
        Assert.Contains("larger than", Assert.Throws<InputException>(() => ConfigurationReader.ReadFile(folder.File("big.yaml"), [])).Message);

        File.WriteAllBytes(folder.File("binary.yaml"), [0x50, 0xFF, 0xFE, 0x00]);
        Assert.Contains("UTF-8", Assert.Throws<InputException>(() => ConfigurationReader.ReadFile(folder.File("binary.yaml"), [])).Message);
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_are_harmless()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("windows.yaml"), "\uFEFF# BiaPy version: 3.4.3\r\n" + Yaml.Unetr.ReplaceLineEndings("\r\n"));
        var result = ConfigurationReader.ReadFile(folder.File("windows.yaml"), []);
        Assert.Equal(ConfigurationDialect.BiaPy34, result.Dialect);
        Assert.Equal(48, result.Configuration.Model.EmbedDim);
    }
}
