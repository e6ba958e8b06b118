using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;

namespace Luciole.Models;

/// <summary>
/// A vision transformer that learns to fill in hidden parts of images (He et al., "Masked Autoencoders Are Scalable Vision
/// Learners"), with the parameter names and the order of BiaPy's checkpoints. Its encoder's weights fit a <see cref="Unetr"/>.
/// </summary>
public sealed class MaskedAutoencoder : Module
{
    private const double TokenDeviation = 0.02;

    private readonly Tensor _classToken;
    private readonly Tensor _positions;
    private readonly Tensor _maskToken;
    private readonly Tensor _decoderPositions;
    private readonly PatchEmbedding _patchEmbedding;
    private readonly ModuleList<TransformerBlock> _blocks;
    private readonly LayerNorm _norm;
    private readonly Linear _decoderEmbedding;
    private readonly ModuleList<TransformerBlock> _decoderBlocks;
    private readonly LayerNorm _decoderNorm;
    private readonly Linear _decoderPrediction;
    private readonly Dictionary<(long Batch, Device Device), TokenMask> _checkerboards = [];

    /// <summary>
    /// A network in training mode. <paramref name="initialize"/>: false when all weights are going to be loaded; they then start
    /// unset, and memory is first touched by the loading.
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public MaskedAutoencoder(MaskedAutoencoderOptions options, bool initialize = true)
    {
        options.Validate();
        Options = options;
        var (width, decoderWidth) = (options.EmbedDim, options.DecoderEmbedDim);
        var epsilon = options.LayerNormEpsilon;
        _classToken = AddParameter("cls_token", Tensor.Zeros([1, 1, width]));
        _positions = AddPositions("pos_embed", width, initialize);
        _maskToken = AddParameter("mask_token", Tensor.Zeros([1, 1, decoderWidth]));
        _decoderPositions = AddPositions("decoder_pos_embed", decoderWidth, initialize);
        _patchEmbedding = AddModule("patch_embed", new PatchEmbedding(options.Channels, options.TokenSize, width));
        _blocks = AddModule("blocks", new ModuleList<TransformerBlock>());
        for (var i = 0; i < options.Layers; i++)
            _blocks.Add(new TransformerBlock(width, options.Heads, options.HiddenDim, epsilon));
        _norm = AddModule("norm", new LayerNorm(width, epsilon));
        _decoderEmbedding = AddModule("decoder_embed", new Linear(width, decoderWidth));
        _decoderBlocks = AddModule("decoder_blocks", new ModuleList<TransformerBlock>());
        for (var i = 0; i < options.DecoderLayers; i++)
            _decoderBlocks.Add(new TransformerBlock(decoderWidth, options.DecoderHeads, options.DecoderHiddenDim, epsilon));
        _decoderNorm = AddModule("decoder_norm", new LayerNorm(decoderWidth, epsilon));
        _decoderPrediction = AddModule("decoder_pred", new Linear(decoderWidth, options.TokenSize * options.TokenSize * options.Channels));
        if (initialize)
            Initialize();
    }

    /// <summary>What the network was made from.</summary>
    public MaskedAutoencoderOptions Options { get; }

    /// <summary>Hides tokens of <c>[N, C, H, W]</c>, predicts them, and measures the error.</summary>
    /// <param name="images">Normalised images, both input and target.</param>
    /// <param name="noise">Uniform numbers <c>[N, L]</c> for random masking; null draws them from libtorch's generator.</param>
    public MaskedAutoencoderOutput Forward(Tensor images, Tensor? noise = null)
    {
        var mask = CreateMask(images.Size(0), noise, images.Device);
        using var latent = Encode(images, mask);
        var prediction = Decode(latent, mask);
        return new MaskedAutoencoderOutput(Loss(images, prediction, mask), prediction, mask);
    }

    /// <summary>A mask as the options say, for so many images.</summary>
    public TokenMask CreateMask(long batch, Tensor? noise = null, Device device = default)
    {
        if (Options.Mask == MaskKind.Grid)
            return Checkerboard(batch, device);
        if (noise is not null)
            return TokenMask.Random(noise, Options.MaskRatio);
        using var drawn = Tensor.Rand([batch, Options.Grid * Options.Grid], device);
        return TokenMask.Random(drawn, Options.MaskRatio);
    }

    /// <summary>From <c>[N, C, H, W]</c> to the normalised tokens <c>[N, K + 1, D]</c> of what is visible, the class token first.</summary>
    public Tensor Encode(Tensor images, TokenMask mask)
    {
        CheckImages(images);
        using var scope = new TensorScope();
        var batch = images.Size(0);
        var index = mask.IdsKeep.Unsqueeze(-1).Expand(-1, -1, Options.EmbedDim);
        var x = _patchEmbedding.Forward(images)
            .Then(patches => patches + _positions.Slice(1, 1, long.MaxValue))
            .Then(patches => patches.Gather(1, index));
        var classToken = (_classToken + _positions.Slice(1, 0, 1)).Expand(batch, -1, -1);
        x = x.Then(visible => Tensor.Cat(1, classToken, visible));
        foreach (var block in _blocks)
            x = x.Then(block.Forward);
        return scope.Keep(x.Then(_norm.Forward));
    }

    /// <summary>From the encoder's tokens to the pixels of every token, <c>[N, L, token^2 * C]</c>.</summary>
    public Tensor Decode(Tensor latent, TokenMask mask)
    {
        using var scope = new TensorScope();
        var width = Options.DecoderEmbedDim;
        var batch = latent.Size(0);
        var embedded = _decoderEmbedding.Forward(latent);
        var hidden = _maskToken.Expand(batch, mask.IdsRestore.Size(1) - mask.IdsKeep.Size(1), -1);
        var index = mask.IdsRestore.Unsqueeze(-1).Expand(-1, -1, width);
        var x = Tensor.Cat(1, embedded.Slice(1, 1, long.MaxValue), hidden)
            .Then(shuffled => shuffled.Gather(1, index))
            .Then(patches => Tensor.Cat(1, embedded.Slice(1, 0, 1), patches))
            .Then(all => all + _decoderPositions);
        foreach (var block in _decoderBlocks)
            x = x.Then(block.Forward);
        x = x.Then(_decoderNorm.Forward).Then(_decoderPrediction.Forward);
        return scope.Keep(x.Then(all => all.Slice(1, 1, long.MaxValue)));
    }

    /// <summary>Mean squared error per token, averaged over the hidden tokens of the batch; one number.</summary>
    public Tensor Loss(Tensor images, Tensor prediction, TokenMask mask)
    {
        using var scope = new TensorScope();
        var target = Patches.Patchify(images, Options.TokenSize);
        if (Options.NormalizePixelLoss)
            target = Patches.Normalize(target);
        var perToken = (prediction - target).Square().Mean([-1]);
        return scope.Keep((perToken * mask.Hidden).Sum() / mask.Hidden.Sum());
    }

    /// <summary>The images of one pass, for a person to look at; not followed by autograd.</summary>
    public MaskedAutoencoderImages ReconstructionImages(Tensor images, MaskedAutoencoderOutput output)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        var patches = Patches.Patchify(images, Options.TokenSize);
        var predicted = output.Prediction.Detach();
        if (Options.NormalizePixelLoss)
            predicted = Patches.Denormalize(predicted, patches);
        var hidden = output.Mask.Hidden.Unsqueeze(-1);
        var visible = 1 - hidden;
        Tensor ToImages(Tensor tokens) => scope.Keep(Patches.Unpatchify(tokens, Options.TokenSize, Options.Channels));
        return new MaskedAutoencoderImages(
            ToImages(patches * visible), ToImages(predicted), ToImages((patches * visible) + (predicted * hidden)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var mask in _checkerboards.Values)
                mask.Dispose();
            _checkerboards.Clear();
        }

        base.Dispose(disposing);
    }

    // Kept, because a copy to a GPU at each batch would make the processor wait for it, and where recordings of a GPU read them.
    private TokenMask Checkerboard(long batch, Device device)
    {
        if (device.Kind == DeviceKind.Cpu)
            return TokenMask.Checkerboard(batch, Options.Grid, device);
        if (!_checkerboards.TryGetValue((batch, device), out var kept))
        {
            var (hidden, keep, restore) = TokenMask.Checkerboard(batch, Options.Grid, device);
            _checkerboards[(batch, device)] = kept = new TokenMask(TensorScope.Release(hidden), TensorScope.Release(keep), TensorScope.Release(restore));
        }

        return new TokenMask(kept.Hidden.Alias(), kept.IdsKeep.Alias(), kept.IdsRestore.Alias());
    }

    private Tensor AddPositions(string name, long width, bool initialize) => AddParameter(
        name,
        initialize ? PositionEmbedding.Create(Options.PositionEmbedding, Options.Grid, width) : Tensor.Empty([1, (Options.Grid * Options.Grid) + 1, width]),
        trainable: Options.PositionEmbedding == PositionEmbeddingKind.Learned);

    private void Initialize()
    {
        Initialization.XavierThroughout(this);
        var projection = _patchEmbedding.Projection;
        Initialization.XavierUniformAsMatrix(projection.Weight);
        Initialization.Uniform(projection.Bias, 1 / Math.Sqrt(projection.Weight.ElementCount / (double)projection.Weight.Size(0)));
        Initialization.Normal(_classToken, TokenDeviation);
        Initialization.Normal(_maskToken, TokenDeviation);
    }

    private void CheckImages(Tensor images)
    {
        var shape = images.Shape;
        if (shape.Length != 4 || shape[1] != Options.Channels || shape[2] != Options.ImageSize || shape[3] != Options.ImageSize)
            throw new ArgumentException($"The images have shape [{string.Join(", ", shape)}]; the model takes [N, {Options.Channels}, {Options.ImageSize}, {Options.ImageSize}].", nameof(images));
    }
}
