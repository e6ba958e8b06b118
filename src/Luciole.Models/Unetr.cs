using Luciole.Models.Convolution;
using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models;

/// <summary>
/// A U-shaped network whose encoder is a vision transformer (Hatamizadeh et al., "UNETR: Transformers for 3D Medical Image
/// Segmentation"), in two dimensions, with the parameter names and the order of BiaPy's checkpoints. The output is linear.
/// </summary>
public sealed class Unetr : ImageToImageModel
{
    private readonly int _levels;
    private readonly Tensor _classToken;
    private readonly Tensor _positions;
    private readonly PatchEmbedding _patchEmbedding;
    private readonly ModuleList<TransformerBlock> _blocks;
    private readonly ConvTranspose2d _bottleneck;
    private readonly ModuleList<ModuleList<Module>> _skips;
    private readonly ModuleList<DoubleConvBlock> _merges;
    private readonly ModuleList<ConvTranspose2d> _ups;
    private readonly Conv2d _last;

    /// <summary>
    /// A network in training mode. <paramref name="initialize"/>: false when all weights are going to be loaded; they then start
    /// unset, and memory is first touched by the loading.
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public Unetr(UnetrOptions options, bool initialize = true)
    {
        options.Validate();
        Options = options;
        var width = options.EmbedDim;
        _levels = options.Doublings;
        _classToken = AddParameter("cls_token", Tensor.Zeros([1, 1, width]));
        _positions = AddParameter(
            "pos_embed",
            initialize ? PositionEmbedding.Create(options.PositionEmbedding, options.Grid, width) : Tensor.Empty([1, (options.Grid * options.Grid) + 1, width]),
            trainable: options.PositionEmbedding == PositionEmbeddingKind.Learned);
        _patchEmbedding = AddModule("patch_embed", new PatchEmbedding(options.Channels, options.TokenSize, width));
        _blocks = AddModule("blocks", new ModuleList<TransformerBlock>());
        for (var i = 0; i < options.Layers; i++)
            _blocks.Add(new TransformerBlock(width, options.Heads, options.HiddenDim, options.LayerNormEpsilon));

        // Checkpoints have this layer, but the forward pass never comes by: its gradient stays absent.
        AddModule("norm", new LayerNorm(width, options.LayerNormEpsilon));
        _bottleneck = AddModule("bottleneck", new ConvTranspose2d(width, ChannelsAt(_levels - 1), bias: false));
        _skips = AddModule("mid_blue_block", new ModuleList<ModuleList<Module>>());
        _merges = AddModule("two_yellow_layers", new ModuleList<DoubleConvBlock>());
        _ups = AddModule("up_green_layers", new ModuleList<ConvTranspose2d>());
        AddDecoder(new ConvStyle(options.KernelSize, options.DecoderActivation, options.Normalization, options.Dropout));
        _last = AddModule("last_block", new Conv2d(options.Filters, options.OutputChannels, 1));
        if (initialize)
            Initialization.XavierThroughout(this);
    }

    /// <summary>What the network was made from.</summary>
    public UnetrOptions Options { get; }

    /// <inheritdoc/>
    public override long InputChannels => Options.Channels;

    /// <inheritdoc/>
    public override long OutputChannels => Options.OutputChannels;

    /// <inheritdoc/>
    public override long? ImageSize => Options.ImageSize;

    /// <inheritdoc/>
    public override long SizeMultiple => Options.TokenSize;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        CheckInput(input);
        using var scope = new TensorScope();
        var x = Encode(input, out var taps).Then(_bottleneck.Forward);
        for (var step = 0; step < _skips.Count; step++)
        {
            x = Merge(_merges[step], x, Raise(_skips[step], taps.Pop())).Then(_ups[step].Forward);
        }

        x = Merge(_merges[_levels], _merges[_levels - 1].Forward(input), x);
        return scope.Keep(x.Then(features => Predict(features, _last)));
    }

    // The last block's tokens as a map [N, D, grid, grid], and those of the skip connections, the deepest on top.
    private Tensor Encode(Tensor input, out Stack<Tensor> taps)
    {
        taps = new Stack<Tensor>();
        var batch = input.Size(0);
        var tokens = _patchEmbedding.Forward(input)
            .Then(patches => _classToken.Expand(batch, 1, -1).Then(token => Tensor.Cat(1, token, patches)))
            .Then(all => all + _positions);
        for (var i = 0; i < _blocks.Count; i++)
        {
            tokens = tokens.Then(_blocks[i].Forward);
            if ((i + 1) % Options.HiddenMultiple == 0 && taps.Count < _levels - 1)
                taps.Push(ToMap(tokens));
        }

        return tokens.Then(ToMap);
    }

    private Tensor ToMap(Tensor tokens) => tokens.Slice(1, 1, long.MaxValue)
        .Then(x => x.Transpose(1, 2))
        .Then(x => x.Reshape(x.Size(0), Options.EmbedDim, Options.Grid, Options.Grid));

    private static Tensor Raise(ModuleList<Module> skip, Tensor tap)
    {
        var x = tap;
        foreach (var part in skip)
            x = x.Then(part is ConvTranspose2d up ? up.Forward : ((ConvBlock)part).Forward);
        return x;
    }

    private static Tensor Merge(DoubleConvBlock merge, Tensor first, Tensor second) => first.Then(x => second.Then(y => merge.Forward(x, y)));

    private long ChannelsAt(int level) => Options.Filters << level;

    private void AddDecoder(ConvStyle style)
    {
        for (var level = _levels - 1; level > 0; level--)
        {
            var channels = ChannelsAt(level);
            var skip = _skips.Add(new ModuleList<Module>());
            for (var i = 0; i < _levels - level; i++)
            {
                skip.Add(new ConvTranspose2d(i == 0 ? Options.EmbedDim : channels, channels, bias: false));
                skip.Add(new ConvBlock(channels, channels, style));
            }

            _merges.Add(new DoubleConvBlock(2 * channels, channels, style));
            _ups.Add(new ConvTranspose2d(channels, ChannelsAt(level - 1), bias: false));
        }

        _merges.Add(new DoubleConvBlock(Options.Channels, Options.Filters, style));
        _merges.Add(new DoubleConvBlock(2 * Options.Filters, Options.Filters, style));
    }
}
