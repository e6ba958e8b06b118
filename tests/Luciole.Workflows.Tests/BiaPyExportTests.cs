using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class BiaPyExportTests : IDisposable
{
    private const string Unetr = """
        LUCIOLE: {DIALECT: luciole-1}
        PROBLEM: {TYPE: IMAGE_TO_IMAGE}
        DATA: {PATCH_SIZE: "(16, 16, 1)"}
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 2, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, VIT_NORM_EPS: 1.0e-5}
        """;

    private const string Autoencoder = """
        LUCIOLE: {DIALECT: luciole-1}
        PROBLEM: {TYPE: SELF_SUPERVISED, SELF_SUPERVISED: {PRETEXT_TASK: masking}}
        DATA: {PATCH_SIZE: "(16, 16, 1)"}
        MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 8, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 2}
        """;

    // A stand-in for yacs, which the test machine may lack, and BiaPy's way through the file: attributes, the model section, the weights.
    private const string ReadAsBiaPy = """
        import sys, types
        module = types.ModuleType('yacs.config')
        class CfgNode(dict):
            def __getattr__(self, name):
                if name in self:
                    return self[name]
                raise AttributeError(name)
        CfgNode.__module__ = 'yacs.config'
        module.CfgNode = CfgNode
        sys.modules['yacs'] = types.ModuleType('yacs')
        sys.modules['yacs.config'] = module
        checkpoint = torch.load(sys.argv[1], map_location='cpu')
        cfg = checkpoint['cfg']
        print(type(cfg).__name__, type(cfg.MODEL).__name__, cfg.PROBLEM.TYPE, cfg.PROBLEM.NDIM, cfg.DATA.PATCH_SIZE, cfg.PROBLEM.INSTANCE_SEG.DATA_CHANNELS,
              cfg.PROBLEM.SUPER_RESOLUTION.UPSCALING, cfg.MODEL.N_CLASSES, cfg['MODEL']['VIT_EMBED_DIM'], checkpoint['biapy_version'], checkpoint['model']['cls_token'].shape[-1],
              checkpoint['model_build_kwargs']['input_shape'], sep=' | ')
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PyTorch_finds_what_BiaPy_reads()
    {
        var (_, exported) = Export(Unetr);
        Assert.Equal("CfgNode | CfgNode | IMAGE_TO_IMAGE | 2D | (16, 16, 1) | BC | (1, 1) | 2 | 8 | 3.5.12 | 8 | (16, 16, 1)", Python.RunWithTorch(ReadAsBiaPy, exported).Trim());
    }

    [Fact]
    public void What_Luciole_writes_while_training_needs_no_yacs()
    {
        var source = Source(Unetr);
        Assert.Equal("dict 8", Python.RunWithTorch("import sys\nc = torch.load(sys.argv[1], map_location='cpu')\nprint(type(c['cfg']).__name__, c['model']['cls_token'].shape[-1])", source).Trim());
    }

    [Fact]
    public void Weights_and_network_stay_and_Luciole_s_own_keys_go()
    {
        var (source, exported) = Export(Unetr);
        using var before = PyTorchCheckpoint.Open(source);
        using var after = PyTorchCheckpoint.Open(exported);
        Assert.Equal(before.StateDict.Select(t => t.Key), after.StateDict.Select(t => t.Key));
        foreach (var (name, tensor) in before.StateDict)
            Assert.Equal(Bytes(tensor), Bytes(after.Tensor(name)));
        Assert.Equal(PickleDict.CfgNode, after.Configuration!.ClassName);
        Assert.Null(after["luciole"]);
        Assert.Null(after["optimizer"]);
        Assert.NotNull(before.Configuration!.Find("MODEL.VIT_POSITION_EMBEDDING"));
        Assert.Null(after.Configuration.Find("MODEL.VIT_POSITION_EMBEDDING"));
        Assert.Null(after.Configuration.Find("LUCIOLE"));
        var (ours, theirs) = (Settings(before, source).Model, Settings(after, exported).Model);
        Assert.Equal((ours.Architecture, ours.EmbedDim, ours.Layers, ours.DecoderFilters, ours.LayerNormEpsilon), (theirs.Architecture, theirs.EmbedDim, theirs.Layers, theirs.DecoderFilters, theirs.LayerNormEpsilon));
    }

    [Fact]
    public void What_BiaPy_would_compute_differently_is_said()
    {
        Assert.Empty(BiaPyExport.Write(Source(Unetr), _folder.File("same.pth")));
        var epsilon = BiaPyExport.Write(Source(Unetr.Replace("1.0e-5", "1.0e-6", StringComparison.Ordinal)), _folder.File("epsilon.pth"));
        Assert.Equal("MODEL.VIT_NORM_EPS is 1E-06, but BiaPy computes with 1E-05, so its predictions will differ slightly", Assert.Single(epsilon));
        var decoder = BiaPyExport.Write(Source(Autoencoder), _folder.File("decoder.pth"));
        Assert.Equal(["MODEL.MAE_DEC_HIDDEN_SIZE is 8", "MODEL.MAE_DEC_NUM_LAYERS is 1", "MODEL.MAE_DEC_NUM_HEADS is 2"], decoder.Select(d => d[..d.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Checkpoints_that_BiaPy_could_not_build_a_network_from_are_refused()
    {
        var bare = _folder.File("bare.pth");
        CheckpointWriter.Write(bare, new PickleDict { { "model", new PickleDict(PickleDict.OrderedDict) { { "w", CheckpointTensor.FromMemory(ElementType.UInt8, [1], new byte[1]) } } } });
        Assert.Contains("configuration", Assert.Throws<InputException>(() => BiaPyExport.Write(bare, _folder.File("out.pth"))).Message);
        CheckpointWriter.Write(bare, new PickleDict { { "epoch", 1L } });
        Assert.Contains(bare, Assert.Throws<InputException>(() => BiaPyExport.Write(bare, _folder.File("out.pth"))).Message);
        Assert.False(File.Exists(_folder.File("out.pth")));
    }

    private (string Source, string Exported) Export(string yaml)
    {
        var (source, exported) = (Source(yaml), _folder.File("exported.pth"));
        BiaPyExport.Write(source, exported);
        return (source, exported);
    }

    private string Source(string yaml)
    {
        var path = _folder.File("source.pth");
        StartingWeights.Write(ConfigurationReader.ReadText(yaml, "test.yaml", []).Configuration, path, "1.2.3");
        return path;
    }

    private static LucioleConfiguration Settings(PyTorchCheckpoint checkpoint, string path) =>
        ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(checkpoint.Configuration!), path).Configuration;

    private static byte[] Bytes(CheckpointTensor tensor)
    {
        var bytes = new byte[tensor.ByteCount];
        tensor.CopyTo(bytes);
        return bytes;
    }
}
