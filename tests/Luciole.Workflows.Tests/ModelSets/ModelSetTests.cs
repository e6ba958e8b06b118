using System.IO.Compression;
using Luciole.Checkpoints;
using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.ModelDescriptions;
using Luciole.ModelDescriptions.Rules;
using Luciole.Torch;
using Luciole.Workflows.ModelSets;

namespace Luciole.Workflows.Tests.ModelSets;

/// <summary>What was packed is opened the same; what was changed since is refused.</summary>
public sealed class ModelSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("set")]
    [InlineData("set.zip")]
    public void Two_models_are_packed_opened_loaded_and_verified(string name)
    {
        var checkpoints = new[] { "tubulin", "nucleus" }.Select(organelle => TinyModels.Write(_folder, organelle)).ToList();
        Pack(name, checkpoints, r => r with { Safetensors = true });
        string unpacked;
        using (var set = ModelSet.Open(_folder.File(name)))
        {
            Assert.Equal([Organelle.Nucleus, Organelle.Tubulin], set.Members.Select(m => m.Organelle!.Value));
            unpacked = Path.GetDirectoryName(set.Members[0].WeightsPath)!;
            foreach (var (member, checkpoint) in set.Members.Zip(checkpoints.AsEnumerable().Reverse()))
            {
                using var model = member.Load([], () => Device.Cpu);
                member.Verify(model, Device.Cpu);
                Assert.Equal(member.Name, model.ChannelName);
                Assert.Equal(WeightsOf(checkpoint), WeightsOf(member.WeightsPath));
                Assert.Equal(WeightsOf(checkpoint), WeightsOf(Path.ChangeExtension(member.WeightsPath, ".safetensors")));
            }
        }

        // What a zip was unpacked to is gone; a folder stays.
        Assert.Equal(name == "set", Directory.Exists(unpacked));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName, ".*"));
    }

    [Fact]
    public void Descriptions_keep_the_rules_and_tell_nothing_of_the_machine()
    {
        Pack("set", [TinyModels.Write(_folder, "actin"), TinyModels.Write(_folder, "mitochondria")]);
        foreach (var organelle in new[] { "actin", "mitochondria" })
            Assert.Empty(DescriptionRules.Check(DescriptionNode.Open(_folder.File("set", organelle, "rdf.yaml")), _folder.File("set", organelle)));
        Assert.Empty(DescriptionRules.CheckSet(DescriptionNode.Open(_folder.File("set", "rdf.yaml"))));
        foreach (var file in Directory.GetFiles(_folder.File("set"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("/secret/place", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.DoesNotContain(_folder.FullName, File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_model_lies_in_the_folder_itself_and_is_a_state_dict_that_PyTorch_loads()
    {
        var checkpoint = TinyModels.Write(_folder, "nucleus");
        Pack("set", [checkpoint]);
        const string Script = """
            import sys, json, yaml, numpy, os
            folder = sys.argv[1]
            d = yaml.safe_load(open(os.path.join(folder, 'rdf.yaml')))
            w = d['weights']['pytorch_state_dict']
            state = torch.load(os.path.join(folder, w['source']), weights_only=True)
            i = numpy.load(os.path.join(folder, d['inputs'][0]['test_tensor']['source']))
            o = numpy.load(os.path.join(folder, d['outputs'][0]['test_tensor']['source']))
            print(json.dumps(dict(names=list(state), count=sum(t.numel() for t in state.values() if t.is_floating_point()), input=[str(i.dtype), list(i.shape)], output=[str(o.dtype), list(o.shape)], kwargs=w['architecture']['kwargs'])))
            """;
        var seen = System.Text.Json.JsonDocument.Parse(Python.RunWithTorch(Script, _folder.File("set"))).RootElement;
        using var original = PyTorchCheckpoint.Open(checkpoint);
        Assert.Equal(original.StateDict.Names, seen.GetProperty("names").EnumerateArray().Select(n => n.GetString()!));
        Assert.Equal("""["uint16",[1,1,16,16]]""", seen.GetProperty("input").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("""["float32",[1,1,16,16]]""", seen.GetProperty("output").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(8, seen.GetProperty("kwargs").GetProperty("embed_dim").GetInt32());
    }

    [Fact]
    public void The_test_output_is_the_prediction_of_the_checkpoint_at_zero_mean_and_unit_variance()
    {
        var checkpoint = TinyModels.Write(_folder, "nucleus");
        Pack("set", [checkpoint]);
        var input = NumpyFile.Read(_folder.File("set", "test_input.npy")).ToDoubles();
        var (mean, deviation) = (input.Average(), Math.Sqrt(input.Average(v => v * v) - Math.Pow(input.Average(), 2)));
        using var model = TrainedModel.Open(checkpoint, null, [], () => Device.Cpu);
        using var scope = new TensorScope();
        using var noGrad = new Luciole.Torch.Autograd.NoGradScope();
        var output = model.Network.Forward(Tensor.From([.. input.Select(v => (float)((v - mean) / (deviation + 1e-6)))], 1, 1, TinyModels.Patch, TinyModels.Patch));
        var expected = output.Contiguous().AsSpan<float>().ToArray();
        var found = NumpyFile.Read(_folder.File("set", "test_output.npy")).ToFloats();
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Weights_that_changed_after_packing_are_refused_by_their_hash()
    {
        Pack("set", [TinyModels.Write(_folder, "nucleus")]);
        var path = _folder.File("set", "nucleus.pt");
        var bytes = File.ReadAllBytes(path);
        bytes[^200] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var set = ModelSet.Open(_folder.File("set"));
        var error = Assert.Throws<InputException>(() => set.Members[0].Load([], () => Device.Cpu));
        Assert.Contains("nucleus.pt: is not the file that was packed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_weights_with_the_right_hash_are_refused_by_the_test_sample()
    {
        Pack("set", [TinyModels.Write(_folder, "nucleus")]);
        Pack("other", [TinyModels.Write(_folder, "nucleus", "SYSTEM.SEED=99")]);
        File.Copy(_folder.File("other", "nucleus.pt"), _folder.File("set", "nucleus.pt"), overwrite: true);
        var description = _folder.File("set", "rdf.yaml");
        File.WriteAllText(description, File.ReadAllText(description).Replace(
            DescriptionNode.Open(description)["weights"]["pytorch_state_dict"]["sha256"].RequireText(), ContentHash.OfFile(_folder.File("set", "nucleus.pt")), StringComparison.Ordinal));
        using var set = ModelSet.Open(_folder.File("set"));
        using var model = set.Members[0].Load([], () => Device.Cpu);
        Assert.Contains("predicts its test sample differently", Assert.Throws<InputException>(() => set.Members[0].Verify(model, Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_state_dict_the_safetensors_serve()
    {
        Pack("set", [TinyModels.Write(_folder, "nucleus")], r => r with { Safetensors = true });
        File.Delete(_folder.File("set", "nucleus.pt"));
        using var set = ModelSet.Open(_folder.File("set"));
        Assert.EndsWith(".safetensors", set.Members[0].WeightsPath, StringComparison.Ordinal);
        using var model = set.Members[0].Load([], () => Device.Cpu);
        set.Members[0].Verify(model, Device.Cpu);
    }

    [Theory]
    [InlineData("weights.pytorch_state_dict", "nucleus.pt", "../nucleus.pt", "the name of a file beside")]
    [InlineData("weights.pytorch_state_dict", "nucleus.pt", "https://example.org/x.pt", "the name of a file beside")]
    [InlineData("config.luciole.configuration", "configuration.yaml", "gone.yaml", "missing beside it")]
    [InlineData("config.luciole", "channel: nucleus", "chanel: nucleus", "config.luciole.channel is missing")]
    public void A_description_that_leads_astray_is_refused(string place, string good, string bad, string expected)
    {
        Pack("set", [TinyModels.Write(_folder, "nucleus")]);
        var path = _folder.File("set", "rdf.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace(good, bad, StringComparison.OrdinalIgnoreCase));
        var error = Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("set")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_checkpoints_is_a_set_in_the_organelles_order()
    {
        foreach (var name in new[] { "tubulin", "my_actin", "NUCLEUS_best" })
            TinyModels.Write(_folder, name);
        using var set = ModelSet.Open(_folder.File("checkpoints"));
        Assert.Equal(["Nucleus", "Actin", "Tubulin"], set.Members.Select(m => m.Name));
        using var one = ModelSet.Open(_folder.File("checkpoints", "tubulin.pth"));
        Assert.Equal("Tubulin", Assert.Single(one.Members).Name);
        TinyModels.Write(_folder, "tubulin2");
        Assert.Contains("both predict Tubulin", Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("checkpoints"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_no_model_is_refused()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Contains("holds no model", Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("empty"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such folder or file", Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("nothing"))).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("empty", "rdf.yaml"), "type: model\nname: other\nweights: {}\n");
        Assert.Contains("without the section config.luciole", Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("empty"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("/tmp/evil.txt")]
    [InlineData("a/b/c/evil.txt")]
    public void A_zip_that_reaches_outside_of_itself_is_refused(string name)
    {
        using (var zip = ZipFile.Open(_folder.File("evil.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntry("rdf.yaml").Open().Dispose();
            zip.CreateEntry(name).Open().Dispose();
        }

        Assert.Contains("is no name in a model set", Assert.Throws<InputException>(() => ModelSet.Open(_folder.File("evil.zip"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/evil.txt"));
    }

    [Fact]
    public void Nothing_is_packed_over_something_twice_or_under_no_known_licence()
    {
        var nucleus = TinyModels.Write(_folder, "nucleus");
        Pack("set", [nucleus]);
        Assert.Contains("exists already", Refused("set", [nucleus]), StringComparison.Ordinal);
        Assert.Contains("both predict Nucleus", Refused("two", [nucleus, TinyModels.Write(_folder, "nuclei_nucleus")]), StringComparison.Ordinal);
        Assert.Contains("write MIT", Refused("two", [nucleus], r => r with { License = "mit" }), StringComparison.Ordinal);
        Assert.Contains("no identifier of the SPDX list, such as", Refused("two", [nucleus], r => r with { License = "mine" }), StringComparison.Ordinal);
        Assert.Contains("no such folder", Refused("two", [nucleus], r => r with { TrainingFolder = _folder.File("gone") }), StringComparison.Ordinal);
        Assert.Contains("no such file", Refused("two", [nucleus], r => r with { MetricsPath = _folder.File("gone") }), StringComparison.Ordinal);
        Assert.Equal(["checkpoints", "set"], Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Statistics_figures_sample_and_words_are_packed()
    {
        Directory.CreateDirectory(_folder.File("x", "field"));
        var ramp = Enumerable.Range(0, 40 * 40).Select(i => (ushort)(1000 + (i * 7919 % 20000))).ToArray();
        NumpyFile.Write(_folder.File("x", "field", "a.npy"), "<u2", System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(ramp), 40, 40);
        File.WriteAllText(_folder.File("metrics.json"), """{"results": [], "agregate": {"nucleus": {"PCC": 0.75, "SSIM": 0.5}, "actin": {}}}""");
        Pack("set", [TinyModels.Write(_folder, "nucleus")], r => r with
        {
            TrainingFolder = _folder.File("x"),
            MetricsPath = _folder.File("metrics.json"),
            SamplePath = _folder.File("x", "field", "a.npy"),
            License = "MIT",
            Citations = [new Citation("Someone: Title", "10.1000/182", null)],
            About = "Trained on a ramp.",
        });
        var sample = NumpyFile.Read(_folder.File("set", "test_input.npy")).As<ushort>().ToArray();
        Assert.Equal(ramp[(12 * 40) + 12], sample[0]);
        Assert.Equal(ramp[(27 * 40) + 27], sample[^1]);
        using (var set = ModelSet.Open(_folder.File("set")))
        {
            var path = Assert.Single(set.Members).StatisticsPath!;
            Assert.Equal(1, Data.Trust.TrainingStatistics.FromJson(File.ReadAllText(path), path).All.Images);
        }

        Assert.Equal(0.75, DescriptionNode.Open(_folder.File("set", "rdf.yaml"))["config"]["luciole"]["metrics"]["PCC"].RequireNumber());
        var words = File.ReadAllText(_folder.File("set", "README.md"));
        foreach (var expected in new[] { "Trained on a ramp.", "| PCC | 0.75 |", "Licence: MIT.", "https://doi.org/10.1000/182", "1 of unknown modality" })
            Assert.Contains(expected, words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATA.NORMALIZATION.TYPE=div", "scale_linear")]
    [InlineData("DATA.NORMALIZATION.TYPE=scale_range", "scale_range")]
    [InlineData("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC=1.0 DATA.NORMALIZATION.PERC_CLIP.UPPER_PERC=99.0", "clip")]
    [InlineData("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL=100.0 DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.STD_VAL=50.0", "fixed_zero_mean_unit_variance")]
    public void Every_normalisation_is_described_as_steps_that_give_the_network_s_input(string overrides, string step)
    {
        Pack("set", [TinyModels.Write(_folder, "nucleus", overrides.Split(' '))]);
        var node = DescriptionNode.Open(_folder.File("set", "rdf.yaml"));
        Assert.Contains(step, node["inputs"][0]["preprocessing"].Items.Select(s => s["id"].RequireText()));
        const string Script = """
            import sys, yaml, numpy, os
            d = yaml.safe_load(open(sys.argv[1] + '/rdf.yaml'))
            x = numpy.load(sys.argv[1] + '/test_input.npy').astype('float64')
            for s in d['inputs'][0]['preprocessing']:
                k = s.get('kwargs', {}); i = s['id']
                if i == 'clip':
                    lo, hi = numpy.percentile(x, k['min_percentile']), numpy.percentile(x, k['max_percentile']); x = x.clip(numpy.trunc(lo), numpy.trunc(hi))
                elif i == 'zero_mean_unit_variance': x = (x - x.mean()) / (x.std() + k['eps'])
                elif i == 'fixed_zero_mean_unit_variance': x = (x - k['mean']) / k['std']
                elif i == 'scale_range': x = (x - x.min()) / (x.max() - x.min() + k['eps'])
                elif i == 'scale_linear': x = x * k['gain']
                else: assert i == 'ensure_dtype', i
            print(' '.join(repr(float(v)) for v in x.flatten()))
            """;
        var input = Python.RunWithTorch(Script, _folder.File("set")).Split(' ').Select(v => float.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        using var set = ModelSet.Open(_folder.File("set"));
        using var model = set.Members[0].Load([], () => Device.Cpu);
        using var scope = new TensorScope();
        using var noGrad = new Luciole.Torch.Autograd.NoGradScope();
        var expected = model.Network.Forward(Tensor.From(input, 1, 1, TinyModels.Patch, TinyModels.Patch)).Contiguous().AsSpan<float>().ToArray();
        Assert.All(expected.Zip(NumpyFile.Read(_folder.File("set", "test_output.npy")).ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static Dictionary<string, double> WeightsOf(string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        return checkpoint.StateDict.ToDictionary(t => t.Key, t => t.Value.Statistics().Sum);
    }

    private string Refused(string name, IReadOnlyList<string> checkpoints, Func<PackRequest, PackRequest>? change = null) =>
        Assert.Throws<InputException>(() => Pack(name, checkpoints, change)).Message;

    private void Pack(string name, IReadOnlyList<string> checkpoints, Func<PackRequest, PackRequest>? change = null)
    {
        var request = new PackRequest { Checkpoints = checkpoints, Path = _folder.File(name), Version = "0", Timestamp = DateTimeOffset.UnixEpoch };
        new ModelSetPacker(change?.Invoke(request) ?? request, () => Device.Cpu, _log).Pack();
    }
}
