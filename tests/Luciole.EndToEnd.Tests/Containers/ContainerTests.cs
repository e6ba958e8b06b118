using System.Diagnostics;
using System.Text.RegularExpressions;
using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests.Containers;

/// <summary>
/// What the container images are made from. No container engine runs here: the program is started from what goes into an image, and, where
/// LUCIOLE_TEST_ROOTFS names a folder, in the same root file system by chroot.
/// </summary>
public sealed partial class ContainerTests : IDisposable
{
    private static readonly string s_scripts = Path.Combine(Golden.RepositoryRoot, "containers");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_scripts_pass_shellcheck()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is absent; apt-get install shellcheck.");
        var (code, output) = Execute("/usr/bin/shellcheck", Directory.GetFiles(s_scripts, "*.sh"));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void What_goes_into_an_image_starts_without_anything_of_this_machine_s_environment()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Golden.RepositoryRoot, "build", "app", "luciole")), "./luciole has not built the program yet.");
        var target = _folder.File("opt");
        var (assembled, words) = Execute(Path.Combine(s_scripts, "assemble.sh"), target);
        Assert.True(assembled == 0, words);
        var (code, output) = Execute("/usr/bin/env", "-i", "PATH=/usr/bin:/bin", Path.Combine(target, "luciole"), "inspect", TinyImages.WriteRaw(_folder.File("a.tiff"), 1));
        Assert.True(code == 0, output);
        Assert.Contains("64", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("luciole.def")]
    [InlineData("luciole-cuda.def")]
    public void Recipes_name_files_and_options_that_exist(string name)
    {
        var recipe = File.ReadAllText(Path.Combine(s_scripts, name));
        foreach (Match script in RepositoryScript().Matches(recipe))
            Assert.True(File.Exists(Path.Combine(s_scripts, script.Groups["name"].Value)), script.Value);
        foreach (Match start in ChallengeStart().Matches(recipe))
            Assert.Contains("--models", start.Value, StringComparison.Ordinal);
        Assert.NotEmpty(ChallengeStart().Matches(recipe));
        var help = LucioleProcess.Succeed("grand-challenge", "--help").Output;
        foreach (Match option in Option().Matches(string.Concat(ChallengeStart().Matches(recipe).Select(m => m.Value))))
            Assert.Contains(option.Value, help, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_bare_root_file_system_two_images_give_eight_predictions()
    {
        var rootfs = Environment.GetEnvironmentVariable("LUCIOLE_TEST_ROOTFS");
        Assert.SkipWhen(string.IsNullOrEmpty(rootfs), "LUCIOLE_TEST_ROOTFS names no folder for the containers' root file system (made there once, in some minutes and 1.1 GB).");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may make a root file system and enter it.");
        if (!File.Exists(Path.Combine(rootfs, "opt", "luciole", "luciole")))
        {
            Assert.SkipUnless(File.Exists("/usr/sbin/debootstrap"), "debootstrap is absent; apt-get install debootstrap.");
            var (made, log) = Execute(Path.Combine(s_scripts, "rootfs.sh"), rootfs);
            Assert.True(made == 0, log[^Math.Min(log.Length, 3000)..]);
        }

        string[] organelles = ["nucleus", "mitochondria", "actin", "tubulin"];
        LucioleProcess.Succeed(["pack", .. organelles.Select(o => TinyNetwork.WriteCheckpoint(_folder.File("checkpoints", o + ".pth"))), "--out", _folder.File("models")]);
        TinyImages.WriteRaw(_folder.File("in", "images", "organelles-transmitted-light-ome-tiff", "one.tiff"), 1);
        TinyImages.WriteRaw(_folder.File("in", "images", "organelles-transmitted-light-ome-tiff", "two.tiff"), 2);
        Directory.CreateDirectory(_folder.File("out"));
        Assert.Equal(0, Execute("/bin/chmod", "777", _folder.File("out")).Code);
        var (code, output) = Execute(Path.Combine(s_scripts, "run-rootfs.sh"), rootfs, _folder.File("models"), _folder.File("in"), _folder.File("out"));
        Assert.True(code == 0, output);
        var written = Directory.GetFiles(_folder.File("out"), "*.tiff", SearchOption.AllDirectories);
        Assert.Equal(8, written.Length);
        foreach (var file in written)
        {
            using var image = ImageFile.Open(file);
            Assert.Equal((64, 64), (image.Height, image.Width));
            Assert.NotNull(ImageFile.OmeMetadataOf(image));
        }
    }

    private static (int Code, string Output) Execute(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    [GeneratedRegex(@"containers/(?<name>[a-z-]+\.sh)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryScript();

    [GeneratedRegex("grand-challenge[^\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChallengeStart();

    [GeneratedRegex("--[a-z-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
