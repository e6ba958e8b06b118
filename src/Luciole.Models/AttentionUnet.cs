using Luciole.Models.Convolution;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models;

/// <summary>
/// A U-Net (Ronneberger et al.) with attention gates on its skip connections (Oktay et al., "Attention U-Net: Learning Where to
/// Look for the Pancreas"), with the parameter names and the order of BiaPy's checkpoints. The output is linear.
/// </summary>
public sealed class AttentionUnet : ImageToImageModel
{
    private readonly ModuleList<DoubleConvBlock> _down;
    private readonly DoubleConvBlock _bottleneck;
    private readonly ModuleList<AttentionUpBlock> _up;
    private readonly Conv2d _last;

    /// <summary>
    /// A network in training mode. <paramref name="initialize"/>: false when all weights are going to be loaded; they then start unset.
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public AttentionUnet(AttentionUnetOptions options, bool initialize = true)
    {
        options.Validate();
        Options = options;
        var maps = options.FeatureMaps;
        var depth = maps.Count - 1;
        _down = AddModule("down_path", new ModuleList<DoubleConvBlock>());
        for (var i = 0; i < depth; i++)
            _down.Add(new DoubleConvBlock(i == 0 ? options.Channels : maps[i - 1], maps[i], options.StyleAt(i)));
        _bottleneck = AddModule("bottleneck", new DoubleConvBlock(maps[depth - 1], maps[depth], options.StyleAt(depth)));
        _up = AddModule("up_path", new ModuleList<AttentionUpBlock>());
        for (var i = depth - 1; i >= 0; i--)
            _up.Add(new AttentionUpBlock(maps[i + 1], maps[i], options.StyleAt(i)));
        _last = AddModule("last_block", new Conv2d(maps[0], options.OutputChannels, 1));
        if (initialize)
            Initialization.XavierThroughout(this);
    }

    /// <summary>What the network was made from.</summary>
    public AttentionUnetOptions Options { get; }

    /// <inheritdoc/>
    public override long InputChannels => Options.Channels;

    /// <inheritdoc/>
    public override long OutputChannels => Options.OutputChannels;

    /// <inheritdoc/>
    public override long? ImageSize => null;

    /// <inheritdoc/>
    public override long SizeMultiple => 1L << _down.Count;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        CheckInput(input);
        using var scope = new TensorScope();
        var skips = new Stack<Tensor>();
        var x = input.Alias();
        foreach (var block in _down)
        {
            var skip = x.Then(block.Forward);
            skips.Push(skip);
            x = Functional.MaxPool2d(skip, 2);
        }

        x = x.Then(_bottleneck.Forward);
        foreach (var block in _up)
            x = skips.Pop().Then(skip => x.Then(y => block.Forward(y, skip)));
        return scope.Keep(x.Then(features => Predict(features, _last)));
    }
}
