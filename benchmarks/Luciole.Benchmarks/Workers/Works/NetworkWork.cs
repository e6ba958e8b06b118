using System.Security.Cryptography;
using System.Text;
using Luciole.Benchmarks.Networks;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Profiling;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>A network with its weights and a batch of images.</summary>
internal abstract class NetworkWork : Work
{
    private readonly Unetr? _unetr;
    private readonly MaskedAutoencoder? _autoencoder;

    protected NetworkWork(WorkOrder order)
    {
        var network = order.Network!;
        if (network.Architecture == NetworkShape.Unetr)
            Model = _unetr = new Unetr(network.UnetrOptions(), initialize: false);
        else
            Model = _autoencoder = new MaskedAutoencoder(network.MaskedAutoencoderOptions(), initialize: false);
        Pattern.Fill(Model);
        Input = Pattern.Images(Pattern.Input, order.Batch, 1, network.ImageSize, network.ImageSize);
    }

    /// <inheritdoc/>
    public override string Names
    {
        get
        {
            var names = string.Concat(Model.State().Select(t => $"{t.Name} {string.Join(',', t.Tensor.Shape)}\n"));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)));
        }
    }

    /// <summary>The network.</summary>
    protected Module Model { get; }

    /// <summary>The batch <c>[N, 1, H, W]</c>.</summary>
    protected Tensor Input { get; }

    /// <summary>The network's prediction, and an autoencoder's loss.</summary>
    /// <param name="input">Other images than <see cref="Input"/>.</param>
    protected (Tensor Prediction, Tensor? Loss) Forward(Tensor? input = null)
    {
        if (_unetr is not null)
            return (_unetr.Forward(input ?? Input), null);
        var output = _autoencoder!.Forward(input ?? Input);
        return (output.Prediction, output.Loss);
    }

    /// <summary>What the network learns.</summary>
    protected TrainingTask Task(DeviceSettings settings) => _unetr is not null
        ? new ImageToImageTask(_unetr, ImageLoss.Mse) { Mixed = settings.Mixed, ChannelsLast = settings.ChannelsLast }
        : new PretrainingTask(_autoencoder!) { Mixed = settings.Mixed, ChannelsLast = settings.ChannelsLast };

    /// <summary>A clock's kinds by name.</summary>
    protected static Dictionary<string, double> Split(LayerClock clock) =>
        Enum.GetValues<LayerKind>().ToDictionary(kind => kind.ToString(), kind => clock[kind].TotalSeconds, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        Input.Dispose();
        Model.Dispose();
    }
}
