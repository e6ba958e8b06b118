using System.Text.Json;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests;

public sealed class InspectTests : IDisposable
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiff")]
    [InlineData("pth")]
    public void Damaged_files_are_refused_by_name_in_one_sentence(string topic)
    {
        var cases = Golden.Cases(topic).Where(c => c.GetProperty("expect").GetString() == "error").ToList();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var path = Path.Combine(Golden.Topic(topic), item.GetProperty("file").GetString()!);
            var output = _folder.File("out.npy");
            string[] tensor = topic == "pth" ? ["--tensor", "anything"] : [];
            LucioleProcess.AssertRefused(LucioleProcess.Run(s_quick, ["inspect", path, "--npy", output, .. tensor]), path);
            Assert.False(File.Exists(output), $"{path}: wrote pixels of a damaged file");
        }
    }

    [Theory]
    [InlineData("tiff")]
    [InlineData("pth")]
    public void Doubtful_files_end_in_order_one_way_or_the_other(string topic)
    {
        foreach (var item in Golden.Cases(topic).Where(c => c.GetProperty("expect").GetString() == "ok_or_error"))
        {
            var path = Path.Combine(Golden.Topic(topic), item.GetProperty("file").GetString()!);
            var result = LucioleProcess.Run(s_quick, "inspect", path);
            if (result.ExitCode != 0)
                LucioleProcess.AssertRefused(result, path);
        }
    }

    [Fact]
    public void An_image_is_described_and_decoded()
    {
        var path = TinyImages.WriteRaw(_folder.File("a.ome.tiff"), seed: 1, height: 21, width: 34);
        var (output, messages) = LucioleProcess.Succeed("inspect", path, "--json", "--npy", _folder.File("a.npy"));
        Assert.Equal("", messages);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("uint16", json.RootElement.GetProperty("dtype").GetString());
        Assert.Equal([21, 34], json.RootElement.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal([TinyImages.PixelX, TinyImages.PixelY], json.RootElement.GetProperty("physical_size").EnumerateArray().Select(v => v.GetDouble()));
        using var image = ImageFile.Read(path);
        var pixels = NumpyFile.Read(_folder.File("a.npy"));
        Assert.Equal([21, 34], pixels.Shape);
        Assert.Equal(image.Data, pixels.Data);

        var (table, _) = LucioleProcess.Succeed("inspect", path);
        Assert.Contains("uint16", table);
        Assert.Contains("Bright field", table);
    }

    [Fact]
    public void A_checkpoint_is_described_and_its_tensors_written()
    {
        var path = TinyNetwork.WriteCheckpoint(_folder.File("nucleus.pth"));
        var (output, _) = LucioleProcess.Succeed("inspect", path, "--json", "--statistics", "--tensor", "cls_token", "--npy", _folder.File("t.npy"));
        using var json = JsonDocument.Parse(output);
        var tensor = json.RootElement.GetProperty("tensors").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "cls_token");
        var values = NumpyFile.Read(_folder.File("t.npy"));
        Assert.Equal(tensor.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64()), values.Shape);
        Assert.Equal(values.ToDoubles().Sum(), tensor.GetProperty("sum").GetDouble(), 1e-6);
        Assert.Contains("cls_token", LucioleProcess.Succeed("inspect", path).Output);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", _folder.File("absent.tif")), _folder.File("absent.tif"), "no such file");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", _folder.FullName), _folder.FullName, "is a folder");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", ""), "empty");
    }

    [Fact]
    public void A_tensor_must_exist_and_have_a_file_to_go_to()
    {
        var path = TinyNetwork.WriteCheckpoint(_folder.File("nucleus.pth"));
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1);
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", path, "--tensor", "cls_token"), "--npy");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", path, "--tensor", "cls_tokn", "--npy", _folder.File("t.npy")), path, "'cls_tokn'");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", path, "--npy", _folder.File("t.npy")), path, "--tensor NAME");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--tensor", "cls_token", "--npy", _folder.File("t.npy")), image, "--tensor");
        Assert.False(File.Exists(_folder.File("t.npy")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_refused()
    {
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1);
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--npy", _folder.FullName), _folder.FullName, "folder");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--npy", Path.Combine(image, "x.npy")), "x.npy", "cannot be written");
    }

    [Fact]
    public void The_file_to_inspect_is_never_overwritten()
    {
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1);
        var before = File.ReadAllBytes(image);
        File.CreateSymbolicLink(_folder.File("link.npy"), image);
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--npy", image), "--npy", image);
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--npy", _folder.File("link.npy")), "--npy");
        Assert.Equal(before, File.ReadAllBytes(image));
    }
}
